//! Generated from specification/custom_css.toml by `cargo xtask generate`. Do not edit.

/// The colours of the issuer's `customCss`, as indices into [`COLOURS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Background of the page.
    Background,
    /// Text on it.
    Text,
    /// Background of buttons and input areas.
    BackgroundPrimary,
    /// Text on them.
    TextPrimary,
    /// Border of the box around the PIN.
    PinBorder,
}

/// The names of the colours, and the issuer's defaults.
pub const COLOURS: [(&str, &str); 5] = [
    ("backgroundColor", "#EFEFEF"),
    ("textColor", "#000000"),
    ("backgroundColorPrimary", "#000000"),
    ("textColorPrimary", "#FFFFFF"),
    ("pinBorderColor", "#000000"),
];

/// The names of the radii, and the issuer's defaults in CSS pixels.
pub const RADII: [(&str, f64); 2] = [("buttonBorderRadius", 8.0), ("pinBorderRadius", 4.0)];

/// Text and its background: the two must differ, and should have a good contrast.
pub const PAIRS: [(Colour, Colour); 2] = [
    (Colour::Text, Colour::Background),
    (Colour::TextPrimary, Colour::BackgroundPrimary),
];

/// The pairs of text and background in the issuer's own themes whose contrast is below WCAG 2.2
/// AA.
pub const WEAK_PAIRS_OF_THEMES: [(&str, &str); 3] = [
    ("#FFFFFF", "#10B981"),
    ("#FFFFFF", "#3B82F6"),
    ("#FFFFFF", "#F59E0B"),
];
