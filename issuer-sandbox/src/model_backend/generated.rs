//! Generated from specification/ by `cargo xtask generate`. Do not edit.

use super::request::Takes;

/// The properties of `customCss`.
pub const CUSTOM_CSS_FIELDS: [(&str, Takes); 7] = [
    ("backgroundColor", Takes::Text),
    ("textColor", Takes::Text),
    ("backgroundColorPrimary", Takes::Text),
    ("textColorPrimary", Takes::Text),
    ("buttonBorderRadius", Takes::Number),
    ("pinBorderRadius", Takes::Number),
    ("pinBorderColor", Takes::Text),
];

/// Text colours and their background colours, with the issuer's defaults. Text in the colour of its
/// background is not readable.
pub const PAIRS: [[(&str, &str); 2]; 2] = [
    [("textColor", "#000000"), ("backgroundColor", "#EFEFEF")],
    [
        ("textColorPrimary", "#FFFFFF"),
        ("backgroundColorPrimary", "#000000"),
    ],
];

/// The colours of the issuer's image of the PIN: texts and their backgrounds.
pub const PIN_IMAGE_PAIRS: [[&str; 2]; 1] = [["textColor", "backgroundColor"]];

/// The colours of the issuer's image of the card's details: texts and their backgrounds.
pub const CARD_DETAILS_IMAGE_PAIRS: [[&str; 2]; 2] = [
    ["cardTextColor", "cardBackgroundColor"],
    ["panTextColor", "panBackgroundColor"],
];

/// The issuer's documented errors.
pub const DOCUMENTED_ERRORS: [(u16, &str); 9] = [
    (400, "Bad request"),
    (401, "Not authenticated"),
    (403, "Not authorized"),
    (404, "Card not found"),
    (422, "Validation failed"),
    (429, "Too many requests"),
    (498, "Invalid client key"),
    (499, "Missing client key"),
    (500, "Internal server error"),
];

/// The name of loopback.
pub const LOOPBACK_NAME: &str = "localhost";
