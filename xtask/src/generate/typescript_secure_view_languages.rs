//! `pkg-template/src/generated/secure-view-languages.ts`: the text of the entry `secure-view` in
//! every language.

use super::source::header;
use super::specification::{ENGLISH, Language, Languages, SEPARATOR};

/// The text, before Biome. The strings of a language are in one string, as in
/// `generated/languages.ts`.
pub fn generate(languages: &Languages) -> String {
    let keys: Vec<String> = languages
        .secure_view_keys()
        .map(|key| format!("\"{key}\""))
        .collect();
    let mut text = format!("// {}\n\n", header("specification/languages/"));
    text += "/** Keys of the view's own text. */\n";
    text += &format!(
        "export type SecureViewMessageKey = {};\n\n",
        keys.join(" | ")
    );
    text += "/** The same keys, in the order of each language's strings below. */\n";
    text += &format!(
        "export const VIEW_KEYS: readonly SecureViewMessageKey[] = [{}];\n\n",
        keys.join(", ")
    );
    text += &format!(
        "export const VIEW_ENGLISH = {};\n\n",
        quoted(&languages.all[ENGLISH])
    );
    text += &format!("/** The strings of each language, with `{SEPARATOR}` between them. */\n");
    text += "export const VIEW_LANGUAGES: Readonly<Record<string, string>> = {\n";
    text += &format!("  {ENGLISH}: VIEW_ENGLISH,\n");
    let translated = languages
        .others()
        .filter(|(_, language)| !language.secure_view.is_empty());
    for (code, language) in translated {
        text += &format!("  \"{code}\": {},\n", quoted(language));
    }
    text + "};\n"
}

fn quoted(language: &Language) -> String {
    serde_json::Value::from(language.packed_secure_view()).to_string()
}
