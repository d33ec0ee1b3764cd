//! Fills the published README with the facts of its release: the tags to copy, and the weight of
//! each way to use the package.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::sizes::Size;

/// For each way to use the package: the files that a page loads, and the additional ones where
/// WebAssembly cannot run.
const LOADED: [(&str, &[&str], &[&str]); 11] = [
    ("`set-pin-widget`", &["index.mjs"], &["engine-js.mjs"]),
    (
        "`set-pin-widget/lazy`, before the first attempt",
        &["lazy.mjs"],
        &[],
    ),
    (
        "`set-pin-widget/lazy`, then",
        &["runtime.mjs"],
        &["engine-js.mjs"],
    ),
    ("`set-pin-widget/csp`", &["csp.mjs"], &[]),
    (
        "`set-pin-widget/element`",
        &["element.mjs", "index.mjs"],
        &["engine-js.mjs"],
    ),
    (
        "`set-pin-widget/react`",
        &["react.mjs", "index.mjs"],
        &["engine-js.mjs"],
    ),
    (
        "`set-pin-widget/vue`",
        &["vue.mjs", "index.mjs"],
        &["engine-js.mjs"],
    ),
    (
        "`set-pin-widget/svelte`",
        &["svelte.mjs", "index.mjs"],
        &["engine-js.mjs"],
    ),
    (
        "The script tag",
        &["set-pin-widget.js"],
        &["set-pin-widget-engine.js"],
    ),
    (
        "The script tag in two files, before the first attempt",
        &["set-pin-widget-lazy.js"],
        &[],
    ),
    (
        "The script tag in two files, then",
        &["set-pin-widget-runtime.js"],
        &["set-pin-widget-engine.js"],
    ),
];

/// Puts the weights, from the sizes of the bundles, and these tags into the package's README,
/// instead of the text between its marks, and completes its links.
pub fn fill(package: &Path, sizes: &[Size], tags: &[&str]) -> Result<()> {
    let readme = package.join("README.md");
    let text = fs::read_to_string(&readme)?;
    let text = filled(&text, "weights", &table(sizes)?)?;
    let blocks: Vec<String> = tags
        .iter()
        .map(|tag| format!("```html\n{}\n```", tag.trim_end()))
        .collect();
    let text = filled(&text, "tags", &blocks.join("\n\n"))?;
    let description = fs::read_to_string(package.join("package.json"))?;
    Ok(fs::write(
        readme,
        linked(&text, &serde_json::from_str(&description)?),
    )?)
}

/// Links to other folders of the repository become URLs, at the tag of this version, once the
/// package's description names a repository.
fn linked(text: &str, description: &Value) -> String {
    let repository = &description["repository"];
    let url = repository["url"].as_str().or(repository.as_str());
    let (Some(url), Some(version)) = (url, description["version"].as_str()) else {
        return text.to_owned();
    };
    let url = url.trim_start_matches("git+").trim_end_matches(".git");
    text.replace("](../", &format!("]({url}/blob/v{version}/"))
}

fn filled(text: &str, mark: &str, content: &str) -> Result<String> {
    let start = format!("<!-- {mark} -->");
    let (before, rest) = text
        .split_once(&start)
        .with_context(|| format!("no mark `{mark}`"))?;
    let (_, after) = rest
        .split_once(&format!("<!-- /{mark} -->"))
        .with_context(|| format!("the mark `{mark}` has no end"))?;
    ensure!(
        !after.contains(&start),
        "the mark `{mark}` occurs more than once"
    );
    Ok(format!("{before}{content}{after}"))
}

fn table(sizes: &[Size]) -> Result<String> {
    let mut lines = vec![
        "| You use | A page loads | More, without WebAssembly |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    for (name, always, without) in LOADED {
        let always = weight(sizes, always)?;
        let without = weight(sizes, without)?;
        lines.push(format!("| {name} | {always} | {without} |"));
    }
    Ok(lines.join("\n"))
}

/// The sum of files that are each compressed by themselves.
fn weight(sizes: &[Size], files: &[&str]) -> Result<String> {
    if files.is_empty() {
        return Ok("nothing".to_owned());
    }
    let size = |file: &&str| {
        let found = sizes.iter().find(|size| size.name() == *file);
        found.with_context(|| format!("{file} was not measured"))
    };
    let loaded = files.iter().map(size).collect::<Result<Vec<_>>>()?;
    Ok(format!("{} bytes", Size::sum("", &loaded).gzipped()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::sizes::Size;
    use super::{filled, linked, weight};

    #[test]
    fn a_way_weighs_its_files_and_one_that_was_not_measured_is_an_error() -> anyhow::Result<()> {
        let sizes = [
            Size::new("a.mjs", [30, 10, 9]),
            Size::new("b.mjs", [9, 5, 4]),
        ];
        assert_eq!(weight(&sizes, &["b.mjs", "a.mjs"])?, "15 bytes");
        assert_eq!(weight(&sizes, &[])?, "nothing");
        assert!(weight(&sizes, &["c.mjs"]).is_err());
        Ok(())
    }

    #[test]
    fn the_content_replaces_the_text_of_the_source() -> anyhow::Result<()> {
        let text = "a\n<!-- weights -->later<!-- /weights -->\nb";
        assert_eq!(filled(text, "weights", "| 1 |")?, "a\n| 1 |\nb");
        Ok(())
    }

    #[test]
    fn links_lead_into_the_repository_that_the_description_names() {
        let text = "[quick start](../docs/quick-start.md#1-install), [here](#install)";
        let described = json!({
            "version": "1.2.3",
            "repository": { "url": "git+https://forge.example/cards/widget.git" },
        });
        assert_eq!(
            linked(text, &described),
            "[quick start](https://forge.example/cards/widget/blob/v1.2.3/docs/quick-start.md#1-install), [here](#install)"
        );
        assert_eq!(linked(text, &json!({ "version": "1.2.3" })), text);
    }

    #[test]
    fn a_readme_without_the_mark_is_refused() {
        assert!(filled("a", "weights", "").is_err());
    }
}
