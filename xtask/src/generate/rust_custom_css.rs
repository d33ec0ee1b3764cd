//! `src/core/generated/custom_css.rs`: the properties of `customCss`.

use super::source::{header, rust_doc, variant_of_camel};
use super::specification::{CssValue, CustomCss, Kind};

/// The text, before rustfmt.
pub fn generate(custom_css: &CustomCss) -> String {
    let mut text = format!("//! {}\n", header("specification/custom_css.toml"));
    text += "\n/// The colours of the issuer's `customCss`, as indices into [`COLOURS`].\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Colour {\n";
    for (name, property) in custom_css.of_kind(Kind::Colour) {
        text += &rust_doc(4, &format!("{}.", property.meaning.0));
        text += &format!("{},\n", variant_of_camel(name));
    }
    text += "}\n";
    text += &list(
        custom_css,
        Kind::Colour,
        "The names of the colours, and the issuer's defaults.",
        "COLOURS: [(&str, &str);",
    );
    text += &list(
        custom_css,
        Kind::Pixels,
        "The names of the radii, and the issuer's defaults in CSS pixels.",
        "RADII: [(&str, f64);",
    );
    text +=
        "\n/// Text and its background: the two must differ, and should have a good contrast.\n";
    text += &format!(
        "pub const PAIRS: [(Colour, Colour); {}] = [",
        custom_css.pairs.len()
    );
    for pair in &custom_css.pairs {
        let [text_colour, background] =
            [&pair.text, &pair.background].map(|name| variant_of_camel(name));
        text += &format!("(Colour::{text_colour}, Colour::{background}),");
    }
    text + "];\n" + &weak_pairs(custom_css)
}

/// The pairs of the themes that the engine must not warn of.
fn weak_pairs(custom_css: &CustomCss) -> String {
    let mut rows = Vec::new();
    for theme in custom_css.themes.values() {
        for pair in &custom_css.pairs {
            if let (Some(text), Some(background)) =
                (theme.get(&pair.text), theme.get(&pair.background))
                && contrast(text, background) < 4.5
            {
                rows.push(format!("({}, {}),", text.literal(), background.literal()));
            }
        }
    }
    format!(
        "\n/// The pairs of text and background in the issuer's own themes whose contrast is below WCAG 2.2\n/// AA.\npub const WEAK_PAIRS_OF_THEMES: [(&str, &str); {}] = [{}];\n",
        rows.len(),
        rows.concat()
    )
}

/// WCAG 2.2's contrast ratio of two colours.
fn contrast(one: &CssValue, other: &CssValue) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: &CssValue) -> f64 {
    let literal = colour.literal();
    let channel = |at: usize| {
        let value = u8::from_str_radix(&literal[at..at + 2], 16).unwrap_or_default();
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    // After the quotation mark and the hash.
    0.2126 * channel(2) + 0.7152 * channel(4) + 0.0722 * channel(6)
}

fn list(custom_css: &CustomCss, kind: Kind, doc: &str, declaration: &str) -> String {
    let rows: Vec<String> = custom_css
        .of_kind(kind)
        .map(|(name, property)| {
            let point = if kind == Kind::Pixels { ".0" } else { "" };
            format!("(\"{name}\", {}{point}),", property.default.literal())
        })
        .collect();
    format!(
        "\n/// {doc}\npub const {declaration} {}] = [{}];\n",
        rows.len(),
        rows.concat()
    )
}
