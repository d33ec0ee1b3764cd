//! `pkg-template/src/generated/responses.ts`: the error of each status, for the entry `secure-view`,
//! which has no engine.

use super::source::header;
use super::specification::Errors;

/// The text, before Biome. The error of all other statuses is not in it.
pub fn generate(errors: &Errors) -> anyhow::Result<String> {
    let mut text = format!("// {}\n\n", header("specification/errors.toml"));
    text += "/** The longest `Retry-After` to wait for before a request is repeated automatically. */\n";
    text += &format!(
        "export const MAX_RETRY_AFTER_MS = {};\n\n",
        errors.max_retry_after_ms
    );
    text += "/** The first and the last status of a range outside of 2xx, its error code, whether it is retryable, and whether the request is repeated automatically. */\n";
    text += "export const RESPONSES: readonly (readonly [number, number, string, boolean, boolean])[] = [\n";
    for (name, code) in &errors.codes {
        for response in &code.responses {
            for (first, last) in response.ranges()? {
                text += &format!(
                    "  [{first}, {last}, \"{name}\", {}, {}],\n",
                    code.retryable, code.retries_automatically
                );
            }
        }
    }
    Ok(text + "];\n")
}
