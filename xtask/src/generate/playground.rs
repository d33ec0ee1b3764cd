//! `www/playground/generated.mjs`: the choices of the playground's controls.

use super::source::header;
use super::specification::Specification;

/// The text, before Biome.
pub fn generate(specification: &Specification) -> String {
    let mut text = format!("// {}\n", header("specification/"));
    let mut list = |doc: &str, name: &str, values: Vec<&String>| {
        let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
        text += &format!(
            "\n/** {doc} */\nexport const {name} = [{}];\n",
            values.join(", ")
        );
    };
    let languages = &specification.languages;
    list(
        "The languages of the widget's own text, by their codes.",
        "LANGUAGES",
        languages.all.keys().collect(),
    );
    list(
        "The keys of `messages`.",
        "MESSAGE_KEYS",
        languages.keys().collect(),
    );
    text
}
