//! Errors: a code, a sentence, and two facts of the response.
//!
//! `specification/errors.toml` has the codes, the contract's `SetPinErrorCode`, and the statuses that
//! they represent.

pub use crate::core::generated::errors::ErrorCode;
use crate::core::text::{concat, decimal};

/// One error, as `onError` and `result.error` report it. It never holds a token, a URL or the
/// content of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The cause.
    pub code: ErrorCode,
    /// A sentence for the developer that says what to do.
    pub message: String,
    /// The HTTP status, if there was a readable response.
    pub status: Option<u16>,
    /// How long the backend asked to wait (`Retry-After`), in milliseconds.
    pub retry_after_ms: Option<u32>,
}

/// Boxed, since an error is rare and moving it by value would weigh more than the rest of the
/// engine's logic.
pub type Result<T, E = Box<Error>> = std::result::Result<T, E>;

impl Error {
    /// An error without a response.
    pub fn new(code: ErrorCode, message: &str) -> Box<Self> {
        Box::new(Self {
            code,
            message: message.into(),
            status: None,
            retry_after_ms: None,
        })
    }

    /// An invalid option: names the field and what it takes.
    pub fn option(field: &str, takes: &str) -> Box<Self> {
        Self::new(
            ErrorCode::InvalidOptions,
            &concat(&["The option `", field, "` takes ", takes, "."]),
        )
    }

    /// A response that is not the documented one. `part` names the wrong part, never its content.
    pub fn response(part: &str) -> Box<Self> {
        Self::new(
            ErrorCode::InvalidResponse,
            &concat(&[
                "The backend's response is not the documented one: ",
                part,
                ". Check what the backend passes on.",
            ]),
        )
    }

    /// The same error with the status of the response.
    pub fn with_status(mut self: Box<Self>, status: u16) -> Box<Self> {
        self.status = Some(status);
        self
    }

    /// The error of a status outside of 2xx (the issuer's "Error Responses", and what a host's
    /// backend may add).
    pub fn from_status(status: u16) -> Box<Self> {
        let (code, message) = ErrorCode::from_status(status);
        let mut error = Self::new(code, message).with_status(status);
        if code == ErrorCode::UnexpectedStatus {
            error.message = concat(&["Status ", &decimal(status), ". ", message]);
        }
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_documented_status_has_its_code_and_keeps_the_status() {
        let documented = [
            (400, "validation_rejected", false),
            (401, "unauthenticated", false),
            (403, "forbidden", false),
            (404, "card_not_found", false),
            (422, "validation_rejected", false),
            (429, "rate_limited", true),
            (498, "invalid_client_key", false),
            (499, "missing_client_key", false),
            (500, "server_error", true),
            (503, "server_error", true),
            (599, "server_error", true),
            (302, "unauthenticated", false),
            (307, "unauthenticated", false),
            (304, "unexpected_status", false),
            (418, "unexpected_status", false),
            (600, "unexpected_status", false),
        ];
        for (status, code, retryable) in documented {
            let error = Error::from_status(status);
            assert_eq!(error.code.as_str(), code, "{status}");
            assert_eq!(error.code.retryable(), retryable, "{status}");
            assert_eq!(error.status, Some(status));
        }
    }

    #[test]
    fn only_the_message_of_an_unexpected_status_names_it() {
        for (status, start) in [
            (418, "Status 418. "),
            (100, "Status 100. "),
            (60_000, "Status 60000. "),
            (403, "This cardholder "),
        ] {
            let error = Error::from_status(status);
            assert!(error.message.starts_with(start), "{}", error.message);
        }
    }

    #[test]
    fn a_wrong_option_names_the_field_and_its_valid_values() {
        let error = Error::option("mode", "`inline` or `modal`");
        assert_eq!(
            error.message,
            "The option `mode` takes `inline` or `modal`."
        );
        assert!(!error.code.retryable());
        assert!(error.code.ends_attempt());
    }

    #[test]
    fn an_automatically_repeated_code_is_always_retryable() {
        for code in [
            ErrorCode::Network,
            ErrorCode::Timeout,
            ErrorCode::RateLimited,
            ErrorCode::ServerError,
        ] {
            assert!(code.retries_automatically() && code.retryable());
        }
        assert!(!ErrorCode::TokenReused.retries_automatically());
    }
}
