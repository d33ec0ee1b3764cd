//! `languages/` and `right_to_left.toml`.

use std::collections::HashSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{FOLDER, read};
use crate::files::{file_name, files_ending};
use crate::repo::Repo;

/// `languages/` and `right_to_left.toml`.
#[derive(Debug, Serialize)]
pub struct Languages {
    /// By code, English first.
    pub all: IndexMap<String, Language>,
    /// When each string is shown, in the order of the strings (`messages.toml`).
    pub shown_for: IndexMap<String, String>,
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
    /// Further tags that select it. A language tag without a script and a region is the one for all
    /// its regions that no other file names (`pt`, for example).
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether somebody who speaks the language has read the strings.
    pub reviewed: bool,
    pub strings: IndexMap<String, String>,
    /// Those of the entry `secure-view`, which shows English in the languages that have none.
    #[serde(default, rename = "secureView", skip_serializing)]
    pub secure_view: IndexMap<String, String>,
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

impl Languages {
    /// Reads and checks the files.
    pub fn read(repo: &Repo) -> Result<Self> {
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
            shown_for: read(repo, "messages.toml")?,
            others_right_to_left: others,
        };
        languages.check()?;
        Ok(languages)
    }

    fn check(&self) -> Result<()> {
        ensure!(
            self.shown_for.keys().eq(self.keys()),
            "specification/messages.toml needs the keys of {ENGLISH}.json, in that order"
        );
        let mut tags = HashSet::new();
        for tag in self.rows().iter().flat_map(|row| row.split(' ')) {
            ensure!(
                tags.insert(tag.to_lowercase()),
                "two files of specification/languages/ name the tag `{tag}`"
            );
        }
        for (code, language) in &self.all {
            ensure!(
                language.strings.keys().eq(self.keys())
                    && (language.secure_view.is_empty()
                        || language.secure_view.keys().eq(self.secure_view_keys())),
                "specification/languages/{code}.json needs the keys of {ENGLISH}.json, in that order"
            );
            ensure!(
                !language
                    .strings
                    .values()
                    .chain(language.secure_view.values())
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

    /// The keys of each language's strings in the entry `secure-view`.
    pub fn secure_view_keys(&self) -> indexmap::map::Keys<'_, String, String> {
        self.all[ENGLISH].secure_view.keys()
    }

    /// All languages but English.
    pub fn others(&self) -> impl Iterator<Item = (&String, &Language)> {
        self.all.iter().filter(|(code, _)| *code != ENGLISH)
    }

    /// For each language, its code and the further tags that select it, with spaces between them.
    pub fn rows(&self) -> Vec<String> {
        let all = self.all.iter();
        all.map(|(code, language)| {
            let mut tags = vec![code.as_str()];
            tags.extend(language.also.iter().map(String::as_str));
            tags.join(" ")
        })
        .collect()
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
        joined(self.strings.values())
    }

    /// The strings of the entry `secure-view` in one string, followed by the widget's strings with the
    /// keys `shared`.
    pub fn packed_secure_view<'a>(&'a self, shared: impl Iterator<Item = &'a str>) -> String {
        let view_strings = self.secure_view.values();
        joined(view_strings.chain(shared.map(|key| &self.strings[key])))
    }
}

fn joined<'a>(strings: impl Iterator<Item = &'a String>) -> String {
    let strings: Vec<&str> = strings.map(String::as_str).collect();
    strings.join(SEPARATOR)
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::{Direction, Language, Languages};
    use crate::repo::Repo;

    fn language(direction: Direction, title: &str) -> Language {
        Language {
            name: "A".into(),
            direction,
            also: vec![],
            reviewed: true,
            strings: IndexMap::from([("title".into(), title.into()), ("close".into(), "C".into())]),
            secure_view: IndexMap::new(),
        }
    }

    fn languages(other: Language) -> Languages {
        Languages {
            shown_for: language(Direction::Ltr, "T").strings,
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
    fn no_two_languages_have_one_tag() {
        let mut other = language(Direction::Rtl, "U");
        other.also = vec!["EN".into()];
        assert!(languages(other).check().is_err());
    }

    #[test]
    fn each_language_has_every_string_and_none_with_the_separator() {
        assert!(languages(language(Direction::Rtl, "a|b")).check().is_err());
        assert!(languages(language(Direction::Rtl, "")).check().is_err());
        let mut incomplete = language(Direction::Rtl, "U");
        incomplete.strings.pop();
        assert!(languages(incomplete).check().is_err());
    }

    /// The languages as they are in the files.
    fn files() -> Languages {
        let repo = Repo::find().expect("a checkout");
        Languages::read(&repo).expect("the languages")
    }

    #[test]
    fn the_agreed_sentences_are_unchanged() {
        let known = files();
        for (language, key, sentence) in [
            ("en", "retry", "Try again"),
            ("en", "startOver", "Start over"),
            ("en", "failed", "We couldn't open the secure page."),
            ("en", "blank", "Page not showing? Reload it"),
            (
                "en",
                "expired",
                "This page has been open for a while. If it no longer works, start over.",
            ),
            (
                "en",
                "waitingForCard",
                "Waiting for your card to be activated…",
            ),
            (
                "en",
                "frameTitle",
                "PIN entry, provided by your card issuer",
            ),
            ("fr", "failed", "Impossible d'ouvrir la page sécurisée."),
            ("de", "retry", "Erneut versuchen"),
            ("es", "retry", "Reintentar"),
            ("it", "retry", "Riprova"),
            ("nl", "retry", "Opnieuw proberen"),
            ("pl", "retry", "Spróbuj ponownie"),
            ("tr", "retry", "Yeniden deneyin"),
            ("ja", "blank", "表示されない場合はやり直す"),
            ("ar", "startOver", "ابدأ من جديد"),
        ] {
            assert_eq!(known.all[language].strings[key], sentence, "{language}");
        }
        let arabic = &known.all["ar"].strings["expired"];
        assert!(arabic.contains("وربما لم تعد تعمل") && arabic.contains("ابدأ من جديد"));
    }

    #[test]
    fn french_has_a_narrow_space_before_double_punctuation() {
        let known = files();
        let french = &known.all["fr"];
        let mut marks = 0;
        for text in french.strings.values().chain(french.secure_view.values()) {
            for (at, _) in text.match_indices(['?', '!', ':', ';']) {
                assert!(text[..at].ends_with('\u{202f}'), "{text}");
                marks += 1;
            }
        }
        assert!(marks > 0);
    }
}
