//! The appearance of the hosted page: the rules of the issuer's `customCss`, and the contrast of its
//! colours.
//!
//! `specification/custom_css.toml` has the names and the defaults. It also has the issuer's three
//! example themes, which are generated for TypeScript, since JavaScript exports them before the
//! engine has loaded.

pub use crate::core::generated::custom_css::{COLOURS, Colour, PAIRS, RADII, WEAK_PAIRS_OF_THEMES};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The issuer's `customCss`. A property that is `None` is not sent, so that the issuer's default
/// applies.
///
/// Tables instead of seven fields, each of which would need its own code to read, merge and write.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomCss {
    /// `#RRGGBB`, in the order of [`COLOURS`].
    pub colours: [Option<String>; COLOURS.len()],
    /// CSS pixels, in the order of [`RADII`].
    pub radii: [Option<f64>; RADII.len()],
}

impl CustomCss {
    /// The issuer's defaults.
    pub const DEFAULT: &Self = &Self {
        colours: [const { None }; COLOURS.len()],
        radii: [None; RADII.len()],
    };

    /// The colour that was given, or the issuer's default.
    pub fn colour(&self, colour: Colour) -> &str {
        let at = colour as usize;
        let given = self.colours.get(at).and_then(Option::as_deref);
        let default = COLOURS.get(at).map_or("", |(_, default)| default);
        given.unwrap_or(default)
    }

    /// Whether the background is darker than the text, so that the widget's own parts should be
    /// dark too.
    pub fn is_dark(&self) -> bool {
        luminance(self.colour(Colour::Background)) < luminance(self.colour(Colour::Text))
    }

    /// The first pair of equal colours: the issuer warns of unreadable text.
    pub fn invisible_text(&self) -> Option<(Colour, Colour)> {
        PAIRS.into_iter().find(|(text, background)| {
            self.colour(*text)
                .eq_ignore_ascii_case(self.colour(*background))
        })
    }

    /// The first pair below WCAG 2.2 AA (1.4.3: 4.5 to 1) that is not in one of the issuer's own
    /// themes.
    pub fn low_contrast(&self) -> Option<(Colour, Colour)> {
        const AA_TEXT: f64 = 4.5;
        PAIRS.into_iter().find(|(text, background)| {
            let (text, background) = (self.colour(*text), self.colour(*background));
            let is_same = |(weak_text, weak_background): &(&str, &str)| {
                weak_text.eq_ignore_ascii_case(text)
                    && weak_background.eq_ignore_ascii_case(background)
            };
            contrast(text, background) < AA_TEXT && !WEAK_PAIRS_OF_THEMES.iter().any(is_same)
        })
    }
}

impl Colour {
    /// The issuer's name.
    pub fn name(self) -> &'static str {
        COLOURS.get(self as usize).map_or("", |(name, _)| name)
    }
}

/// A value in the issuer's request body. One type for all of them, since the serializer generates
/// code for each type.
#[derive(Debug)]
pub enum Field<'a> {
    /// A boolean.
    Flag(bool),
    /// A string.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// An object.
    CustomCss(&'a CustomCss),
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::CustomCss(css) => css.serialize(serializer),
        }
    }
}

impl Serialize for CustomCss {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for ((name, _), value) in COLOURS.into_iter().zip(&self.colours) {
            if let Some(value) = value {
                object.serialize_entry(name, &Field::Text(value))?;
            }
        }
        for ((name, _), value) in RADII.into_iter().zip(&self.radii) {
            if let Some(value) = value {
                object.serialize_entry(name, &Field::Number(*value))?;
            }
        }
        object.end()
    }
}

/// Whether `text` is `#RRGGBB`: the issuer responds with 422 to every other notation.
pub fn is_colour(text: &str) -> bool {
    text.len() == 7
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 0 {
                byte == b'#'
            } else {
                byte.is_ascii_hexdigit()
            }
        })
}

/// WCAG 2.2's contrast ratio of two `#RRGGBB` colours, 1 to 21.
pub fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2's relative luminance of a `#RRGGBB` colour, 0 to 1.
fn luminance(colour: &str) -> f64 {
    let digits = colour.chars().filter_map(|digit| digit.to_digit(16));
    let rgb = digits.fold(0, |number, digit| number << 4 | digit);
    let channel = |shift: u32| linear(f64::from((rgb >> shift) & 0xFF) / 255.0);
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}

/// sRGB to linear light.
fn linear(channel: f64) -> f64 {
    if channel <= 0.04045 {
        return channel / 12.92;
    }
    let x = (channel + 0.055) / 1.055;
    let root = fifth_root(x);
    // x^2.4, without `powf`, which would add a part of libm to the engine (`cargo xtask package
    // --explain`).
    x * x * root * root
}

/// Newton's method. Twelve steps are enough for numbers from 0.05 to 1.
fn fifth_root(x: f64) -> f64 {
    let mut root = 1.0;
    for _ in 0..12 {
        root -= (root - x / (root * root * root * root)) / 5.0;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `CustomCss` from `(colour, value)` pairs.
    fn css(colours: &[(Colour, &str)]) -> CustomCss {
        let mut css = CustomCss::default();
        for (colour, value) in colours {
            css.colours[*colour as usize] = Some((*value).into());
        }
        css
    }

    #[test]
    fn colours_are_six_hex_digits_after_a_hash() {
        for colour in ["#000000", "#aBcDeF", "#EFEFEF"] {
            assert!(is_colour(colour), "{colour}");
        }
        for other in [
            "",
            "#",
            "#FFF",
            "#FFFFFFFF",
            "FFFFFF",
            "#GGGGGG",
            "red",
            "#+00000",
            "#00 000",
            "rgb(0,0,0)",
            "#ÄÄÄ",
            "######0",
        ] {
            assert!(!is_colour(other), "{other}");
        }
    }

    #[test]
    fn only_given_values_are_sent_under_the_issuers_names() {
        let mut css = css(&[(Colour::Text, "#111827"), (Colour::PinBorder, "#60A5FA")]);
        css.radii[1] = Some(0.0);
        assert_eq!(
            serde_json::to_value(css).unwrap(),
            serde_json::json!({"textColor": "#111827", "pinBorderColor": "#60A5FA", "pinBorderRadius": 0.0})
        );
    }

    #[test]
    fn equal_colours_are_found_on_effective_values_in_any_case() {
        let text = Some((Colour::Text, Colour::Background));
        assert_eq!(
            css(&[(Colour::Text, "#ABCDEF"), (Colour::Background, "#abcdef")]).invisible_text(),
            text
        );
        assert_eq!(css(&[(Colour::Text, "#efefef")]).invisible_text(), text);
        assert_eq!(
            css(&[(Colour::Background, "#000000")]).invisible_text(),
            text
        );
        assert_eq!(
            css(&[(Colour::BackgroundPrimary, "#ffffff")]).invisible_text(),
            Some((Colour::TextPrimary, Colour::BackgroundPrimary))
        );
        assert_eq!(CustomCss::default().invisible_text(), None);
    }

    #[test]
    fn contrast_is_wcags() {
        let close = |one: &str, other: &str, ratio: f64| {
            let found = contrast(one, other);
            assert!((found - ratio).abs() < 0.005, "{one} {other}: {found}");
        };
        close("#000000", "#FFFFFF", 21.0);
        close("#777777", "#FFFFFF", 4.48);
        close("#767676", "#FFFFFF", 4.54);
        close("#3B82F6", "#FFFFFF", 3.68);
        close("#10B981", "#FFFFFF", 2.54);
        close("#123456", "#123456", 1.0);
    }

    #[test]
    fn linear_light_agrees_with_powf() {
        for step in 0..=255 {
            let channel = f64::from(step) / 255.0;
            let expected = if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            };
            assert!((linear(channel) - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn low_contrast_names_the_first_pair_below_aa_and_exempts_the_issuers_themes() {
        let weak = css(&[(Colour::Text, "#AAAAAA")]);
        assert_eq!(
            weak.low_contrast(),
            Some((Colour::Text, Colour::Background))
        );
        for (text, background) in WEAK_PAIRS_OF_THEMES {
            assert!(contrast(text, background) < 4.5, "{text} {background}");
            let theme = css(&[
                (Colour::TextPrimary, text),
                (Colour::BackgroundPrimary, &background.to_lowercase()),
            ]);
            assert_eq!(theme.low_contrast(), None);
        }
        assert_eq!(CustomCss::default().low_contrast(), None);
    }

    #[test]
    fn an_appearance_is_dark_if_its_text_is_lighter_than_its_background() {
        let dark = css(&[(Colour::Background, "#1F2937"), (Colour::Text, "#F9FAFB")]);
        assert!(dark.is_dark());
        assert!(!CustomCss::default().is_dark());
    }
}
