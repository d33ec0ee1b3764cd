//! Reads `specification/`.

mod custom_css;
mod errors;
mod issuer;
mod languages;
mod lifecycle;
pub mod options;

use std::fs;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::repo::Repo;
pub use custom_css::{CssValue, CustomCss, ImagePair, Kind, Property};
pub use errors::{ErrorCode, Errors};
pub use issuer::Issuer;
pub use languages::{ENGLISH, Language, Languages, SEPARATOR};
pub use lifecycle::{Lifecycle, Value};
use options::Options;

/// The folder of the specification.
pub const FOLDER: &str = "specification/";

/// Everything that is specified. The tables of the documentation are made from its JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Specification {
    pub errors: Errors,
    pub lifecycle: Lifecycle,
    pub languages: Languages,
    pub custom_css: CustomCss,
    pub issuer: Issuer,
    pub options: Options,
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
        let errors = Errors::read(repo)?;
        let languages = Languages::read(repo)?;
        Ok(Self {
            options: Options::read(repo, &errors, &languages)?,
            errors,
            lifecycle: read(repo, "lifecycle.toml")?,
            languages,
            custom_css: CustomCss::read(repo)?,
            issuer: Issuer::read(repo)?,
        })
    }
}

fn read<T: DeserializeOwned>(repo: &Repo, file: &str) -> Result<T> {
    let path = format!("{FOLDER}{file}");
    let text = fs::read_to_string(repo.path(&path)).with_context(|| path.clone())?;
    toml::from_str(&text).with_context(|| path)
}
