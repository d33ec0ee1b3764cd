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
        number(errors.max_retry_after_ms.into())
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
        "Whether the widget requests a token again automatically: there was no response, or a later one may succeed. After every other retryable error, the cardholder or the host decides.",
        "retries_automatically",
        |code| code.retries_automatically,
    );
    text += &that(
        "Whether a navigation may be the cause, even if a function of the host reports the error.",
        "may_be_unload",
        |code| code.may_be_unload,
    );
    text += &that(
        "Whether the error is in the host's own call, which ends the attempt at once.",
        "ends_attempt",
        |code| code.ends_attempt,
    );
    text += &message_key(errors);
    text += &from_status(&codes);
    text + END_OF_IMPL
}

/// The function with the cardholder's sentence for each code.
fn message_key(errors: &Errors) -> String {
    let sentences = errors.sentences();
    let arms = sentences.iter().filter_map(|(text, codes)| {
        let variants: Vec<String> = codes
            .iter()
            .filter(|code| errors.codes[**code].reported_by == Part::Engine)
            .map(|code| format!("Self::{}", variant(code)))
            .collect();
        (!variants.is_empty()).then(|| format!("{} => {text:?},\n", variants.join(" | ")))
    });
    format!(
        "\n/// The key of the sentence for the cardholder, in the contract's `messages`.\npub const fn message_key(self) -> &'static str {{\nmatch self {{\n{}_ => \"failed\",\n}}\n}}\n",
        arms.collect::<String>()
    )
}

/// The function that finds the code of a status.
fn from_status(codes: &[(&str, &ErrorCode)]) -> String {
    let mut arms = Vec::new();
    let mut other = String::new();
    for (name, code) in codes {
        for response in &code.responses {
            let result = format!("(Self::{}, {:?})", variant(name), response.message.0);
            let ranges = response.ranges().expect("the ranges are checked");
            match ranges.as_slice() {
                [] => other = format!("_ => {result},\n"),
                ranges => arms.push((ranges[0], format!("{} => {result},\n", pattern(ranges)))),
            }
        }
    }
    arms.sort_unstable();
    let arms: Vec<String> = arms.into_iter().map(|(_, arm)| arm).collect();
    format!(
        "\n/// The code and the message of a response with this status, which is outside of 2xx.\npub const fn from_status(status: u16) -> (Self, &'static str) {{\nmatch status {{\n{}{other}}}\n}}\n",
        arms.concat()
    )
}

fn pattern(ranges: &[(u16, u16)]) -> String {
    let ranges = ranges.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}..={last}"),
    });
    ranges.collect::<Vec<_>>().join(" | ")
}
