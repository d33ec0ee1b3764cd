//! The titles of the tests in a file of Rust or JavaScript.

use std::fs;
use std::sync::LazyLock;

use anyhow::Result;
use regex::Regex;

use crate::repo::Repo;

/// A test whose title is a variable: an entry of a table.
static TABLE_ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:test|describe)\(\w+,").expect("the expression is well-formed")
});

/// The titles of the tests in one file.
#[derive(Debug)]
pub struct Titles {
    text: String,
    patterns: Vec<Regex>,
    /// Whether some titles are entries of a table.
    from_table: bool,
}

impl Titles {
    /// The titles in a file, named as for `--only`: `e2e:modal`, `native:core/attempt/tests`,
    /// `wasm:fetch`, `types:refused`. `None` if there is no such file.
    pub fn of(repo: &Repo, name: &str) -> Result<Option<Self>> {
        let path = match name.split_once(':') {
            Some(("e2e", name)) => format!("tests/e2e/{name}.test.mjs"),
            Some(("packed", name)) => format!("tests/packed/{name}.test.mjs"),
            Some(("native", name)) => format!("src/{name}.rs"),
            Some(("wasm", name)) => format!("tests/browser/{name}.rs"),
            Some(("types", name)) => format!("tests/types/{name}.ts"),
            _ => return Ok(None),
        };
        let path = repo.path(path);
        if !path.is_file() {
            return Ok(None);
        }
        Ok(Some(Self::parse(name, fs::read_to_string(path)?)))
    }

    fn parse(name: &str, text: String) -> Self {
        let patterns = match name.split_once(':') {
            Some(("e2e" | "packed", _)) => of_javascript(&text),
            // Declarations have no titles: the whole file is the test.
            Some(("types", _)) => vec![whole("")],
            _ => of_rust(&text),
        };
        let from_table = TABLE_ENTRY.is_match(&text);
        Self {
            text,
            patterns,
            from_table,
        }
    }

    /// Whether a test, or a group of tests, has this title. If a title contains a value from a
    /// table, the table has to be in the same file.
    pub fn has(&self, title: &str) -> bool {
        let is_entry = || !title.is_empty() && self.text.contains(&format!("\"{title}\""));
        (self.from_table && is_entry()) || self.is_title(title)
    }

    fn is_title(&self, title: &str) -> bool {
        self.patterns.iter().any(|pattern| {
            pattern.captures(title).is_some_and(|found| {
                let mut inserted = found.iter().skip(1).flatten();
                inserted.all(|part| self.text.contains(part.as_str()))
            })
        })
    }
}

fn of_rust(text: &str) -> Vec<Regex> {
    static TEST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"#\[(?:wasm_bindgen_)?test\]\s+(?:async )?fn (\w+)\(")
            .expect("the expression is well-formed")
    });
    TEST.captures_iter(text)
        .map(|test| whole(&test[1]))
        .collect()
}

fn of_javascript(text: &str) -> Vec<Regex> {
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\b(?:test|describe)\(\s*(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`),"#)
            .expect("the expression is well-formed")
    });
    static INSERTED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\\\$\\\{.*?\\\}").expect("the expression is well-formed"));
    let pattern = |found: regex::Captures<'_>| match (found.get(1), found.get(2)) {
        (Some(plain), _) => Some(whole(&regex::escape(&plain.as_str().replace("\\\"", "\"")))),
        (_, Some(template)) => {
            let escaped = regex::escape(template.as_str());
            Some(whole(&INSERTED.replace_all(&escaped, "(.+)")))
        }
        _ => None,
    };
    TITLE.captures_iter(text).filter_map(pattern).collect()
}

fn whole(pattern: &str) -> Regex {
    Regex::new(&format!("^{pattern}$")).expect("escaped text is well-formed")
}

#[cfg(test)]
mod tests {
    use super::Titles;

    #[test]
    fn tests_and_groups_are_found_by_their_whole_title() {
        let text = r#"describe("by \"name\"", () => { test("closes (once)", async () => {}); });"#;
        let titles = Titles::parse("e2e:x", text.into());
        assert!(titles.has("closes (once)") && titles.has("by \"name\""));
        assert!(!titles.has("closes") && !titles.has(""));
    }

    #[test]
    fn values_in_a_title_come_from_a_table_in_the_file() {
        let text = "const rows = [[429, \"rate_limited\"]]; test(`${status}: ${code}, once`, run);";
        let titles = Titles::parse("e2e:x", text.into());
        assert!(titles.has("429: rate_limited, once"));
        assert!(!titles.has("503: rate_limited, once"));
        let titles = Titles::parse(
            "e2e:x",
            "const rows = [\"a page\"]; test(what, run);".into(),
        );
        assert!(titles.has("a page") && !titles.has("page"));
    }

    #[test]
    fn only_a_function_with_the_attribute_is_a_test() {
        let text = "#[wasm_bindgen_test]\nasync fn it_ends() {}\n#[test]\nfn it_begins() {}\nfn helper() {}";
        let titles = Titles::parse("wasm:x", text.into());
        assert!(titles.has("it_ends") && titles.has("it_begins") && !titles.has("helper"));
    }
}
