//! `src/core/generated/custom_css.rs`: the properties of `customCss`.

use super::source::{header, rust_doc, variant_of_camel};
use super::specification::{CustomCss, Kind};

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
    text + "];\n"
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
