//! `pkg-template/src/generated/errors.ts`: all codes, and the handle's own.

use super::source::header;
use super::specification::{Errors, Part};

/// The text. Only types, which cost no bytes: the package publishes it as a declaration.
pub fn generate(errors: &Errors) -> String {
    let mut text = format!("// {}\n\n", header("specification/errors.toml"));
    text += "/** In brackets: whether `retryable`. Then what happened, and after `Do:` what helps. Open-ended: handle the codes you know and have a default. */\n";
    text += "export type SetPinErrorCode =\n";
    for (key, title) in &errors.groups {
        text += &format!("  // {}\n", title.0);
        for (name, code) in errors.codes.iter().filter(|(_, code)| code.group == *key) {
            let retryable = if code.retryable { "yes" } else { "no" };
            text += &format!("  | \"{name}\" // [{retryable}] {}\n", code.happened.0);
            text += &format!("  // Do: {}\n", code.remedy.0);
        }
    }
    text += "  | (string & {});\n";
    text += "\n/** The errors that the handle itself reports, and whether each is retryable. */\n";
    text += "export interface HandleErrors {\n";
    let own = errors.codes.iter();
    for (name, code) in own.filter(|(_, code)| code.reported_by == Part::Handle) {
        text += &format!("  {name}: {};\n", code.retryable);
    }
    text + "}\n"
}
