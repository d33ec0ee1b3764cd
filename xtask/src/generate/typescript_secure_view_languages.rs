//! `pkg-template/src/generated/secure-view-languages.ts`: the text of the entry `secure-view` in
//! every language.

use super::source::header;
use super::specification::{ENGLISH, Errors, Language, Languages, SEPARATOR};

/// The text, before Biome. The strings of a language are in one string, as in
/// `generated/languages.ts`. The sentences after a failure are the widget's.
pub fn generate(languages: &Languages, errors: &Errors) -> String {
    let sentences = errors.sentences();
    let keys: Vec<String> = languages
        .secure_view_keys()
        .map(String::as_str)
        .chain(sentences.keys().copied())
        .map(|key| format!("\"{key}\""))
        .collect();
    let quoted = |language: &Language| {
        let strings = language.packed_secure_view(sentences.keys().copied());
        serde_json::Value::from(strings).to_string()
    };
    let sources = "specification/languages/ and specification/errors.toml";
    let mut text = format!("// {}\n\n", header(sources));
    text += "import type { SetPinErrorCode } from \"./errors.js\";\n\n";
    text += "/** Keys of `messages`: the view's own text, and the widget's sentences for failures. */\n";
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
    text += "};\n\n";
    text += "/** The errors with their own sentence, by its key. All others use `failed`. */\n";
    text += "export const VIEW_SENTENCES: readonly (readonly [SecureViewMessageKey, readonly SetPinErrorCode[]])[] = [\n";
    for (key, codes) in &sentences {
        text += &format!("  [\"{key}\", {codes:?}],\n");
    }
    text + "];\n"
}
