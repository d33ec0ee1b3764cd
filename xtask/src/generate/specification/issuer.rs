//! `issuer.toml`.

use anyhow::{Context, Result};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Sentence, read};
use crate::repo::Repo;

/// `issuer.toml`, which explains each field.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// The sentences, by status.
    pub documented_errors: IndexMap<String, String>,
    pub loopback: Loopback,
}

/// The hosts of this machine.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Loopback {
    pub name: String,
    pub ipv4: String,
    pub ipv6: String,
    pub meaning: Sentence,
}

impl Issuer {
    /// Reads and checks the file.
    pub fn read(repo: &Repo) -> Result<Self> {
        let issuer: Self = read(repo, "issuer.toml")?;
        for status in issuer.documented_errors.keys() {
            status
                .parse::<u16>()
                .with_context(|| format!("specification/issuer.toml: {status} is not a status"))?;
        }
        Ok(issuer)
    }
}
