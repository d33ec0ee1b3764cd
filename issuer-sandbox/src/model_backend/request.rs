//! The page's request: its sender, its session, and its body.

use std::time::Duration;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
};
use serde_json::{Map, Value};
use url::Url;
use uuid::Uuid;

use super::generated::{CUSTOM_CSS_FIELDS, PAIRS};
use super::limits::read_body;
use super::options::{is_app_origin, is_secure};
use super::route_error::RouteError;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// The values of `Sec-Fetch-Site` for a page's request.
const SITES: [&str; 3] = ["same-origin", "same-site", "cross-site"];
/// The name of the header with the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// An unknown field is named in the response, up to this many characters.
const MAX_NAME: usize = 40;

/// The fields of each request that the issuer documents, and their types.
const SET_PIN_FIELDS: [(&str, Takes); 3] = [
    ("isEmbedded", Takes::Boolean),
    ("redirectUrl", Takes::Text),
    ("customCss", Takes::Object),
];
const IMAGE_FIELDS: [(&str, Takes); 1] = [("customCss", Takes::Object)];

/// The type of a field.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    Boolean,
    Number,
    Object,
    Text,
}

impl Takes {
    fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Number => value.is_number(),
            Self::Object => value.is_object(),
            Self::Text => value.is_string(),
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Number => "a number",
            Self::Object => "an object",
            Self::Text => "a string",
        }
    }
}

/// Whether the request is from a page of `own_origin`. `Sec-Fetch-Site` and `Origin` must fit, and
/// a request that changes something must have one of them. For the origin of an app, `Origin` alone
/// counts: no backend is on the same site, so `Sec-Fetch-Site` is `cross-site` or `none`.
pub fn is_same_origin(method: &Method, headers: &HeaderMap, own_origin: &str) -> bool {
    let fits = |name: HeaderName, expected: &str| {
        let mut values = headers.get_all(name).iter();
        values.next().is_none_or(|value| value == expected) && values.next().is_none()
    };
    if is_app_origin(own_origin) && headers.contains_key(header::ORIGIN) {
        return fits(header::ORIGIN, own_origin);
    }
    let has_sender = headers.contains_key(&SEC_FETCH_SITE) || headers.contains_key(header::ORIGIN);
    fits(SEC_FETCH_SITE, "same-origin")
        && fits(header::ORIGIN, own_origin)
        && (has_sender || method.is_safe())
}

/// As [`is_same_origin`], or from a page on one of the listed other origins.
pub fn is_own_page(
    method: &Method,
    headers: &HeaderMap,
    own_origin: &str,
    cors_origins: &[String],
) -> bool {
    is_same_origin(method, headers, own_origin)
        || cors_origins
            .iter()
            .any(|origin| is_from_other_origin(headers, origin))
}

/// For the origin of an app, `Sec-Fetch-Site` does not count.
fn is_from_other_origin(headers: &HeaderMap, origin: &str) -> bool {
    let mut values = headers.get_all(header::ORIGIN).iter();
    let is_listed = values.next().is_some_and(|value| value == origin) && values.next().is_none();
    let mut sites = headers.get_all(SEC_FETCH_SITE).iter();
    let site = sites.next();
    let is_page =
        sites.next().is_none() && site.is_none_or(|site| SITES.iter().any(|known| site == known));
    is_listed && (is_page || is_app_origin(origin))
}

/// The request's `X-Request-Id`, or a new one. Another form is not accepted, because the id reaches
/// logs and the issuer.
pub fn request_id(headers: &HeaderMap) -> String {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte);
    headers
        .get(&REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .filter(|id| (8..=64).contains(&id.len()) && id.bytes().all(fits))
        .map_or_else(|| Uuid::new_v4().to_string(), str::to_owned)
}

/// The value of the `session` cookie.
pub fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix("session="))
}

/// The body of a request for the page that sets a PIN, if it contains only documented fields and
/// values.
pub async fn set_pin_body(
    request: Request,
    origins: &[&str],
    limit: Duration,
) -> Result<Value, RouteError> {
    if !is_json(request.headers()) {
        return Err(not_json());
    }
    let mut body = object(&read_body(request, limit).await?)?;
    let css = body.get("customCss").and_then(Value::as_object);
    let redirect_url = check_fields(&body, "", &SET_PIN_FIELDS)
        .and_then(|()| css.map_or(Ok(()), check_css_fields))
        .and_then(|()| check_redirect(&body, origins))
        .map_err(|message| RouteError::new(StatusCode::BAD_REQUEST, message))?;
    css.map_or(Ok(()), check_css_values)
        .map_err(|message| RouteError::new(StatusCode::UNPROCESSABLE_ENTITY, message))?;
    if let Some(url) = redirect_url {
        // The parsed URL: another parser may read the original text as another URL.
        body.insert("redirectUrl".into(), url.into());
    }
    Ok(Value::Object(body))
}

/// The body of a request for an image, which the issuer documents as optional.
pub async fn image_body(
    request: Request,
    pairs: &[[&str; 2]],
    limit: Duration,
) -> Result<Value, RouteError> {
    let is_json = is_json(request.headers());
    if !is_json && request.headers().contains_key(header::CONTENT_TYPE) {
        return Err(not_json());
    }
    let bytes = read_body(request, limit).await?;
    if bytes.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    if !is_json {
        return Err(not_json());
    }
    let body = object(&bytes)?;
    let css = body.get("customCss").and_then(Value::as_object);
    let fields: Vec<_> = pairs
        .concat()
        .iter()
        .map(|name| (*name, Takes::Text))
        .collect();
    check_fields(&body, "", &IMAGE_FIELDS)
        .and_then(|()| css.map_or(Ok(()), |css| check_fields(css, "customCss.", &fields)))
        .map_err(|message| RouteError::new(StatusCode::BAD_REQUEST, message))?;
    css.map_or(Ok(()), |css| check_image_colours(css, pairs))
        .map_err(|message| RouteError::new(StatusCode::UNPROCESSABLE_ENTITY, message))?;
    Ok(Value::Object(body))
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn not_json() -> RouteError {
    RouteError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send application/json")
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, RouteError> {
    serde_json::from_slice(bytes)
        .map_err(|_| RouteError::new(StatusCode::BAD_REQUEST, "The body is not a JSON object"))
}

/// The error names the field, never the value.
fn check_fields(
    object: &Map<String, Value>,
    prefix: &str,
    fields: &[(&str, Takes)],
) -> Result<(), String> {
    for (name, value) in object {
        let Some((_, takes)) = fields.iter().find(|(field, _)| field == name) else {
            let name: String = name.chars().take(MAX_NAME).collect();
            return Err(format!("{prefix}{name} is not a field of this request"));
        };
        if !takes.accepts(value) {
            return Err(format!("{prefix}{name} takes {}", takes.description()));
        }
    }
    Ok(())
}

fn check_css_fields(css: &Map<String, Value>) -> Result<(), String> {
    check_fields(css, "customCss.", &CUSTOM_CSS_FIELDS)
}

/// By the issuer's rules, without a request to the issuer.
fn check_css_values(css: &Map<String, Value>) -> Result<(), String> {
    check_values(css)?;
    PAIRS.iter().try_for_each(|[text, background]| {
        let colour = |(name, default)| css.get(name).and_then(Value::as_str).unwrap_or(default);
        check_pair([text.0, background.0], [*text, *background].map(colour))
    })
}

/// The issuer documents no default colour of an image, so only given colours are compared.
fn check_image_colours(css: &Map<String, Value>, pairs: &[[&str; 2]]) -> Result<(), String> {
    check_values(css)?;
    pairs.iter().try_for_each(
        |pair| match pair.map(|name| css.get(name).and_then(Value::as_str)) {
            [Some(text), Some(background)] => check_pair(*pair, [text, background]),
            _ => Ok(()),
        },
    )
}

fn check_values(css: &Map<String, Value>) -> Result<(), String> {
    for (name, value) in css {
        if value
            .as_f64()
            .is_some_and(|pixels| !pixels.is_finite() || pixels < 0.0)
        {
            return Err(format!("customCss.{name} takes pixels, 0 or more"));
        }
        if value.as_str().is_some_and(|text| !is_colour(text)) {
            return Err(format!("customCss.{name} takes #RRGGBB"));
        }
    }
    Ok(())
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn check_pair(names: [&str; 2], colours: [&str; 2]) -> Result<(), String> {
    let ([text, background], [ink, paper]) = (names, colours);
    match ink.eq_ignore_ascii_case(paper) {
        true => Err(format!(
            "customCss.{text} and customCss.{background} must differ"
        )),
        false => Ok(()),
    }
}

/// Requires a URL of this app: the issuer sends the cardholder to `redirectUrl`, so another URL
/// would be an open redirect in the issuer's name.
fn check_redirect(body: &Map<String, Value>, origins: &[&str]) -> Result<Option<String>, String> {
    let Some(redirect) = body.get("redirectUrl").and_then(Value::as_str) else {
        return Ok(None);
    };
    if body.get("isEmbedded") == Some(&Value::Bool(true)) {
        return Err("redirectUrl is not used when isEmbedded is true: send one of them".into());
    }
    // The scheme counts too: the origin of a `blob:` URL is that of the page that created it.
    let url = Url::parse(redirect)
        .ok()
        .filter(|url| {
            is_secure(url) && origins.contains(&url.origin().ascii_serialization().as_str())
        })
        .ok_or("redirectUrl takes an absolute URL of this app")?;
    if starts_with_two_slashes(&url) {
        return Err("redirectUrl takes a path that starts with one slash".into());
    }
    Ok(Some(url.into()))
}

/// An app that redirects to the path alone would leave its origin: browsers parse `//evil.example`
/// and `/\evil.example` as another host. Encoded characters are decoded, as an app may do, and the
/// parser skips line breaks and resolves dot segments like a browser.
fn starts_with_two_slashes(url: &Url) -> bool {
    const DECODED: [(&str, &str); 6] = [
        ("%2e", "."),
        ("%2f", "/"),
        ("%5c", "\\"),
        ("%09", ""),
        ("%0a", ""),
        ("%0d", ""),
    ];
    let mut path = url.path().to_ascii_lowercase();
    for (encoded, decoded) in DECODED {
        path = path.replace(encoded, decoded);
    }
    // With a host, so that the path's own slashes do not start one.
    Url::parse(&format!("https://app.invalid{path}")).is_ok_and(|url| url.path().starts_with("//"))
}
