//! `pkg-template/src/generated/languages.ts`: the widget's own text in every language.

use super::source::header;
use super::specification::{ENGLISH, Language, Languages, SEPARATOR};

/// The text, before Biome. The strings of a language are in one string, because that costs a page
/// 147 bytes less than one object for each language.
pub fn generate(languages: &Languages) -> String {
    let keys: Vec<String> = languages.keys().map(|key| format!("\"{key}\"")).collect();
    let mut text = format!("// {}\n\n", header("specification/languages/"));
    text += "/** Keys of the widget's own text. */\n";
    text += &format!("export type MessageKey = {};\n\n", keys.join(" | "));
    text += "/** The same keys, in the order of each language's strings below. */\n";
    text += &format!(
        "export const KEYS: readonly MessageKey[] = [{}];\n\n",
        keys.join(", ")
    );
    text += "export const ENGLISH =\n";
    text += &format!("{};\n\n", quoted(&languages.all[ENGLISH]));
    text += &format!(
        "/** The strings of each language, with `{SEPARATOR}` between them. All languages are in the bundle: together they cost a page less than one more request, and work without a network. */\n"
    );
    text += "export const LANGUAGES: Readonly<Record<string, string>> = {\n";
    text += &format!("  {ENGLISH}: ENGLISH,\n");
    for (code, language) in languages.others() {
        text += &format!("  {code}: {},\n", quoted(language));
    }
    text += "};\n\n";
    text += "/** Languages that are written from right to left, also those that only a host has strings in. `Intl.Locale` reports the direction in newer browsers only. */\n";
    text + &format!(
        "export const RIGHT_TO_LEFT = /^({})\\b/i;\n",
        languages.right_to_left().join("|")
    )
}

fn quoted(language: &Language) -> String {
    serde_json::Value::from(language.packed()).to_string()
}
