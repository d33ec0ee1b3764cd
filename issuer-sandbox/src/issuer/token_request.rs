//! The documented body of a token request, checked.

use serde_json::{Map, Value};
use url::Url;

use super::look::Look;

/// What a page is made for.
#[derive(Clone, Debug)]
pub struct TokenRequest {
    /// Whether the page tells its parent when it is over, instead of going to `redirect_url`.
    pub is_embedded: bool,
    /// Where the cardholder goes from a page that is not embedded.
    pub redirect_url: Option<Url>,
    /// How the page looks.
    pub look: Look,
}

/// Why a body is refused.
#[derive(Debug)]
pub enum BodyRefusal {
    /// Not a JSON object.
    Malformed,
    /// A field that holds something else than the document says; the sentence names it.
    Invalid(String),
}

impl TokenRequest {
    /// Reads the body; every field is optional, so that none at all is the defaults.
    ///
    /// # Errors
    /// A body that is no JSON object, or a field that holds something else than the document says, which is named.
    pub fn parse(body: &[u8]) -> Result<Self, BodyRefusal> {
        let body: Map<String, Value> = if body.is_empty() {
            Map::new()
        } else {
            serde_json::from_slice(body).map_err(|_| BodyRefusal::Malformed)?
        };
        Self::from_fields(&body).map_err(BodyRefusal::Invalid)
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

fn redirect_url(value: &Value) -> Result<Url, String> {
    let url = value.as_str().and_then(|text| Url::parse(text).ok());
    url.filter(|url| matches!(url.scheme(), "https" | "http"))
        .ok_or_else(|| "redirectUrl takes an absolute URL".into())
}
