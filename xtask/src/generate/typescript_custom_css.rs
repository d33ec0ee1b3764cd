//! `pkg-template/src/generated/custom-css.ts`: the properties of `customCss`, and the themes.

use super::source::header;
use super::specification::{CustomCss, ImagePair, Kind, Property};

/// The text, before Biome. A bundle contains only the constants that it uses.
pub fn generate(custom_css: &CustomCss) -> String {
    let mut text = format!("// {}\n", header("specification/custom_css.toml"));
    text += "\n/** Appearance of the hosted page. Names, defaults and meanings are the issuer's (`customCss` of its token request). */\nexport interface CustomCss {\n";
    for (name, property) in &custom_css.properties {
        let comment = comment(property, custom_css.background_of(name));
        text += &format!("  /** {comment} */\n  {name}?: {};\n", kind(property));
    }
    text += "}\n";
    text += &object(
        custom_css,
        "The type of each property.",
        "CUSTOM_CSS_TYPES",
        |property| format!("\"{}\"", kind(property)),
    );
    text += &object(
        custom_css,
        "The issuer's default of each property.",
        "CUSTOM_CSS_DEFAULTS",
        |property| property.default.literal(),
    );
    text += "\n/** Each text with its background, from which it must differ. */\nexport const CUSTOM_CSS_PAIRS = [";
    for pair in &custom_css.pairs {
        text += &format!("[\"{}\", \"{}\"],", pair.text, pair.background);
    }
    text += "] as const;\n";
    let images = &custom_css.images;
    text += &image_pairs("PIN", "PIN_IMAGE_PAIRS", &images.pin);
    text += &image_pairs(
        "card's details",
        "CARD_DETAILS_IMAGE_PAIRS",
        &images.card_details,
    );
    text + &themes(custom_css)
}

fn image_pairs(image: &str, name: &str, pairs: &[ImagePair]) -> String {
    let pairs: String = pairs
        .iter()
        .map(|pair| format!("[\"{}\", \"{}\"],", pair.text, pair.background))
        .collect();
    format!(
        "\n/** The colours of the issuer's image of the {image}: each text with its background, from which it must differ. */\nexport const {name} = [{pairs}] as const;\n"
    )
}

fn comment(property: &Property, background: Option<&str>) -> String {
    let Property {
        meaning, default, ..
    } = property;
    let values = match property.kind {
        Kind::Colour => ": `#RRGGBB`",
        Kind::Pixels => ", in CSS pixels: 0 or more",
    };
    let default = match (&property.default_from, property.kind) {
        (Some(other), _) => format!("the value of `{other}`"),
        (None, Kind::Colour) => format!("`{}`", default.literal().replace('"', "")),
        (None, Kind::Pixels) => default.literal(),
    };
    let differs = background.map(|name| format!(" Must differ from `{name}`."));
    format!(
        "{}{values}. The issuer's default: {default}.{}",
        meaning.0,
        differs.unwrap_or_default()
    )
}

/// The type of a property's values in TypeScript.
fn kind(property: &Property) -> &'static str {
    match property.kind {
        Kind::Colour => "string",
        Kind::Pixels => "number",
    }
}

fn object(custom_css: &CustomCss, doc: &str, name: &str, value: fn(&Property) -> String) -> String {
    let mut text = format!("\n/** {doc} */\nexport const {name} = {{\n");
    for (property, facts) in &custom_css.properties {
        text += &format!("  {property}: {},\n", value(facts));
    }
    text + "} as const;\n"
}

fn themes(custom_css: &CustomCss) -> String {
    let names: Vec<String> = custom_css
        .themes
        .keys()
        .map(|name| format!("\"{name}\""))
        .collect();
    let mut text = "\n/** The issuer's own examples of an appearance, value for value. They must be available before the engine is loaded. */\n".to_owned();
    text += &format!(
        "export const themes: Readonly<Record<{}, Readonly<CustomCss>>> = /* @__PURE__ */ Object.freeze({{\n",
        names.join(" | ")
    );
    for (name, theme) in &custom_css.themes {
        text += &format!("  {name}: /* @__PURE__ */ Object.freeze({{\n");
        for (property, value) in theme {
            text += &format!("    {property}: {},\n", value.literal());
        }
        text += "  }),\n";
    }
    text + "});\n"
}
