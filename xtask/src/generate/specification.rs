//! Reads `specification/`.

use std::fs;

use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::repo::Repo;

/// The folder of the specification.
pub const FOLDER: &str = "specification/";

/// Everything that is specified. The tables of the documentation are made from its JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Specification {
    pub errors: Errors,
    pub lifecycle: Lifecycle,
}

/// `errors.toml`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    pub max_retry_after_ms: u32,
    /// The headings of the documentation, by their keys.
    pub groups: IndexMap<String, Sentence>,
    pub codes: IndexMap<String, ErrorCode>,
}

/// What is known about an error code; `errors.toml` explains each field.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    pub group: String,
    #[serde(default)]
    pub reported_by: Part,
    pub retryable: bool,
    #[serde(default)]
    pub retries_automatically: bool,
    #[serde(default)]
    pub may_be_unload: bool,
    #[serde(default)]
    pub ends_attempt: bool,
    pub happened: Sentence,
    pub remedy: Sentence,
}

/// `lifecycle.toml`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    pub states: IndexMap<String, Value>,
    pub reasons: IndexMap<String, Value>,
    pub outcomes: IndexMap<String, Value>,
    pub events: IndexMap<String, Value>,
    pub notices: IndexMap<String, Value>,
}

/// One name of a list.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    #[serde(default)]
    pub by: Part,
    pub meaning: Sentence,
}

/// The part of the widget that knows a name.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    #[default]
    Engine,
    Handle,
}

/// A text on one line, however it is wrapped in its file.
#[derive(Clone, Debug, Serialize)]
pub struct Sentence(pub String);

impl<'de> Deserialize<'de> for Sentence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(Self(words.join(" ")))
    }
}

impl Specification {
    /// Reads and checks all files.
    pub fn read(repo: &Repo) -> Result<Self> {
        let mut errors: Errors = read(repo, "errors.toml")?;
        errors.fill_in();
        errors.check().context("specification/errors.toml")?;
        Ok(Self {
            errors,
            lifecycle: read(repo, "lifecycle.toml")?,
        })
    }
}

impl Errors {
    /// Replaces `{max_retry_after_s}` by its value.
    fn fill_in(&mut self) {
        let seconds = (self.max_retry_after_ms / 1000).to_string();
        for code in self.codes.values_mut() {
            for Sentence(text) in [&mut code.happened, &mut code.remedy] {
                *text = text.replace("{max_retry_after_s}", &seconds);
            }
        }
    }

    fn check(&self) -> Result<()> {
        for (name, code) in &self.codes {
            let group = &code.group;
            ensure!(
                self.groups.contains_key(group),
                "`{name}` is in `{group}`, which is not one of the groups"
            );
            ensure!(
                code.retryable || !code.retries_automatically,
                "`{name}` is repeated automatically, but is not retryable"
            );
        }
        Ok(())
    }
}

fn read<T: DeserializeOwned>(repo: &Repo, file: &str) -> Result<T> {
    let path = format!("{FOLDER}{file}");
    let text = fs::read_to_string(repo.path(&path)).with_context(|| path.clone())?;
    toml::from_str(&text).with_context(|| path)
}

#[cfg(test)]
mod tests {
    use super::Errors;

    const FILE: &str = "max_retry_after_ms = 30_000\n[groups]\na = \"A\"\n[codes.b]\ngroup = \"a\"\nretryable = true\nhappened = \"\"\"\nNo more\nthan {max_retry_after_s} s\"\"\"\nremedy = \"Wait.\"\n";

    fn errors(text: &str) -> anyhow::Result<Errors> {
        let mut errors: Errors = toml::from_str(text)?;
        errors.fill_in();
        errors.check()?;
        Ok(errors)
    }

    #[test]
    fn a_sentence_is_on_one_line_and_holds_the_limit() {
        let errors = errors(FILE).unwrap();
        assert_eq!(errors.codes["b"].happened.0, "No more than 30 s");
    }

    #[test]
    fn a_group_that_does_not_exist_is_an_error() {
        assert!(errors(&FILE.replace("group = \"a\"", "group = \"c\"")).is_err());
    }

    #[test]
    fn what_is_repeated_automatically_must_be_retryable() {
        let automatic = "retries_automatically = true\nretryable";
        assert!(errors(&FILE.replace("retryable", automatic)).is_ok());
        let contradicted = format!("{automatic} = false");
        assert!(errors(&FILE.replace("retryable = true", &contradicted)).is_err());
    }

    #[test]
    fn a_field_that_nothing_reads_is_an_error() {
        assert!(errors(&FILE.replace("remedy", "cure")).is_err());
        assert!(errors(&format!("{FILE}colour = \"red\"\n")).is_err());
    }
}
