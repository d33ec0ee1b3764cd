//! `src/core/generated/errors.rs`: the codes that the engine reports.

use super::source::{END_OF_IMPL, header, number, predicate, rust_doc, rust_enum, variant};
use super::specification::{ErrorCode, Errors, Part};

/// The text, before rustfmt.
pub fn generate(errors: &Errors) -> String {
    let codes: Vec<(&str, &ErrorCode)> = errors
        .codes
        .iter()
        .filter(|(_, code)| code.reported_by == Part::Engine)
        .map(|(name, code)| (name.as_str(), code))
        .collect();
    let values: Vec<(&str, String)> = codes
        .iter()
        .map(|(name, code)| (*name, format!("{}.", code.happened.0)))
        .collect();
    let that = |doc: &str, name: &str, is: fn(&ErrorCode) -> bool| {
        let variants = codes.iter().filter(|(_, code)| is(code));
        let variants: Vec<String> = variants.map(|(name, _)| variant(name)).collect();
        predicate(doc, name, &variants)
    };
    let mut text = format!("//! {}\n\n", header("specification/errors.toml"));
    text += &rust_doc(
        0,
        "The longest `Retry-After` to wait for before a request is repeated automatically.",
    );
    text += &format!(
        "pub const MAX_RETRY_AFTER_MS: u32 = {};\n",
        number(errors.max_retry_after_ms)
    );
    text += &rust_enum(
        "A machine-readable cause; [`ErrorCode::as_str`] is the contract's spelling.",
        "ErrorCode",
        "Clone, Copy, Debug, PartialEq, Eq, Hash",
        &values,
    );
    text += &that(
        "Whether the same call may succeed later without the host changing anything.",
        "retryable",
        |code| code.retryable,
    );
    text += &that(
        "Whether the widget requests a token again automatically: there was no response, or it asked for patience. After every other retryable error a person decides.",
        "retries_automatically",
        |code| code.retries_automatically,
    );
    text += &that(
        "Whether a navigation may be the cause, also through a function of the host's.",
        "may_be_unload",
        |code| code.may_be_unload,
    );
    text += &that(
        "Whether the error is in the host's own call, which ends the attempt at once.",
        "ends_attempt",
        |code| code.ends_attempt,
    );
    text + END_OF_IMPL
}
