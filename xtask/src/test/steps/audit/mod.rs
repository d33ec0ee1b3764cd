//! Rules of the repository that no other tool checks.

mod contract;
mod test_titles;
mod vocabulary;

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::explain;
use crate::generate;
use crate::repo::Repo;
use crate::test::mutants;

/// Text that must not be in a file, and the reason. In halves, so that this file does not contain
/// it.
const FORBIDDEN: [(&str, &str, &str); 9] = [
    ("/ho", "me/", "a path of one machine"),
    ("/ro", "ot/", "a path of one machine"),
    ("/Use", "rs/", "a path of one machine"),
    ("/wo", "rk/", "a path of one machine"),
    (
        "registry.",
        "npmjs",
        "a registry's host: does not work behind a mirror",
    ),
    (
        "index.",
        "crates.io",
        "a registry's host: does not work behind a mirror",
    ),
    ("TO", "DO", "a leftover: do it, or open an issue"),
    ("FIX", "ME", "a leftover: do it, or open an issue"),
    ("BEGIN PRIVATE", " KEY", "a secret"),
];

/// Crates that only a browser can run. The core must compile and be tested without one.
const BROWSER_CRATES: [&str; 3] = ["wasm_bindgen", "js_sys", "web_sys"];

/// npm runs these on every machine that installs the package.
const INSTALL_SCRIPTS: [&str; 3] = ["preinstall", "install", "postinstall"];

/// Checks every file of the project, and fails with each place that breaks a rule.
pub fn run(repo: &Repo) -> Result<()> {
    let mut findings = Vec::new();
    let files = repo.files("")?;
    for file in &files {
        let Ok(text) = String::from_utf8(fs::read(file)?) else {
            continue;
        };
        let path = repo.relative(file);
        findings.extend(findings_in(path, &text));
        findings.extend(vocabulary::findings_in(path, &text));
    }
    println!("{} files checked", files.len());
    findings.extend(contract::findings(repo)?);
    findings.extend(generate::findings(repo)?);
    findings.extend(explain::findings(repo)?);
    findings.extend(mutants::findings(repo)?);
    if findings.is_empty() {
        return Ok(());
    }
    bail!("\n{}", findings.join("\n"))
}

fn findings_in(path: &Path, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (start, end, why) in FORBIDDEN {
            if line.contains(&format!("{start}{end}")) {
                findings.push(format!(
                    "{}:{}: {start}{end}: {why}",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    if path.starts_with("src/core") {
        findings.extend(browser_crates_in(path, text));
    }
    if path.ends_with("pkg-template/package.json") {
        findings.extend(install_scripts_in(text));
    }
    findings
}

fn browser_crates_in(path: &Path, text: &str) -> Vec<String> {
    // Comments may name them.
    let code = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    let uses = |code: &str| BROWSER_CRATES.into_iter().find(|name| code.contains(name));
    code.enumerate()
        .filter_map(|(index, code)| {
            let name = uses(code)?;
            let line = index + 1;
            Some(format!(
                "{}:{line}: {name}: the core has no browser: move this to src/shell",
                path.display()
            ))
        })
        .collect()
}

fn install_scripts_in(description: &str) -> Vec<String> {
    let description: serde_json::Value = serde_json::from_str(description).unwrap_or_default();
    INSTALL_SCRIPTS
        .iter()
        .filter(|script| description["scripts"].get(script).is_some())
        .map(|script| format!("pkg-template/package.json: `{script}` would run on every machine that installs the package"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::findings_in;
    use std::path::Path;

    #[test]
    fn a_path_of_one_machine_is_found_with_its_line() {
        let text = format!("fine\nsee {}{}me\n", "/ho", "me/");
        let findings = findings_in(Path::new("README.md"), &text);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].starts_with("README.md:2: "));
    }

    #[test]
    fn a_browser_crate_is_found_in_the_core_alone() {
        let text = "//! No `web_sys` here.\nuse web_sys::Element;\n";
        let findings = findings_in(Path::new("src/core/options/mod.rs"), text);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].starts_with("src/core/options/mod.rs:2: web_sys"));
        assert!(findings_in(Path::new("src/shell/frame.rs"), text).is_empty());
    }

    #[test]
    fn a_package_that_runs_something_on_install_is_found() {
        let text = r#"{"scripts": {"postinstall": "node x.js"}}"#;
        assert_eq!(
            findings_in(Path::new("pkg-template/package.json"), text).len(),
            1
        );
        assert!(findings_in(Path::new("package.json"), text).is_empty());
    }
}
