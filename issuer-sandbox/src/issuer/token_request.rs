//! The documented body of a token request.

use serde_json::{Map, Value};
use url::Url;

use super::look::Look;

/// The page that the token is for.
#[derive(Clone, Debug)]
pub struct TokenRequest {
    /// Whether the page sends a message to its parent at its end, instead of redirecting.
    pub is_embedded: bool,
    /// The target of the redirect at the end of a page that is not embedded.
    pub redirect_url: Option<Url>,
    /// The appearance of the page.
    pub look: Look,
}

/// An invalid body.
#[derive(Debug)]
pub enum BodyRefusal {
    /// Not a JSON object.
    Malformed,
    /// A field has an undocumented value; the sentence names the field.
    Invalid(String),
}

impl TokenRequest {
    /// Reads the body. Every field is optional, and so is the body.
    ///
    /// # Errors
    /// The body is not a JSON object, or a field has an undocumented value.
    pub fn parse(body: &[u8]) -> Result<Self, BodyRefusal> {
        Self::from_fields(&object(body)?).map_err(BodyRefusal::Invalid)
    }

    fn from_fields(body: &Map<String, Value>) -> Result<Self, String> {
        if let Some(unknown) = body
            .keys()
            .find(|name| !["redirectUrl", "isEmbedded", "customCss"].contains(&name.as_str()))
        {
            return Err(format!(
                "{} is not a field",
                unknown.chars().take(40).collect::<String>()
            ));
        }
        let is_embedded = match body.get("isEmbedded") {
            None => false,
            Some(value) => value.as_bool().ok_or("isEmbedded takes true or false")?,
        };
        let redirect_url = body.get("redirectUrl").map(redirect_url).transpose()?;
        if is_embedded && redirect_url.is_some() {
            return Err("redirectUrl is not used when isEmbedded is true".into());
        }
        let look = match body.get("customCss") {
            None => Look::from_custom_css(&Map::new())?,
            Some(css) => {
                Look::from_custom_css(css.as_object().ok_or("customCss takes an object")?)?
            }
        };
        Ok(Self {
            is_embedded,
            redirect_url,
            look,
        })
    }
}

/// Reads a body that is optional.
///
/// # Errors
/// It is not a JSON object.
pub fn object(body: &[u8]) -> Result<Map<String, Value>, BodyRefusal> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(body).map_err(|_| BodyRefusal::Malformed)
}

fn redirect_url(value: &Value) -> Result<Url, String> {
    let url = value.as_str().and_then(|text| Url::parse(text).ok());
    url.filter(|url| matches!(url.scheme(), "https" | "http"))
        .ok_or_else(|| "redirectUrl takes an absolute URL".into())
}
