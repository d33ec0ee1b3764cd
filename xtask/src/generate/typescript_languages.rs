//! The widget's own text, in TypeScript: `pkg-template/src/generated/languages.ts`,
//! `language-modules.ts` and `language-strings.ts`.

use super::source::header;
use super::specification::{ENGLISH, Language, Languages, SEPARATOR};

/// The keys, the English strings, and the tags of each language, before Biome. Every build contains
/// them.
pub fn languages(languages: &Languages) -> String {
    let keys: Vec<String> = languages.keys().map(|key| format!("\"{key}\"")).collect();
    let rows: Vec<String> = languages.rows().iter().map(|row| quoted(row)).collect();
    let mut text = header_line();
    text += "/** Keys of the widget's own text. */\n";
    text += &format!("export type MessageKey = {};\n\n", keys.join(" | "));
    text += "/** The same keys, in the order of each language's strings. */\n";
    text += &format!(
        "export const KEYS: readonly MessageKey[] = [{}];\n\n",
        keys.join(", ")
    );
    text += &format!("/** The English strings, with `{SEPARATOR}` between them. */\n");
    text += &format!(
        "export const ENGLISH =\n{};\n\n",
        strings(&languages.all[ENGLISH])
    );
    text += "/** For each language, its code and the further tags that select it. */\n";
    text += &format!(
        "export const LANGUAGES: readonly string[] = [{}];\n\n",
        rows.join(", ")
    );
    text += "/** Languages that are written from right to left, also those that only a host has strings in. `Intl.Locale` reports the direction in newer browsers only. */\n";
    text + &format!(
        "export const RIGHT_TO_LEFT = /^({})\\b/i;\n",
        languages.right_to_left().join("|")
    )
}

/// A module for each language but English, before Biome. Each `import()` has a literal, so that a
/// bundler makes a file for each language.
pub fn modules(languages: &Languages) -> String {
    let mut text = header_line();
    text += "/** Loads the strings of a language, by its code. */\n";
    text += "export const MODULES: Readonly<Record<string, () => Promise<{ readonly strings: string }>>> = {\n";
    for (code, _) in languages.others() {
        text += &format!("  \"{code}\": () => import(\"../languages/{code}.js\"),\n");
    }
    text + "};\n"
}

/// The strings of every language but English in one file, before Biome.
pub fn all_strings(languages: &Languages) -> String {
    let mut text = header_line();
    text += &format!(
        "/** The strings of each language but English, by its code, with `{SEPARATOR}` between them. */\n"
    );
    text += "export const STRINGS: Readonly<Record<string, string>> = {\n";
    for (code, language) in languages.others() {
        text += &format!("  \"{code}\": {},\n", strings(language));
    }
    text + "};\n"
}

fn header_line() -> String {
    format!("// {}\n\n", header("specification/languages/"))
}

/// The strings of a language in one, because that is smaller than an object.
fn strings(language: &Language) -> String {
    quoted(&language.packed())
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
