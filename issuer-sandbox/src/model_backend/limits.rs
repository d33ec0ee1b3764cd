//! Limits of time and size.

use std::time::Duration;

use axum::{
    body::{Bytes, to_bytes},
    extract::Request,
    http::StatusCode,
};
use serde_json::Value;
use tokio::time::timeout;

use super::route_error::RouteError;

/// The largest request body of a page.
pub const MAX_BODY: usize = 16 * 1024;
/// The largest response body of the issuer.
const MAX_RESPONSE: usize = 64 * 1024;
/// For receiving the page's body, and for the issuer's response. Shorter than the widget's own
/// limit of 15 s, so that the page receives a response that names the reason.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// Receives the body of a page's request.
pub async fn read_body(request: Request, limit: Duration) -> Result<Bytes, RouteError> {
    timeout(limit, to_bytes(request.into_body(), MAX_BODY))
        .await
        .map_err(|_| {
            RouteError::new(
                StatusCode::REQUEST_TIMEOUT,
                "The request did not arrive in time",
            )
        })?
        .map_err(|_| RouteError::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"))
}

/// Receives the issuer's response; `Value::Null` if it is not JSON.
pub async fn read_json(
    mut response: reqwest::Response,
    too_large: fn() -> RouteError,
    broken: fn(reqwest::Error) -> RouteError,
) -> Result<Value, RouteError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if body.len() + chunk.len() > MAX_RESPONSE {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(serde_json::from_slice(&body).unwrap_or(Value::Null))
}
