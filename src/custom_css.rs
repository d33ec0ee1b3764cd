//! The hosted page's look: names, defaults and rules of the issuer's `customCss`, and the contrast of its colours.
//!
//! The issuer's three example themes are data that JavaScript must have before the engine is there (the export `themes`), so they stand
//! in `pkg-template/src/themes.ts` alone and come in with the options.

use serde::Serialize;

/// The issuer's `customCss` (its "Body", `customCss properties`). Colours are `#RRGGBB`, radii CSS pixels.
/// A property that is `None` is not sent, so that the issuer's default holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomCss {
    /// Main background.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// Text on the main background.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_color: Option<String>,
    /// Buttons and input areas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color_primary: Option<String>,
    /// Text on buttons and input areas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_color_primary: Option<String>,
    /// Of buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button_border_radius: Option<f64>,
    /// Of the PIN's input container.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin_border_radius: Option<f64>,
    /// Of the PIN's input container; default: the primary background.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin_border_color: Option<String>,
}

/// The issuer's default of `backgroundColor`.
pub const BACKGROUND: &str = "#EFEFEF";
/// The issuer's default of `textColor`.
pub const TEXT: &str = "#000000";
/// The issuer's default of `backgroundColorPrimary`.
pub const BACKGROUND_PRIMARY: &str = "#000000";
/// The issuer's default of `textColorPrimary`.
pub const TEXT_PRIMARY: &str = "#FFFFFF";
/// The issuer's default of `buttonBorderRadius`, CSS pixels.
pub const BUTTON_RADIUS: f64 = 8.0;

impl CustomCss {
    /// This look with `over` laid over it, property by property.
    pub fn overlaid(self, over: Self) -> Self {
        Self {
            background_color: over.background_color.or(self.background_color),
            text_color: over.text_color.or(self.text_color),
            background_color_primary: over
                .background_color_primary
                .or(self.background_color_primary),
            text_color_primary: over.text_color_primary.or(self.text_color_primary),
            button_border_radius: over.button_border_radius.or(self.button_border_radius),
            pin_border_radius: over.pin_border_radius.or(self.pin_border_radius),
            pin_border_color: over.pin_border_color.or(self.pin_border_color),
        }
    }

    /// The background in force, the issuer's default included.
    pub fn background(&self) -> &str {
        self.background_color.as_deref().unwrap_or(BACKGROUND)
    }

    /// The text colour in force.
    pub fn text(&self) -> &str {
        self.text_color.as_deref().unwrap_or(TEXT)
    }

    /// The primary background in force.
    pub fn background_primary(&self) -> &str {
        self.background_color_primary
            .as_deref()
            .unwrap_or(BACKGROUND_PRIMARY)
    }

    /// The primary text colour in force.
    pub fn text_primary(&self) -> &str {
        self.text_color_primary.as_deref().unwrap_or(TEXT_PRIMARY)
    }

    /// The button radius in force, CSS pixels.
    pub fn button_radius(&self) -> f64 {
        self.button_border_radius.unwrap_or(BUTTON_RADIUS)
    }

    /// The pair of fields whose colours are equal, if any: the issuer says to avoid it, for nothing could be read.
    pub fn invisible_text(&self) -> Option<(&'static str, &'static str)> {
        if self.text().eq_ignore_ascii_case(self.background()) {
            Some(("textColor", "backgroundColor"))
        } else if self
            .text_primary()
            .eq_ignore_ascii_case(self.background_primary())
        {
            Some(("textColorPrimary", "backgroundColorPrimary"))
        } else {
            None
        }
    }

    /// Whether the background is dark, so that the browser's own parts should be too.
    pub fn is_dark(&self) -> bool {
        luminance(self.background()) < luminance(self.text())
    }

    /// The first pair of text colours below WCAG 2.2 AA (1.4.3: 4.5 to 1) that is not one of the issuer's own `themes`.
    pub fn low_contrast(&self, themes: &[Self]) -> Option<(&'static str, &'static str)> {
        let weak = |pair: fn(&Self) -> (&str, &str)| {
            const AA_TEXT: f64 = 4.5;
            let (text, background) = pair(self);
            contrast(text, background) < AA_TEXT
                && !themes.iter().any(|theme| {
                    let own = pair(theme);
                    own.0.eq_ignore_ascii_case(text) && own.1.eq_ignore_ascii_case(background)
                })
        };
        if weak(|css| (css.text(), css.background())) {
            Some(("textColor", "backgroundColor"))
        } else if weak(|css| (css.text_primary(), css.background_primary())) {
            Some(("textColorPrimary", "backgroundColorPrimary"))
        } else {
            None
        }
    }
}

/// Whether `text` is `#RRGGBB`: the issuer answers every other notation with 422.
pub fn is_colour(text: &str) -> bool {
    text.len() == 7
        && text
            .strip_prefix('#')
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// WCAG 2.2's contrast ratio of two `#RRGGBB` colours, 1 to 21.
pub fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2's relative luminance of a `#RRGGBB` colour, 0 to 1.
fn luminance(colour: &str) -> f64 {
    let rgb = colour
        .get(1..)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .unwrap_or_default();
    let channel = |shift: u32| linear(f64::from((rgb >> shift) & 0xFF) / 255.0);
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}

/// sRGB to linear light. `powf` would bring a kilobyte of libm: x^2.4 is x² times the square of x's fifth root, which Newton finds.
fn linear(channel: f64) -> f64 {
    if channel <= 0.04045 {
        return channel / 12.92;
    }
    let x = (channel + 0.055) / 1.055;
    let mut root = 1.0;
    for _ in 0..12 {
        root -= (root - x / (root * root * root * root)) / 5.0;
    }
    x * x * root * root
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert!(!is_colour(other), "{other}");
        }
    }

    #[test]
    fn equal_colours_are_found_on_effective_values_in_any_case() {
        let css = |text: Option<&str>, background: Option<&str>| CustomCss {
            text_color: text.map(Into::into),
            background_color: background.map(Into::into),
            ..CustomCss::default()
        };
        let pair = Some(("textColor", "backgroundColor"));
        assert_eq!(css(Some("#ABCDEF"), Some("#abcdef")).invisible_text(), pair);
        assert_eq!(css(Some("#efefef"), None).invisible_text(), pair);
        assert_eq!(css(None, Some("#000000")).invisible_text(), pair);
        assert_eq!(css(None, None).invisible_text(), None);
        let primary = CustomCss {
            background_color_primary: Some("#ffffff".into()),
            ..CustomCss::default()
        };
        assert_eq!(
            primary.invisible_text(),
            Some(("textColorPrimary", "backgroundColorPrimary"))
        );
    }

    #[test]
    fn what_is_laid_over_wins_and_the_rest_stays() {
        let over = CustomCss {
            text_color: Some("#222222".into()),
            pin_border_radius: Some(0.0),
            ..CustomCss::default()
        };
        let under = CustomCss {
            text_color: Some("#111111".into()),
            background_color: Some("#FFFFFF".into()),
            ..CustomCss::default()
        };
        let css = under.overlaid(over);
        assert_eq!(css.text(), "#222222");
        assert_eq!(css.background(), "#FFFFFF");
        assert_eq!(css.pin_border_radius, Some(0.0));
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
        let css = CustomCss {
            text_color: Some("#AAAAAA".into()),
            ..CustomCss::default()
        };
        assert_eq!(
            css.low_contrast(&[]),
            Some(("textColor", "backgroundColor"))
        );
        assert_eq!(css.low_contrast(std::slice::from_ref(&css)), None);
        assert_eq!(CustomCss::default().low_contrast(&[]), None);
    }

    #[test]
    fn a_look_is_dark_when_its_text_is_lighter_than_its_background() {
        let dark = CustomCss {
            background_color: Some("#1F2937".into()),
            text_color: Some("#F9FAFB".into()),
            ..CustomCss::default()
        };
        assert!(dark.is_dark());
        assert!(!CustomCss::default().is_dark());
    }
}
