//! `options.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail, ensure};
use indexmap::IndexMap;
use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use super::{Errors, Languages, Part, Sentence, read};
use crate::repo::Repo;

/// `options.toml`, which explains each field.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    pub max_timer_ms: u32,
    pub min_interval_ms: u32,
    pub min_attribute_ms: u32,
    pub max_attribute_ms: u32,
    /// By path.
    pub options: IndexMap<String, HostOption>,
}

/// One option.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HostOption {
    #[serde(default)]
    pub group: String,
    pub kind: OptionKind,
    #[serde(default)]
    pub by: Part,
    #[serde(default)]
    pub internal: bool,
    #[serde(rename = "type")]
    pub given_type: Option<Sentence>,
    pub declares: Option<Sentence>,
    #[serde(default)]
    pub choices: Vec<String>,
    pub default: Option<serde_json::Value>,
    pub meaning: Option<Sentence>,
    pub property: Option<bool>,
    pub attribute: Option<Attribute>,
    pub ignored_attribute: Option<String>,
    pub tag_attribute: Option<String>,
    pub element_event: Option<String>,
    pub control: Option<Control>,
}

/// The values that the engine accepts: `Kind` in `src/core/options/`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionKind {
    Rule,
    Function,
    Object,
    ObjectOrFunction,
    ObjectOrFlag,
    ObjectOrFalse,
    Text,
    Flag,
    Number,
    Interval,
    Choice,
    Length,
}

/// An attribute of the element.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    pub name: String,
    pub reader: Reader,
}

/// The function that reads an attribute.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reader {
    Text,
    Json,
    Timeout,
}

/// A control of the playground.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    pub group: String,
    pub label: String,
    pub hint: Option<String>,
    #[serde(default)]
    pub framed: bool,
}

/// `plain("GROUP")` in this file shows the generated controls of a group.
const PLAYGROUND: &str = "www/playground/controls.mjs";

/// Takes the place of an object of the options within an option.
pub const CHILDREN: &str = "{children}";

impl Options {
    /// Reads and checks the file.
    pub fn read(repo: &Repo, errors: &Errors, languages: &Languages) -> Result<Self> {
        let mut options: Self = read(repo, "options.toml")?;
        let controls = fs::read_to_string(repo.path(PLAYGROUND)).context(PLAYGROUND)?;
        options
            .check()
            .and_then(|()| options.check_controls(&playground_groups(&controls)))
            .context("specification/options.toml")?;
        options
            .fill_in(errors, languages)
            .context("specification/options.toml")?;
        Ok(options)
    }

    /// The options that a host sets.
    pub fn public(&self) -> impl Iterator<Item = (&String, &HostOption)> {
        self.options.iter().filter(|(_, option)| !option.internal)
    }

    /// The options that are not in another one.
    pub fn top(&self) -> impl Iterator<Item = (&String, &HostOption)> {
        self.public().filter(|(path, _)| parent(path).is_none())
    }

    /// The options in the option `path`.
    pub fn within(&self, path: &str) -> impl Iterator<Item = (&str, &HostOption)> {
        self.options.iter().filter_map(move |(inner, option)| {
            let (outer, name) = inner.rsplit_once('.')?;
            (outer == path).then_some((name, option))
        })
    }

    fn check(&self) -> Result<()> {
        for (path, option) in &self.options {
            option.check().with_context(|| path.clone())?;
            let outer = parent(path).map(|outer| {
                let found = self.options.get(outer);
                found.with_context(|| format!("`{path}` is in an option that does not exist"))
            });
            let is_inline = outer.transpose()?.is_some_and(HostOption::is_inline);
            ensure!(
                option.internal || is_inline || option.meaning.is_some(),
                "`{path}` has no meaning"
            );
            if option.default.is_some() {
                self.check_default(path)?;
            }
        }
        Ok(())
    }

    /// Requires a text that shows the default: the option's own, or that of an option around it.
    fn check_default(&self, path: &str) -> Result<()> {
        let mut placeholder = "{default}".to_owned();
        let mut shown_in = Some(path);
        while let Some(place) = shown_in {
            let meaning = self.options[place].meaning.as_ref();
            if meaning.is_some_and(|text| text.0.contains(&placeholder)) {
                return Ok(());
            }
            placeholder = format!("{{{path}}}");
            shown_in = parent(place);
        }
        bail!("no meaning shows the default of `{path}`: add {{default}}, or {placeholder}")
    }

    /// Requires that the playground shows each control.
    fn check_controls(&self, groups: &[&str]) -> Result<()> {
        for (path, option) in &self.options {
            if let Some(Control { group, .. }) = &option.control {
                ensure!(
                    groups.contains(&group.as_str()),
                    "the control of `{path}` is in the group `{group}`, but {PLAYGROUND} shows the controls of: {}",
                    groups.join(", ")
                );
            }
        }
        Ok(())
    }

    /// Replaces the placeholders in the meanings.
    fn fill_in(&mut self, errors: &Errors, languages: &Languages) -> Result<()> {
        let keys: Vec<String> = languages.keys().map(|key| format!("`{key}`")).collect();
        let codes = errors.codes.iter();
        let repeated = codes.filter(|(_, code)| code.retries_automatically);
        let repeated: Vec<String> = repeated.map(|(name, _)| format!("`{name}`")).collect();
        let mut values = BTreeMap::from([
            ("message_keys".to_owned(), keys.join(", ")),
            ("repeated_codes".to_owned(), listed(&repeated)),
            ("max_timer_ms".to_owned(), grouped(self.max_timer_ms.into())),
            (
                "min_interval_ms".to_owned(),
                grouped(self.min_interval_ms.into()),
            ),
        ]);
        for (path, option) in &self.options {
            if let Some(default) = &option.default {
                values.insert(path.clone(), shown(default));
            }
        }
        for (path, option) in &mut self.options {
            if let Some(meaning) = &mut option.meaning {
                meaning.0 = filled(&meaning.0, path, &values)?;
            }
        }
        Ok(())
    }
}

impl HostOption {
    fn check(&self) -> Result<()> {
        ensure!(
            self.by == Part::Engine || self.kind == OptionKind::Rule,
            "`by = \"handle\"` is for the kind `rule`: the engine validates every other kind, so leave `by` out"
        );
        ensure!(
            self.choices.is_empty() == (self.kind != OptionKind::Choice),
            "choices are for the kind `choice`"
        );
        if let (OptionKind::Choice, Some(default)) = (self.kind, &self.default) {
            let first = self.choices.first().map(String::as_str);
            ensure!(
                default.as_str() == first,
                "the default is the first of the choices"
            );
        }
        Ok(())
    }

    /// Whether the options within it are an object in its type.
    fn is_inline(&self) -> bool {
        let given = self.given_type.as_ref();
        given.is_some_and(|given| given.0.contains(CHILDREN))
    }

    /// Whether the element has a property of this name.
    pub fn is_property(&self) -> bool {
        self.property != Some(false) && self.element_event.is_none()
    }

    /// In TypeScript; nothing for an object of the options within it.
    pub fn type_name(&self) -> String {
        if let Some(given) = &self.given_type {
            return given.0.clone();
        }
        match self.kind {
            OptionKind::Text | OptionKind::Length => "string".into(),
            OptionKind::Flag => "boolean".into(),
            OptionKind::Number | OptionKind::Interval => "number".into(),
            OptionKind::Choice => self.union(),
            _ => String::new(),
        }
    }

    /// The choices as a union.
    pub fn union(&self) -> String {
        let choices: Vec<String> = self
            .choices
            .iter()
            .map(|choice| format!("{choice:?}"))
            .collect();
        choices.join(" | ")
    }
}

/// The groups of the playground that show generated controls, from the text of [`PLAYGROUND`].
fn playground_groups(controls: &str) -> Vec<&str> {
    static GROUP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\bplain\("([^"]+)"\)"#).expect("the expression is well-formed")
    });
    let found = GROUP.captures_iter(controls);
    found
        .filter_map(|found| found.get(1))
        .map(|group| group.as_str())
        .collect()
}

/// The path of the option that an option is in.
pub fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(outer, _)| outer)
}

fn filled(text: &str, path: &str, values: &BTreeMap<String, String>) -> Result<String> {
    static PLACEHOLDER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\{([\w.]+)\}").expect("the expression is well-formed"));
    let mut unknown = Vec::new();
    let text = PLACEHOLDER.replace_all(text, |found: &Captures| {
        let name = if &found[1] == "default" {
            path
        } else {
            &found[1]
        };
        values.get(name).cloned().unwrap_or_else(|| {
            unknown.push(found[0].to_owned());
            String::new()
        })
    });
    ensure!(
        unknown.is_empty(),
        "`{path}` has {}, which has no value",
        unknown.join(", ")
    );
    Ok(text.into_owned())
}

/// A default in the documentation.
fn shown(default: &serde_json::Value) -> String {
    match default {
        serde_json::Value::Number(number) => grouped(number.as_u64().unwrap_or_default()),
        serde_json::Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

/// A number with a space between each three digits.
fn grouped(number: u64) -> String {
    super::super::source::number(number).replace('_', " ")
}

/// `a, b or c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Options, filled, listed, shown};

    const FILE: &str = "max_timer_ms = 9\nmin_interval_ms = 1\nmin_attribute_ms = 1\nmax_attribute_ms = 2\n\
        [options.a]\nkind = \"object\"\ntype = \"{children} | false\"\nmeaning = \"By {a.b}.\"\n\
        [options.\"a.b\"]\nkind = \"number\"\ndefault = 3\n\
        [options.c]\nkind = \"choice\"\nchoices = [\"d\", \"e\"]\ndefault = \"d\"\nmeaning = \"{default} (default)\"\n";

    fn checked(text: &str) -> anyhow::Result<Options> {
        let options: Options = toml::from_str(text)?;
        options.check()?;
        Ok(options)
    }

    #[test]
    fn an_option_has_a_meaning_which_shows_its_default() {
        let options = checked(FILE).unwrap();
        assert_eq!(options.options["c"].type_name(), r#""d" | "e""#);
        assert_eq!(options.within("a").count(), 1);
        for (right, wrong) in [
            ("By {a.b}.", "By three."),
            ("{default} (default)", "`d` (default)"),
            ("meaning = \"{default} (default)\"\n", ""),
            ("default = \"d\"", "default = \"e\""),
            ("options.\"a.b\"", "options.\"f.b\""),
            ("choices = [\"d\", \"e\"]\n", ""),
        ] {
            assert!(FILE.contains(right), "{right}");
            assert!(checked(&FILE.replace(right, wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_an_option_without_a_kind_is_the_handles_alone() {
        let with = |field: &str| checked(&format!("{FILE}by = \"handle\"\n{field}"));
        let refusal = format!("{:#}", with("").unwrap_err());
        assert!(refusal.contains("`by = \"handle\"`"), "{refusal}");
        let rule = "[options.f]\nkind = \"rule\"\nby = \"handle\"\nmeaning = \"F\"\n";
        assert!(checked(&format!("{FILE}{rule}")).is_ok());
    }

    #[test]
    fn a_control_is_in_a_group_that_the_playground_shows() {
        let groups = super::playground_groups("...plain(\"The frame\"),\nplain(\"The backend\")");
        assert_eq!(groups, ["The frame", "The backend"]);
        let with = |group: &str| {
            let control = format!("control = {{ group = \"{group}\", label = \"L\" }}\n");
            checked(&format!("{FILE}{control}"))
                .unwrap()
                .check_controls(&groups)
        };
        assert!(with("The backend").is_ok());
        let refusal = format!("{:#}", with("The bakend").unwrap_err());
        assert!(refusal.contains("`c`") && refusal.contains("The frame, The backend"));
    }

    #[test]
    fn placeholders_are_replaced_and_others_are_errors() {
        let values = BTreeMap::from([("a".to_owned(), "`1`".to_owned())]);
        let text = "{ b: {a} } and {default}";
        assert_eq!(filled(text, "a", &values).unwrap(), "{ b: `1` } and `1`");
        assert!(filled("{b}", "a", &values).is_err());
    }

    #[test]
    fn defaults_are_shown_as_the_documentation_writes_them() {
        assert_eq!(shown(&15_000.into()), "15 000");
        assert_eq!(shown(&true.into()), "`true`");
        assert_eq!(shown(&"500px".into()), "`500px`");
        assert_eq!(shown(&serde_json::json!(["a"])), r#"`["a"]`"#);
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b or c");
    }
}
