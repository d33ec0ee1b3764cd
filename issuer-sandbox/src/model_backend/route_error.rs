//! A response without a token: a status and one sentence.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An error response to a page.
#[derive(Debug)]
pub struct RouteError {
    status: StatusCode,
    message: String,
    retry_after: Option<HeaderValue>,
}

impl RouteError {
    /// In the form that the issuer documents.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            retry_after: None,
        }
    }

    /// With the issuer's `Retry-After`.
    pub(super) fn with_retry_after(self, retry_after: Option<HeaderValue>) -> Self {
        Self {
            retry_after,
            ..self
        }
    }
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        let mut response = refuse(self.status, &self.message);
        if let Some(retry_after) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after);
        }
        response
    }
}

/// An error in the form that the issuer documents.
pub fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
