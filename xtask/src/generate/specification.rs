//! Reads `specification/`.

use std::fs;

use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::files::{file_name, files_ending};
use crate::repo::Repo;

/// The folder of the specification.
pub const FOLDER: &str = "specification/";

/// Everything that is specified. The tables of the documentation are made from its JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Specification {
    pub errors: Errors,
    pub lifecycle: Lifecycle,
    pub languages: Languages,
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

/// `languages/` and `right_to_left.toml`.
#[derive(Debug, Serialize)]
pub struct Languages {
    /// By code, English first.
    pub all: IndexMap<String, Language>,
    /// Further languages that are written from right to left.
    #[serde(skip)]
    pub others_right_to_left: Vec<String>,
}

/// The language that all others follow, and that the widget shows to everybody else.
pub const ENGLISH: &str = "en";

/// Between the strings of a language, where they are one string. No string contains it.
pub const SEPARATOR: &str = "|";

/// A file of `languages/`. They are JSON, which the tools of translators and the tests read.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// In English.
    pub name: String,
    pub direction: Direction,
    /// Whether somebody who speaks the language has read the strings.
    pub reviewed: bool,
    pub strings: IndexMap<String, String>,
}

/// The direction of writing.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Ltr,
    Rtl,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RightToLeft {
    others: Vec<String>,
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
            languages: Languages::read(repo)?,
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

impl Languages {
    fn read(repo: &Repo) -> Result<Self> {
        let mut all = IndexMap::new();
        for file in files_ending(repo, &format!("{FOLDER}languages"), ".json")? {
            let code = file_name(&file).trim_end_matches(".json").to_owned();
            let language = serde_json::from_slice(&fs::read(&file)?)
                .with_context(|| repo.relative(&file).display().to_string())?;
            all.insert(code, language);
        }
        let english = all.get_index_of(ENGLISH).context("there is no English")?;
        all.move_index(english, 0);
        let RightToLeft { others } = read(repo, "right_to_left.toml")?;
        let languages = Self {
            all,
            others_right_to_left: others,
        };
        languages.check()?;
        Ok(languages)
    }

    fn check(&self) -> Result<()> {
        for (code, language) in &self.all {
            ensure!(
                language.strings.keys().eq(self.keys()),
                "specification/languages/{code}.json needs the keys of {ENGLISH}.json, in that order"
            );
            ensure!(
                !language
                    .strings
                    .values()
                    .any(|text| text.is_empty() || text.contains(SEPARATOR)),
                "specification/languages/{code}.json has a string that is empty or contains `{SEPARATOR}`"
            );
            ensure!(
                language.direction == Direction::Rtl || !self.others_right_to_left.contains(code),
                "specification/right_to_left.toml contradicts specification/languages/{code}.json"
            );
        }
        Ok(())
    }

    /// The keys of each language's strings.
    pub fn keys(&self) -> indexmap::map::Keys<'_, String, String> {
        self.all[ENGLISH].strings.keys()
    }

    /// All languages but English.
    pub fn others(&self) -> impl Iterator<Item = (&String, &Language)> {
        self.all.iter().filter(|(code, _)| *code != ENGLISH)
    }

    /// The codes of all languages that are written from right to left, sorted.
    pub fn right_to_left(&self) -> Vec<&str> {
        let own = self.all.iter();
        let own = own.filter(|(_, language)| language.direction == Direction::Rtl);
        let mut codes: Vec<&str> = own.map(|(code, _)| code.as_str()).collect();
        codes.extend(self.others_right_to_left.iter().map(String::as_str));
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

impl Language {
    /// All strings in one.
    pub fn packed(&self) -> String {
        let strings: Vec<&str> = self.strings.values().map(String::as_str).collect();
        strings.join(SEPARATOR)
    }
}

fn read<T: DeserializeOwned>(repo: &Repo, file: &str) -> Result<T> {
    let path = format!("{FOLDER}{file}");
    let text = fs::read_to_string(repo.path(&path)).with_context(|| path.clone())?;
    toml::from_str(&text).with_context(|| path)
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::{Direction, Errors, Language, Languages};

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

    fn language(direction: Direction, title: &str) -> Language {
        Language {
            name: "A".into(),
            direction,
            reviewed: true,
            strings: IndexMap::from([("title".into(), title.into()), ("close".into(), "C".into())]),
        }
    }

    fn languages(other: Language) -> Languages {
        Languages {
            all: IndexMap::from([
                ("en".into(), language(Direction::Ltr, "T")),
                ("fa".into(), other),
            ]),
            others_right_to_left: vec!["fa".into(), "dv".into()],
        }
    }

    #[test]
    fn the_direction_comes_from_the_language_or_else_from_the_list() {
        let known = languages(language(Direction::Rtl, "U"));
        assert!(known.check().is_ok());
        assert_eq!(known.right_to_left(), ["dv", "fa"]);
        assert!(languages(language(Direction::Ltr, "U")).check().is_err());
    }

    #[test]
    fn each_language_has_every_string_and_none_with_the_separator() {
        assert!(languages(language(Direction::Rtl, "a|b")).check().is_err());
        assert!(languages(language(Direction::Rtl, "")).check().is_err());
        let mut incomplete = language(Direction::Rtl, "U");
        incomplete.strings.pop();
        assert!(languages(incomplete).check().is_err());
    }
}
