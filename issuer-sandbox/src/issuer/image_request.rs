//! The documented body of a request for an image of the PIN or of the card's details.

use serde_json::{Map, Value};

use super::{
    image::{CardColours, Rgb},
    look::color,
    token_request::{BodyRefusal, object},
};

/// The image that a token is for.
#[derive(Clone, Debug)]
pub enum ImageRequest {
    /// The PIN.
    Pin {
        /// Of the digits.
        text: Rgb,
        /// Behind them.
        background: Rgb,
    },
    /// The card's number, expiry date and security code.
    CardDetails(CardColours),
}

impl ImageRequest {
    /// Reads the body of a request for the PIN. The body is optional, and so are its fields. The
    /// issuer documents no default colours.
    ///
    /// # Errors
    /// The body is not a JSON object, or a field is not documented or has an undocumented value.
    pub fn pin(body: &[u8]) -> Result<Self, BodyRefusal> {
        let css = custom_css(body, &["backgroundColor", "textColor"])?;
        Ok(Self::Pin {
            text: rgb(&css, "textColor", "#000000")?,
            background: rgb(&css, "backgroundColor", "#FFFFFF")?,
        })
    }

    /// Reads the body of a request for the card's details, as [`Self::pin`] does.
    ///
    /// # Errors
    /// As [`Self::pin`].
    pub fn card_details(body: &[u8]) -> Result<Self, BodyRefusal> {
        let names = [
            "cardBackgroundColor",
            "cardTextColor",
            "panBackgroundColor",
            "panTextColor",
        ];
        let css = custom_css(body, &names)?;
        Ok(Self::CardDetails(CardColours {
            card_background: rgb(&css, "cardBackgroundColor", "#FFFFFF")?,
            card_text: rgb(&css, "cardTextColor", "#000000")?,
            pan_background: rgb(&css, "panBackgroundColor", "#EFEFEF")?,
            pan_text: rgb(&css, "panTextColor", "#000000")?,
        }))
    }
}

fn custom_css(body: &[u8], names: &[&str]) -> Result<Map<String, Value>, BodyRefusal> {
    let body = object(body)?;
    let invalid = |message: String| Err(BodyRefusal::Invalid(message));
    let shortened = |name: &str| name.chars().take(40).collect::<String>();
    if let Some(unknown) = body.keys().find(|name| *name != "customCss") {
        return invalid(format!("{} is not a field", shortened(unknown)));
    }
    let css = match body.get("customCss") {
        None => Map::new(),
        Some(Value::Object(css)) => css.clone(),
        Some(_) => return invalid("customCss takes an object".into()),
    };
    match css.keys().find(|name| !names.contains(&name.as_str())) {
        Some(unknown) => invalid(format!(
            "customCss.{} is not a property",
            shortened(unknown)
        )),
        None => Ok(css),
    }
}

fn rgb(css: &Map<String, Value>, name: &str, default: &str) -> Result<Rgb, BodyRefusal> {
    let colour = color(css, name, default).map_err(BodyRefusal::Invalid)?;
    Ok(colour.rgb())
}
