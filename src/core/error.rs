//! Errors: the code, the sentence, and whether a retry can help.
//!
//! The codes are the contract's `SetPinErrorCode`; the statuses are the issuer's "Error Responses".

use crate::core::text::concat;

/// A machine-readable cause; [`ErrorCode::as_str`] is the contract's spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// An option is wrong, or two contradict each other.
    InvalidOptions,
    /// The `container` is not in the document, is not displayed, or does not take the widget.
    ContainerNotFound,
    /// The page runs in a sandbox without `allow-same-origin`, which the hosted page would inherit.
    SandboxedHost,
    /// No response: offline, DNS, CORS or a broken connection; a page cannot tell which.
    Network,
    /// No response within `requestTimeoutMs`.
    Timeout,
    /// A response, but not the documented one.
    InvalidResponse,
    /// A function of the host's threw or rejected, without a status.
    TokenCallbackFailed,
    /// 401, or a redirect, as to a log-in page.
    Unauthenticated,
    /// 403.
    Forbidden,
    /// 404: there is no card, or no such route.
    CardNotFound,
    /// 400 or 422.
    ValidationRejected,
    /// 429.
    RateLimited,
    /// 498: the issuer does not know the client key.
    InvalidClientKey,
    /// 499: the backend sent no client key.
    MissingClientKey,
    /// 500 to 599.
    ServerError,
    /// Any other status.
    UnexpectedStatus,
    /// The card's status is not `ACTIVE`.
    CardNotActive,
    /// The card's status could not be read, for any reason; [`Error::status`] says more.
    CardStatusFailed,
    /// The URL may not be framed.
    UntrustedOrigin,
    /// The token or its URL was used before.
    TokenReused,
    /// The page's own Content-Security-Policy refused the frame.
    FrameBlocked,
    /// No `load` within `loadTimeoutMs`.
    FrameTimeout,
    /// The frame has a new window: it was moved in the document, and its token is spent.
    FrameReloaded,
    /// The frame or its container was removed from the document.
    FrameRemoved,
}

impl ErrorCode {
    /// The code as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidOptions => "invalid_options",
            Self::ContainerNotFound => "container_not_found",
            Self::SandboxedHost => "sandboxed_host",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::InvalidResponse => "invalid_response",
            Self::TokenCallbackFailed => "token_callback_failed",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::CardNotFound => "card_not_found",
            Self::ValidationRejected => "validation_rejected",
            Self::RateLimited => "rate_limited",
            Self::InvalidClientKey => "invalid_client_key",
            Self::MissingClientKey => "missing_client_key",
            Self::ServerError => "server_error",
            Self::UnexpectedStatus => "unexpected_status",
            Self::CardNotActive => "card_not_active",
            Self::CardStatusFailed => "card_status_failed",
            Self::UntrustedOrigin => "untrusted_origin",
            Self::TokenReused => "token_reused",
            Self::FrameBlocked => "frame_blocked",
            Self::FrameTimeout => "frame_timeout",
            Self::FrameReloaded => "frame_reloaded",
            Self::FrameRemoved => "frame_removed",
        }
    }

    /// Whether the same call may succeed later without the host changing anything (the contract's
    /// table).
    pub const fn retryable(self) -> bool {
        matches!(
            self,
            Self::Network
                | Self::Timeout
                | Self::RateLimited
                | Self::ServerError
                | Self::CardNotActive
                | Self::CardStatusFailed
                | Self::TokenReused
                | Self::FrameTimeout
                | Self::FrameReloaded
                | Self::FrameRemoved
        )
    }

    /// Whether the widget requests a token again automatically: there was no response, or it asked
    /// for patience. After every other retryable error a person decides.
    pub const fn retries_automatically(self) -> bool {
        matches!(
            self,
            Self::Network | Self::Timeout | Self::RateLimited | Self::ServerError
        )
    }

    /// Whether a navigation may be the cause, also through a function of the host's.
    pub const fn may_be_unload(self) -> bool {
        matches!(
            self,
            Self::Network | Self::Timeout | Self::TokenCallbackFailed
        )
    }

    /// Whether the error is in the host's own call, which ends the attempt at once.
    pub const fn ends_attempt(self) -> bool {
        matches!(
            self,
            Self::InvalidOptions | Self::ContainerNotFound | Self::SandboxedHost
        )
    }
}

/// One error, as `onError` and `result.error` report it. It never holds a token, a URL or the
/// content of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The cause.
    pub code: ErrorCode,
    /// A sentence for the developer that says what to do.
    pub message: String,
    /// HTTP status, where a readable response came.
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
        let (code, message) = match status {
            // A page can read these only where a function of the host's followed the redirect
            // itself, or rejected with the status.
            301..=303 | 307 | 308 => (
                ErrorCode::Unauthenticated,
                "The backend redirected, as to a log-in page: let them sign in again.",
            ),
            400 | 422 => (
                ErrorCode::ValidationRejected,
                "The request was refused as invalid: check `customCss` and `redirectUrl`.",
            ),
            401 => (
                ErrorCode::Unauthenticated,
                "The cardholder's session has ended: let them sign in again, then open the widget.",
            ),
            403 => (
                ErrorCode::Forbidden,
                "This cardholder may not do this: check the access token's rights and the backend's origin check.",
            ),
            404 => (
                ErrorCode::CardNotFound,
                "There is no card to set a PIN for: let the cardholder order one first, or correct the route's URL.",
            ),
            429 => (
                ErrorCode::RateLimited,
                "Too many requests: wait before opening the widget again.",
            ),
            498 => (
                ErrorCode::InvalidClientKey,
                "The issuer does not know the backend's client key: correct it.",
            ),
            499 => (
                ErrorCode::MissingClientKey,
                "The backend sent no client key: set it, and the name of its header.",
            ),
            500..=599 => (
                ErrorCode::ServerError,
                "The backend or the issuer failed: try again later; the backend's log says more.",
            ),
            _ => (
                ErrorCode::UnexpectedStatus,
                "The issuer documents no such status: check the backend's route.",
            ),
        };
        Self::new(code, message).with_status(status)
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
    fn a_wrong_option_names_the_field_and_what_it_takes() {
        let error = Error::option("mode", "`inline` or `modal`");
        assert_eq!(
            error.message,
            "The option `mode` takes `inline` or `modal`."
        );
        assert!(!error.code.retryable());
        assert!(error.code.ends_attempt());
    }

    #[test]
    fn what_repeats_by_itself_is_always_retryable() {
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
