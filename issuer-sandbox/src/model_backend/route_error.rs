//! A response without a token: a status and one sentence.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An error response to a page.
#[derive(Debug)]
pub struct RouteError {
    status: StatusCode,
    message: String,
    issuer_status: Option<StatusCode>,
    error_code: Option<String>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl RouteError {
    /// In the form that the issuer documents.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            issuer_status: None,
            error_code: None,
            headers: Vec::new(),
        }
    }

    /// For an error that the issuer documents.
    pub(super) fn with_issuer_status(self, status: StatusCode) -> Self {
        Self {
            issuer_status: Some(status),
            ..self
        }
    }

    /// With the `errorCode` of an undocumented error of the issuer.
    pub(super) fn with_error_code(self, error_code: Option<String>) -> Self {
        Self { error_code, ..self }
    }

    /// With a `Retry-After`.
    pub(super) fn with_retry_after(self, retry_after: Option<HeaderValue>) -> Self {
        retry_after.into_iter().fold(self, |error, value| {
            error.with_header(header::RETRY_AFTER, value)
        })
    }

    /// With a further header.
    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Whether the issuer has refused the access token.
    pub(super) fn is_refused_token(&self) -> bool {
        self.issuer_status == Some(StatusCode::UNAUTHORIZED)
    }
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        let mut body = json!({ "message": self.message });
        if let Some(code) = self.error_code {
            body["errorCode"] = code.into();
        }
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().extend(self.headers);
        response
    }
}

/// An error in the form that the issuer documents.
pub fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
