//! `pkg-template/src/generated/lifecycle.ts`: the types of states, exits, events and notices.

use indexmap::IndexMap;

use super::source::{header, typescript_union};
use super::specification::{Lifecycle, Value};

/// The text. Only types, which cost no bytes: the package publishes it as a declaration.
pub fn generate(lifecycle: &Lifecycle) -> String {
    let mut text = format!("// {}\n", header("specification/lifecycle.toml"));
    let mut union = |doc: &str, name: &str, values: &IndexMap<String, Value>, rest| {
        let values: Vec<(&str, String)> = values
            .iter()
            .map(|(name, value)| (name.as_str(), value.meaning.0.clone()))
            .collect();
        text += &typescript_union(doc, name, &values, rest);
    };
    union(
        "The state of a widget.",
        "SetPinState",
        &lifecycle.states,
        None,
    );
    union(
        "Why an attempt has ended.",
        "ExitReason",
        &lifecycle.reasons,
        None,
    );
    union(
        "`unknown` unless your `confirmOutcome` resolved to a boolean. Never inferred from `abort`.",
        "Outcome",
        &lifecycle.outcomes,
        None,
    );
    union(
        "The names of events. Open-ended: more may be added.",
        "EventName",
        &lifecycle.events,
        Some("(string & {})"),
    );
    union(
        "The notices that the widget shows beside a frame.",
        "Notice",
        &lifecycle.notices,
        None,
    );
    text
}
