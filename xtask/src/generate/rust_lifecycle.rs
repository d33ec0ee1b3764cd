//! `src/core/generated/lifecycle.rs`: the states, the two facts of an exit, the events and the
//! notices that the engine knows.

use indexmap::IndexMap;

use super::source::{END_OF_IMPL, header, rust_enum};
use super::specification::{Lifecycle, Part, Value};

/// The text, before rustfmt.
pub fn generate(lifecycle: &Lifecycle) -> String {
    let Lifecycle {
        states,
        reasons,
        outcomes,
        events,
        notices,
    } = lifecycle;
    let mut text = format!("//! {}\n", header("specification/lifecycle.toml"));
    text += &list(
        "The contract's `SetPinState`, without the states that only the handle knows.",
        "State",
        states,
    );
    text += &list(
        "The contract's `SetPinResult[\"reason\"]`.",
        "Reason",
        reasons,
    );
    text += &list(
        "The contract's `SetPinResult[\"outcome\"]`: only the host's backend says more than `unknown`.",
        "Outcome",
        outcomes,
    );
    text += &list(
        "The contract's `SetPinEvent[\"name\"]`, as far as an attempt emits it; the handle emits the others.",
        "EventName",
        events,
    );
    text + &list("The widget's own text beside the frame.", "Notice", notices)
}

fn list(doc: &str, name: &str, values: &IndexMap<String, Value>) -> String {
    let values: Vec<(&str, String)> = values
        .iter()
        .filter(|(_, value)| value.by == Part::Engine)
        .map(|(name, value)| (name.as_str(), format!("{}.", value.meaning.0)))
        .collect();
    rust_enum(doc, name, "Clone, Copy, Debug, PartialEq, Eq", &values) + END_OF_IMPL
}
