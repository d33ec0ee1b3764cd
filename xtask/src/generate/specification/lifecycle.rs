//! `lifecycle.toml`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Part, Sentence};

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
