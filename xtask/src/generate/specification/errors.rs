//! `errors.toml`.

use anyhow::{Context, Result, bail, ensure};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Part, Sentence, read};
use crate::repo::Repo;

/// `errors.toml`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    pub max_retry_after_ms: u32,
    /// The headings of the documentation, by their keys.
    pub groups: IndexMap<String, Sentence>,
    pub codes: IndexMap<String, ErrorCode>,
}

/// The facts about an error code; `errors.toml` explains each field.
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
    #[serde(default = "failed")]
    pub text: String,
    pub happened: Sentence,
    pub remedy: Sentence,
    #[serde(default)]
    pub responses: Vec<Response>,
}

/// Responses that an error stands for.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Such as `301-303, 307`; all other statuses where there are none.
    pub statuses: Option<String>,
    pub message: Sentence,
}

/// The key of the sentence for all other errors.
const FAILED: &str = "failed";

fn failed() -> String {
    FAILED.to_owned()
}

impl Errors {
    /// The codes with a sentence of their own, by the key of the sentence.
    pub fn sentences(&self) -> IndexMap<&str, Vec<&str>> {
        let mut sentences: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for (name, code) in self.codes.iter().filter(|(_, code)| code.text != FAILED) {
            sentences.entry(&code.text).or_default().push(name);
        }
        sentences
    }

    /// Reads and checks the file.
    pub fn read(repo: &Repo) -> Result<Self> {
        let mut errors: Self = read(repo, "errors.toml")?;
        errors.fill_in();
        errors.check().context("specification/errors.toml")?;
        Ok(errors)
    }

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
        self.check_statuses()
    }

    /// Requires that no status belongs to two responses: only one of them could be reported.
    fn check_statuses(&self) -> Result<()> {
        let mut claimed: Vec<(&str, Vec<(u16, u16)>)> = Vec::new();
        for (name, code) in &self.codes {
            for response in &code.responses {
                let ranges = response
                    .ranges()
                    .with_context(|| format!("the statuses of `{name}`"))?;
                for (other, others) in &claimed {
                    ensure!(
                        !(ranges.is_empty() && others.is_empty()),
                        "`{other}` and `{name}` both claim all other statuses"
                    );
                    if let Some(status) = common(others, &ranges) {
                        bail!(
                            "`{other}` and `{name}` both claim the status {status}: take it out of the `statuses` of one of \
                             them, and out of its `happened`"
                        );
                    }
                }
                claimed.push((name, ranges));
            }
        }
        Ok(())
    }
}

impl Response {
    /// The first and the last status of each range.
    pub fn ranges(&self) -> Result<Vec<(u16, u16)>> {
        let ranges = self
            .statuses
            .iter()
            .flat_map(|statuses| statuses.split(", "));
        ranges
            .map(|range| {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                let (first, last) = (first.parse()?, last.parse()?);
                ensure!(first <= last, "{range} has its higher status first");
                Ok((first, last))
            })
            .collect()
    }
}

/// The lowest status that is in both lists of ranges.
fn common(some: &[(u16, u16)], others: &[(u16, u16)]) -> Option<u16> {
    let pairs = some
        .iter()
        .flat_map(|one| others.iter().map(move |other| (one, other)));
    let overlaps = pairs.filter_map(|(one, other)| {
        let (first, last) = (one.0.max(other.0), one.1.min(other.1));
        (first <= last).then_some(first)
    });
    overlaps.min()
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
    fn statuses_are_numbers_and_ranges() {
        let response = "[[codes.b.responses]]\nstatuses = \"301-303, 307\"\nmessage = \"M\"\n";
        let parsed = errors(&format!("{FILE}{response}")).unwrap();
        let ranges = parsed.codes["b"].responses[0].ranges().unwrap();
        assert_eq!(ranges, [(301, 303), (307, 307)]);
        assert!(errors(&format!("{FILE}{}", response.replace("307", "3xx"))).is_err());
    }

    #[test]
    fn two_errors_that_claim_one_status_are_refused_with_both_names() {
        let other =
            "[codes.c]\ngroup = \"a\"\nretryable = true\nhappened = \"H\"\nremedy = \"R\"\n";
        let with = |first: &str, second: &str| {
            let response = |code: &str, statuses: &str| {
                format!("[[codes.{code}.responses]]\n{statuses}message = \"M\"\n")
            };
            let file = [FILE, other, &response("b", first), &response("c", second)].concat();
            errors(&file).map_err(|error| format!("{error:#}"))
        };
        let [statuses, one, within] = ["301-303, 500-599", "303", "501-503"]
            .map(|statuses| format!("statuses = \"{statuses}\"\n"));
        assert!(with(&statuses, "statuses = \"304-499, 600\"\n").is_ok());
        assert!(with(&statuses, "").is_ok());
        for (first, second, status) in [
            (&statuses, &one, "303"),
            (&one, &statuses, "303"),
            (&statuses, &within, "501"),
            (&within, &statuses, "501"),
        ] {
            let refusal = with(first, second).unwrap_err();
            assert!(refusal.contains("`b` and `c`"), "{refusal}");
            assert!(refusal.contains(status), "{refusal}");
        }
        let refusal = with("", "").unwrap_err();
        assert!(refusal.contains("`b` and `c`"), "{refusal}");
    }

    #[test]
    fn a_range_has_its_lower_status_first() {
        let response = "[[codes.b.responses]]\nstatuses = \"303-301\"\nmessage = \"M\"\n";
        assert!(errors(&format!("{FILE}{response}")).is_err());
    }

    #[test]
    fn a_field_that_nothing_reads_is_an_error() {
        assert!(errors(&FILE.replace("remedy", "cure")).is_err());
        assert!(errors(&format!("{FILE}colour = \"red\"\n")).is_err());
    }
}
