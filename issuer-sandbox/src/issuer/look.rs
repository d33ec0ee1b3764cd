//! The appearance of the hosted page: the documented `customCss` properties, their rules and their
//! defaults.

use serde::Deserialize;
use serde_json::{Map, Value};

/// `#RRGGBB`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Color(String);

impl TryFrom<String> for Color {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hex = text
            .strip_prefix('#')
            .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if hex {
            Ok(Self(text))
        } else {
            Err("takes #RRGGBB")
        }
    }
}

impl Color {
    /// Red, green and blue.
    pub fn rgb(&self) -> [u8; 3] {
        let part = |from: usize| {
            let digits = self.0.get(from..from + 2).unwrap_or_default();
            u8::from_str_radix(digits, 16).unwrap_or_default()
        };
        [part(1), part(3), part(5)]
    }
}

/// CSS pixels, finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Radius(f64);

impl TryFrom<f64> for Radius {
    type Error = &'static str;

    fn try_from(pixels: f64) -> Result<Self, Self::Error> {
        if pixels.is_finite() && pixels >= 0.0 {
            Ok(Self(pixels))
        } else {
            Err("takes pixels, 0 or more")
        }
    }
}

/// The values of the page's appearance.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Look {
    background_color: Color,
    text_color: Color,
    background_color_primary: Color,
    text_color_primary: Color,
    button_border_radius: Radius,
    pin_border_radius: Radius,
    pin_border_color: Color,
}

impl Look {
    /// Reads `customCss`, with the documented defaults for missing fields.
    ///
    /// # Errors
    /// A field is not documented, or its value is invalid; the message names the field.
    pub fn from_custom_css(css: &Map<String, Value>) -> Result<Self, String> {
        if let Some(unknown) = css.keys().find(|name| !FIELDS.contains(&name.as_str())) {
            return Err(format!(
                "customCss.{} is not a property",
                unknown.chars().take(40).collect::<String>()
            ));
        }
        let primary = color(css, "backgroundColorPrimary", "#000000")?;
        Ok(Self {
            background_color: color(css, "backgroundColor", "#EFEFEF")?,
            text_color: color(css, "textColor", "#000000")?,
            text_color_primary: color(css, "textColorPrimary", "#FFFFFF")?,
            button_border_radius: radius(css, "buttonBorderRadius", 8.0)?,
            pin_border_radius: radius(css, "pinBorderRadius", 4.0)?,
            pin_border_color: color(css, "pinBorderColor", &primary.0)?,
            background_color_primary: primary,
        })
    }

    /// The values as the query of the page's second stylesheet, so that the server does not have to
    /// store them.
    pub fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("backgroundColor", &self.background_color.0)
            .append_pair("textColor", &self.text_color.0)
            .append_pair("backgroundColorPrimary", &self.background_color_primary.0)
            .append_pair("textColorPrimary", &self.text_color_primary.0)
            .append_pair(
                "buttonBorderRadius",
                &self.button_border_radius.0.to_string(),
            )
            .append_pair("pinBorderRadius", &self.pin_border_radius.0.to_string())
            .append_pair("pinBorderColor", &self.pin_border_color.0)
            .finish()
    }

    /// The stylesheet with these values, for `page.css`.
    pub fn stylesheet(&self) -> String {
        format!(
            ":root{{--background:{};--text:{};--primary:{};--on-primary:{};--button-radius:{}px;--pin-radius:{}px;--pin-border:{}}}\n",
            self.background_color.0,
            self.text_color.0,
            self.background_color_primary.0,
            self.text_color_primary.0,
            self.button_border_radius.0,
            self.pin_border_radius.0,
            self.pin_border_color.0,
        )
    }
}

const FIELDS: [&str; 7] = [
    "backgroundColor",
    "textColor",
    "backgroundColorPrimary",
    "textColorPrimary",
    "buttonBorderRadius",
    "pinBorderRadius",
    "pinBorderColor",
];

/// Reads one colour.
///
/// # Errors
/// It is not `#RRGGBB`; the message names it.
pub fn color(css: &Map<String, Value>, name: &str, default: &str) -> Result<Color, String> {
    let text = match css.get(name) {
        None => default,
        Some(value) => value
            .as_str()
            .ok_or_else(|| format!("customCss.{name} takes #RRGGBB"))?,
    };
    Color::try_from(text.to_owned()).map_err(|takes| format!("customCss.{name} {takes}"))
}

fn radius(css: &Map<String, Value>, name: &str, default: f64) -> Result<Radius, String> {
    let pixels = match css.get(name) {
        None => default,
        Some(value) => value
            .as_f64()
            .ok_or_else(|| format!("customCss.{name} takes a number"))?,
    };
    Radius::try_from(pixels).map_err(|takes| format!("customCss.{name} {takes}"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::Look;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn missing_fields_have_the_documented_defaults() {
        let look = Look::from_custom_css(&Map::new()).expect("the defaults");
        assert_eq!(
            look.stylesheet(),
            ":root{--background:#EFEFEF;--text:#000000;--primary:#000000;--on-primary:#FFFFFF;--button-radius:8px;--pin-radius:4px;--pin-border:#000000}\n"
        );
    }

    #[test]
    fn the_border_of_the_pin_follows_the_primary_background() {
        let look = Look::from_custom_css(&object(json!({ "backgroundColorPrimary": "#3B82F6" })))
            .expect("a look");
        assert!(look.stylesheet().contains("--pin-border:#3B82F6"));
    }

    #[test]
    fn colours_and_radii_that_the_document_does_not_allow_are_refused_by_name() {
        for (css, name) in [
            (json!({ "textColor": "red" }), "textColor"),
            (json!({ "textColor": "#FFF" }), "textColor"),
            (json!({ "backgroundColor": "#GGGGGG" }), "backgroundColor"),
            (json!({ "pinBorderColor": "#000000;}" }), "pinBorderColor"),
            (json!({ "pinBorderColor": null }), "pinBorderColor"),
            (json!({ "buttonBorderRadius": -1 }), "buttonBorderRadius"),
            (json!({ "pinBorderRadius": "4" }), "pinBorderRadius"),
            (json!({ "fontFamily": "serif" }), "fontFamily"),
        ] {
            let refusal = Look::from_custom_css(&object(css)).expect_err(name);
            assert!(
                refusal.starts_with(&format!("customCss.{name} ")),
                "{refusal}"
            );
        }
    }
}
