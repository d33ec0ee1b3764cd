//! `www/playground/generated.mjs`: the choices of the playground's controls.

use super::source::header;
use super::specification::{CustomCss, Kind, Specification};

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
    text + &custom_css(&specification.custom_css)
}

fn custom_css(custom_css: &CustomCss) -> String {
    let mut text = "\n/**\n * The properties of `customCss`, colours first, each with the issuer's default.\n * @type {readonly {name: string, kind: \"colour\" | \"number\", label: string, value: string | number, from?: string}[]}\n */\nexport const CUSTOM_CSS = [\n".to_owned();
    let colours = custom_css.of_kind(Kind::Colour);
    for (name, property) in colours.chain(custom_css.of_kind(Kind::Pixels)) {
        let kind = match property.kind {
            Kind::Colour => "colour",
            Kind::Pixels => "number",
        };
        let from = property.default_from.as_ref();
        let from = from.map_or(String::new(), |name| format!(", from: {name:?}"));
        text += &format!(
            "{{ name: {name:?}, kind: {kind:?}, label: {:?}, value: {}{from} }},\n",
            property.label,
            property.default.literal()
        );
    }
    text += "];\n\n/** Each text with its background. */\nexport const CUSTOM_CSS_PAIRS = [\n";
    for pair in &custom_css.pairs {
        text += &format!(
            "{{ text: {:?}, background: {:?}, label: {:?} }},\n",
            pair.text, pair.background, pair.label
        );
    }
    text + "];\n"
}
