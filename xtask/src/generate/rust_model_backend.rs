//! `issuer-sandbox/src/model_backend/generated.rs`: what the model backend knows of the issuer. It
//! has a file of its own, because the model backend imports nothing of the sandbox.

use super::source::header;
use super::specification::{CustomCss, Issuer, Kind};

/// The text, before rustfmt.
pub fn generate(custom_css: &CustomCss, issuer: &Issuer) -> String {
    let mut text = format!(
        "//! {}\n\nuse super::request::Takes;\n",
        header("specification/")
    );
    text += &list(
        "The properties of `customCss`.",
        "CUSTOM_CSS_FIELDS: [(&str, Takes);",
        custom_css.properties.iter().map(|(name, property)| {
            let takes = match property.kind {
                Kind::Colour => "Text",
                Kind::Pixels => "Number",
            };
            format!("(\"{name}\", Takes::{takes})")
        }),
    );
    let with_default = |name: &String| {
        let default = &custom_css.properties[name].default;
        format!("(\"{name}\", {})", default.literal())
    };
    text += &list(
        "Text colours and their background colours, with the issuer's defaults. Text in the colour of its background is not readable.",
        "PAIRS: [[(&str, &str); 2];",
        custom_css.pairs.iter().map(|pair| {
            format!(
                "[{}, {}]",
                with_default(&pair.text),
                with_default(&pair.background)
            )
        }),
    );
    let images = &custom_css.images;
    for (image, name, pairs) in [
        ("PIN", "PIN_IMAGE_PAIRS", &images.pin),
        (
            "card's details",
            "CARD_DETAILS_IMAGE_PAIRS",
            &images.card_details,
        ),
    ] {
        text += &list(
            &format!(
                "The colours of the issuer's image of the {image}: texts and their backgrounds."
            ),
            &format!("{name}: [[&str; 2];"),
            pairs
                .iter()
                .map(|pair| format!("[\"{}\", \"{}\"]", pair.text, pair.background)),
        );
    }
    text += &list(
        "The issuer's documented errors.",
        "DOCUMENTED_ERRORS: [(u16, &str);",
        issuer
            .documented_errors
            .iter()
            .map(|(status, sentence)| format!("({status}, \"{sentence}\")")),
    );
    text + &format!(
        "\n/// The name of loopback.\npub const LOOPBACK_NAME: &str = {:?};\n",
        issuer.loopback.name
    )
}

fn list(doc: &str, declaration: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: Vec<String> = rows.collect();
    let doc = super::source::rust_doc(0, doc);
    format!(
        "\n{doc}pub const {declaration} {}] = [{}];\n",
        rows.len(),
        rows.join(", ")
    )
}
