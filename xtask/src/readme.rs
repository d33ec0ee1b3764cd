//! What the README that is published says of its own release: the tags to copy, and what a page loads for each way to use the package.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;
use crate::sizes::Size;

pub const CODE: &str = include_str!("readme.rs");

/// What a page loads before anything is refused, and what more where WebAssembly is.
const LOADED: [(&str, &[&str], &[&str]); 7] = [
    ("`set-pin-widget`", &["index.mjs"], &["engine-js.mjs"]),
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
];

/// Puts the figures and these tags into the package's README, in the place of the words that its source has there.
pub fn fill(repo: &Repo, package: &Path, tags: &[&str]) -> Result<()> {
    let readme = package.join("README.md");
    let text = fs::read_to_string(&readme)?;
    let text = filled(&text, "weights", &table(repo, package)?)?;
    let blocks: Vec<String> = tags
        .iter()
        .map(|tag| format!("```html\n{}\n```", tag.trim_end()))
        .collect();
    Ok(fs::write(
        readme,
        filled(&text, "tags", &blocks.join("\n\n"))?,
    )?)
}

fn filled(text: &str, place: &str, content: &str) -> Result<String> {
    let start = format!("<!-- {place} -->");
    let (before, rest) = text
        .split_once(&start)
        .with_context(|| format!("no place for {place}"))?;
    let (_, after) = rest
        .split_once(&format!("<!-- /{place} -->"))
        .with_context(|| format!("the place for {place} has no end"))?;
    ensure!(!after.contains(&start), "the {place} stand in one place");
    Ok(format!("{before}{content}{after}"))
}

fn table(repo: &Repo, package: &Path) -> Result<String> {
    let mut lines = vec![
        "| You use | A page loads | More, without WebAssembly |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    for (name, always, without) in LOADED {
        let always = weight(repo, package, always)?;
        let without = weight(repo, package, without)?;
        lines.push(format!("| {name} | {always} | {without} |"));
    }
    Ok(lines.join("\n"))
}

/// Compressed by itself, as each file travels.
fn weight(repo: &Repo, package: &Path, files: &[&str]) -> Result<String> {
    if files.is_empty() {
        return Ok("nothing".to_owned());
    }
    let sizes: Result<Vec<_>> = files
        .iter()
        .map(|file| Size::of(repo, file, &package.join(file)))
        .collect();
    let sum = Size::sum("", &sizes?.iter().collect::<Vec<_>>());
    Ok(format!("{} bytes", sum.gzipped()))
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn the_figures_take_the_place_of_what_the_source_says() -> anyhow::Result<()> {
        let text = "a\n<!-- weights -->later<!-- /weights -->\nb";
        assert_eq!(filled(text, "weights", "| 1 |")?, "a\n| 1 |\nb");
        Ok(())
    }

    #[test]
    fn a_readme_without_a_place_for_them_is_refused() {
        assert!(filled("a", "weights", "").is_err());
    }
}
