//! Checks the names in `--only e2e:NAME` before anything is built.

use std::fs;
use std::sync::LazyLock;

use anyhow::{Result, bail};
use regex::Regex;

use super::fixtures;
use super::jobs::{FOLDER, SUFFIX, is_file_or_folder};
use crate::repo::Repo;

/// With one of these, a name is an expression, and only Node knows whether a title matches it.
const EXPRESSION: &str = r"\^$.|?*+()[]{}";

/// Fails if one of the names is neither that of a file or a folder, nor a part of a title.
pub fn check(repo: &Repo, names: &[String]) -> Result<()> {
    let mut text = String::new();
    for file in repo.files(FOLDER)? {
        let is_module = file.extension().is_some_and(|extension| extension == "mjs");
        if is_module && !repo.relative(&file).starts_with(fixtures::FOLDER) {
            text += &titles(&fs::read_to_string(&file)?);
        }
    }
    for name in names {
        if !is_file_or_folder(repo, name)? && !may_be_in_a_title(name, &text) {
            bail!(
                "there is no {FOLDER}/{name}{SUFFIX}, no folder {FOLDER}/{name}, and no test whose title contains `{name}`"
            );
        }
    }
    Ok(())
}

/// The titles in a module; its whole text if one of them is computed, since the values are anywhere
/// in it.
fn titles(module: &str) -> String {
    static COMPUTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?:^|[^.\w])(?:test|describe)\(\s*[^\s")]"#)
            .expect("the expression is well-formed")
    });
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\b(?:test|describe)\(\s*"((?:[^"\\]|\\.)*)""#)
            .expect("the expression is well-formed")
    });
    if COMPUTED.is_match(module) {
        return module.to_owned();
    }
    let found = TITLE.captures_iter(module);
    found
        .map(|title| format!("{}\n", title[1].replace("\\\"", "\"")))
        .collect()
}

/// Whether each word of the name is in `titles`. Not the whole name: a computed title consists of
/// parts from several places, and Node compares a name with the titles of a test and of the groups
/// around it.
fn may_be_in_a_title(name: &str, titles: &str) -> bool {
    let is_in = |word: &str| titles.contains(word.trim_matches(|end: char| !end.is_alphanumeric()));
    name.contains(|character| EXPRESSION.contains(character))
        || titles.contains(name)
        || name.split_whitespace().all(is_in)
}

#[cfg(test)]
mod tests {
    use super::{check, may_be_in_a_title, titles};
    use crate::repo::Repo;

    #[test]
    fn a_name_without_a_file_or_a_title_is_refused_at_once() -> anyhow::Result<()> {
        let repo = Repo::find()?;
        let check = |name: &str| check(&repo, &[name.to_owned()]);
        // In halves, so that no file contains the name.
        let unknown = ["mo", "dle"].concat();
        let refusal = check(&unknown).unwrap_err().to_string();
        assert!(refusal.contains(&format!("`{unknown}`")), "{refusal}");
        for name in ["modal", "contract", "contract/modal", "by locale: de", ""] {
            check(name)?;
        }
        Ok(())
    }

    #[test]
    fn a_name_is_compared_with_titles_and_with_the_values_in_computed_titles() {
        let plain = titles("describe(\"a \\\"modal\\\"\", () => test(\"closes\", run)); // once");
        assert_eq!(plain, "a \"modal\"\ncloses\n");
        assert!(
            may_be_in_a_title("close", &plain) && may_be_in_a_title("\"modal\" closes", &plain)
        );
        assert!(!may_be_in_a_title("once", &plain));
        let table = titles("const rows = [[429, \"limited\"]]; test(`${a}: is ${b}`, run);");
        assert!(may_be_in_a_title("429: is limited", &table));
        assert!(!may_be_in_a_title("503: is limited", &table));
        assert!(may_be_in_a_title("^open|close$", &plain));
    }
}
