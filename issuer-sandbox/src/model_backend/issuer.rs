//! Requests to the issuer, and its documented responses.

use std::{fmt, time::Duration};

use anyhow::Context;
use axum::{
    Json,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use url::Url;
use uuid::Uuid;

use super::generated::DOCUMENTED_ERRORS;
use super::host::Cardholder;
use super::limits::read_json;
use super::options::{IssuerConnection, is_loopback, is_secure};
use super::request::REQUEST_ID;
use super::route_error::RouteError;

/// Sends requests to the issuer.
pub struct IssuerClient {
    connection: IssuerConnection,
    client_key: (HeaderName, HeaderValue),
    http: reqwest::Client,
}

/// One request to the issuer.
#[derive(Debug)]
pub struct IssuerRequest<'a> {
    pub method: Method,
    pub path: &'a str,
    pub body: Option<Value>,
    pub request_id: Option<&'a str>,
}

impl fmt::Debug for IssuerClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.connection.fmt(f)
    }
}

impl IssuerClient {
    /// With a time limit for each response.
    pub fn new(connection: IssuerConnection, timeout: Duration) -> anyhow::Result<Self> {
        let name = connection
            .client_key_header
            .parse()
            .context("the client key's header is not a header name")?;
        let mut key: HeaderValue = connection
            .client_key
            .parse()
            .ok()
            .context("the client key is not valid in a header")?;
        key.set_sensitive(true);
        // A redirect could carry the cardholder's token to another host, so it is an undocumented
        // response.
        let mut http = reqwest::Client::builder()
            .timeout(timeout)
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback(&connection.api_url) {
            // The environment's proxy is not for loopback.
            http = http.no_proxy();
        }
        Ok(Self {
            connection,
            client_key: (name, key),
            http: http.build()?,
        })
    }

    /// Sends one request and returns the documented response.
    pub async fn send(
        &self,
        issuer_request: &IssuerRequest<'_>,
        cardholder: &Cardholder,
    ) -> Result<Value, RouteError> {
        let url = self
            .connection
            .api_url
            .join(issuer_request.path)
            .map_err(|_| undocumented("an invalid URL", None))?;
        let us_env = cardholder.us_env.unwrap_or(self.connection.us_env);
        let mut request = self
            .http
            .request(issuer_request.method.clone(), url)
            .header(self.client_key.0.clone(), self.client_key.1.clone())
            .header("x-us-env", us_env.to_string())
            .header(header::ACCEPT, "application/json")
            .bearer_auth(&cardholder.access_token);
        if let Some(id) = issuer_request.request_id {
            request = request.header(REQUEST_ID, id);
        }
        if let Some(body) = &issuer_request.body {
            request = request.json(body);
        }
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let retry_after = response.headers().get(header::RETRY_AFTER).cloned();
        let too_large = || undocumented("a response that is too large", None);
        let body = read_json(response, too_large, unreachable).await?;
        if status == StatusCode::OK {
            return Ok(body);
        }
        Err(mapped(status, &body, retry_after))
    }

    /// Passes on the documented fields of the issuer's response: a UUID, and a URL of the issuer's
    /// hosted pages or images.
    pub fn token_and_url(&self, response: &Value, field: &str) -> Result<Response, RouteError> {
        let token = text(response, "token")
            .filter(|token| is_uuid(token))
            .ok_or_else(|| undocumented("no `token` that is a UUID", None))?;
        let url = text(response, field)
            .and_then(|text| Url::parse(text).ok())
            .filter(is_secure)
            .ok_or_else(|| undocumented(&format!("no `{field}` that is an `https:` URL"), None))?;
        if url.origin().ascii_serialization() != self.connection.page_origin {
            return Err(undocumented(
                &format!("a `{field}` on another origin"),
                None,
            ));
        }
        // The parsed URL: another parser may read the original text as another URL.
        Ok(Json(json!({ "token": token, field: url.as_str() })).into_response())
    }
}

/// The facts about a card that a page may receive. The issuer's response has more of them (the
/// cardholder's name, for example).
pub fn card_facts(response: &Value) -> Result<Response, RouteError> {
    let status = text(response, "status")
        .filter(|status| is_name(status))
        .ok_or_else(|| undocumented("no `status` of a card", None))?;
    let mut facts = Map::from_iter([("status".to_owned(), Value::from(status))]);
    if let Some(name) = text(response, "type").filter(|name| is_name(name)) {
        facts.insert("type".into(), name.into());
    }
    let is_last4 = |text: &&str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(last4) = text(response, "panLast4").filter(is_last4) {
        facts.insert("panLast4".into(), last4.into());
    }
    Ok(Json(facts).into_response())
}

/// Whether a value has the form of the issuer's statuses and types.
fn is_name(value: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=40).contains(&value.len()) && value.bytes().all(fits)
}

/// Only the form with four hyphens has this length.
fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// A field of a response that is not an empty string.
fn text<'a>(response: &'a Value, field: &str) -> Option<&'a str> {
    response
        .get(field)?
        .as_str()
        .filter(|text| !text.is_empty())
}

/// Passes on the issuer's documented statuses with their documented sentences. The text of another
/// response could contain anything, so it is not passed on.
fn mapped(status: StatusCode, body: &Value, retry_after: Option<HeaderValue>) -> RouteError {
    let Some((_, sentence)) = DOCUMENTED_ERRORS
        .iter()
        .find(|(code, _)| *code == status.as_u16())
    else {
        return undocumented("an undocumented status", error_code(body));
    };
    let limited = status == StatusCode::TOO_MANY_REQUESTS;
    if !limited && text(body, "message").is_none() {
        return undocumented("an error without its `message`", error_code(body));
    }
    let retry_after = retry_after.filter(|value| limited && is_wait(value));
    RouteError::new(status, *sentence)
        .with_issuer_status(status)
        .with_retry_after(retry_after)
}

/// The `errorCode` of an error that the issuer does not document, if it can contain nothing but a
/// name. Some of the issuer's errors have it in a JSON string, in `message`.
fn error_code(body: &Value) -> Option<String> {
    let in_message = || {
        let message: Value = serde_json::from_str(text(body, "message")?).ok()?;
        text(&message, "errorCode").map(str::to_owned)
    };
    let is_name = |code: &String| {
        let fits = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
        code.len() <= 64 && !code.starts_with('_') && code.bytes().all(fits)
    };
    text(body, "errorCode")
        .map(str::to_owned)
        .or_else(in_message)
        .filter(is_name)
}

/// Seconds or a date.
fn is_wait(value: &HeaderValue) -> bool {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"_ ,:".contains(byte);
    (1..=32).contains(&value.len()) && value.as_bytes().iter().all(fits)
}

/// Logs the reason, which a page does not receive.
fn undocumented(what: &str, error_code: Option<String>) -> RouteError {
    tracing::warn!("the issuer sent {what}");
    RouteError::new(
        StatusCode::BAD_GATEWAY,
        "The card issuer sent a response that this app does not know",
    )
    .with_error_code(error_code)
}

fn unreachable(error: reqwest::Error) -> RouteError {
    let timed_out = error.is_timeout();
    tracing::warn!("the issuer could not be reached: {}", error.without_url());
    if timed_out {
        return RouteError::new(
            StatusCode::GATEWAY_TIMEOUT,
            "The card issuer did not respond in time",
        );
    }
    RouteError::new(StatusCode::BAD_GATEWAY, "The card issuer cannot be reached")
}
