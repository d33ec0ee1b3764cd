//! `custom_css.toml`.

use anyhow::{Context, Result, ensure};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Sentence, read};
use crate::repo::Repo;

/// `custom_css.toml`, which explains each field.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CustomCss {
    pub properties: IndexMap<String, Property>,
    pub pairs: Vec<Pair>,
    pub images: Images,
    pub themes: IndexMap<String, IndexMap<String, CssValue>>,
}

/// A property of `customCss`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    pub kind: Kind,
    pub default: CssValue,
    pub default_from: Option<String>,
    pub meaning: Sentence,
    pub label: String,
}

/// The kind of a property's values.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Colour,
    Pixels,
}

/// A value of a property.
#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum CssValue {
    Pixels(u32),
    Colour(String),
}

/// A text and its background.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub text: String,
    pub background: String,
    pub label: String,
}

/// The colours of the issuer's images.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Images {
    pub pin: Vec<ImagePair>,
    pub card_details: Vec<ImagePair>,
}

/// A text of an image and its background.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ImagePair {
    pub text: String,
    pub background: String,
}

impl CustomCss {
    /// Reads and checks the file.
    pub fn read(repo: &Repo) -> Result<Self> {
        let custom_css: Self = read(repo, "custom_css.toml")?;
        custom_css
            .check()
            .context("specification/custom_css.toml")?;
        Ok(custom_css)
    }

    fn check(&self) -> Result<()> {
        for (name, property) in &self.properties {
            self.check_value(name, &property.default)?;
            if let Some(other) = &property.default_from {
                self.kind_of(other)?;
            }
        }
        for (name, value) in self.themes.values().flatten() {
            self.check_value(name, value)?;
        }
        for name in self
            .pairs
            .iter()
            .flat_map(|pair| [&pair.text, &pair.background])
        {
            ensure!(
                self.kind_of(name)? == Kind::Colour,
                "`{name}` is not a colour"
            );
        }
        Ok(())
    }

    fn check_value(&self, name: &str, value: &CssValue) -> Result<()> {
        let fits = match (self.kind_of(name)?, value) {
            (Kind::Pixels, CssValue::Pixels(_)) => true,
            (Kind::Colour, CssValue::Colour(text)) => is_colour(text),
            _ => false,
        };
        ensure!(fits, "`{name}` does not take {value:?}");
        Ok(())
    }

    fn kind_of(&self, name: &str) -> Result<Kind> {
        let property = self.properties.get(name);
        let property = property.with_context(|| format!("there is no property `{name}`"))?;
        Ok(property.kind)
    }

    /// The properties of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&String, &Property)> {
        let all = self.properties.iter();
        all.filter(move |(_, property)| property.kind == kind)
    }

    /// The background of a text.
    pub fn background_of(&self, text: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|pair| pair.text == text);
        pair.map(|pair| pair.background.as_str())
    }
}

impl CssValue {
    /// As in JSON, TypeScript and Rust.
    pub fn literal(&self) -> String {
        match self {
            Self::Pixels(pixels) => pixels.to_string(),
            Self::Colour(colour) => format!("\"{colour}\""),
        }
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::CustomCss;

    const FILE: &str = "pairs = [{ text = \"a\", background = \"b\", label = \"A\" }]\n\
        images = { pin = [], card_details = [] }\n\
        [properties]\n\
        a = { kind = \"colour\", default = \"#000000\", meaning = \"A\", label = \"A\" }\n\
        b = { kind = \"colour\", default = \"#FFFFFF\", meaning = \"B\", label = \"B\" }\n\
        c = { kind = \"pixels\", default = 4, meaning = \"C\", label = \"C\" }\n\
        [themes.light]\nc = 8\n";

    fn checked(text: &str) -> anyhow::Result<CustomCss> {
        let custom_css: CustomCss = toml::from_str(text)?;
        custom_css.check()?;
        Ok(custom_css)
    }

    #[test]
    fn a_text_has_a_background() {
        let custom_css = checked(FILE).unwrap();
        assert_eq!(custom_css.background_of("a"), Some("b"));
        assert_eq!(custom_css.background_of("b"), None);
    }

    #[test]
    fn values_and_names_that_do_not_fit_are_errors() {
        for (right, wrong) in [
            ("\"#000000\"", "\"black\""),
            ("default = 4", "default = \"#000000\""),
            ("c = 8", "d = 8"),
            ("c = 8", "c = \"8px\""),
            ("background = \"b\"", "background = \"c\""),
            ("text = \"a\"", "text = \"d\""),
        ] {
            assert!(FILE.contains(right), "{right}");
            assert!(checked(&FILE.replacen(right, wrong, 1)).is_err(), "{wrong}");
        }
    }
}
