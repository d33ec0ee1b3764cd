//! What can go wrong: the codes, the sentence, and whether the same call is worth repeating.
//!
//! Source of the codes: the contract's `SetPinErrorCode`; of the statuses: the issuer's "Error Responses".

use crate::text::concat;

/// A machine-readable cause; [`Code::as_str`] is the contract's spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
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
    /// A function of the host's threw or rejected, and named no status.
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
    /// The card's status could not be had, whatever the reason; [`Failure::status`] says more.
    CardStatusFailed,
    /// The address may not be framed.
    UntrustedOrigin,
    /// The token or its address was used before.
    TokenReused,
    /// The page's own Content-Security-Policy refused the frame.
    FrameBlocked,
    /// No `load` within `loadTimeoutMs`.
    FrameTimeout,
    /// The frame has a new window: it was taken out of the document and put back, and its token is spent.
    FrameReloaded,
    /// The host took the frame out of the document.
    FrameRemoved,
}

impl Code {
    /// The code as JavaScript sees it.
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

    /// Whether the same call may succeed later without the host changing anything (the contract's table).
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

    /// Whether the widget asks for a token again by itself: the answer never came, or asked for patience.
    /// Everything else that is retryable waits for a person.
    pub const fn repeats_by_itself(self) -> bool {
        matches!(
            self,
            Self::Network | Self::Timeout | Self::RateLimited | Self::ServerError
        )
    }

    /// Whether the browser may have caused it by leaving the page, also through a function of the host's.
    pub const fn may_be_leaving(self) -> bool {
        matches!(
            self,
            Self::Network | Self::Timeout | Self::TokenCallbackFailed
        )
    }

    /// Whether the failure lies in the host's own call, which ends the attempt at once.
    pub const fn ends_attempt(self) -> bool {
        matches!(
            self,
            Self::InvalidOptions | Self::ContainerNotFound | Self::SandboxedHost
        )
    }
}

/// One failure, as `onError` and `result.error` tell it. Never holds a token, an address or an answer's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The cause.
    pub code: Code,
    /// A sentence for the developer that says what to do.
    pub message: String,
    /// HTTP status, where a readable response came.
    pub status: Option<u16>,
    /// How long the backend asked to wait (`Retry-After`), in milliseconds.
    pub retry_after_ms: Option<u32>,
}

/// A value, or why not. Boxed: a failure is rare, and moving it about by value weighs more than the rest of the engine's logic.
pub type Checked<T> = Result<T, Box<Failure>>;

impl Failure {
    /// A failure without a response.
    pub fn new(code: Code, message: &str) -> Box<Self> {
        Box::new(Self {
            code,
            message: message.into(),
            status: None,
            retry_after_ms: None,
        })
    }

    /// A wrong option: names the field and what it takes.
    pub fn option(field: &str, takes: &str) -> Box<Self> {
        Self::new(
            Code::InvalidOptions,
            &concat(&["The option `", field, "` takes ", takes, "."]),
        )
    }

    /// An answer that is not the documented one; `part` says where, never what was in it.
    pub fn response(part: &str) -> Box<Self> {
        Self::new(
            Code::InvalidResponse,
            &concat(&[
                "The backend's answer is not the documented one: ",
                part,
                ". Check what the backend passes on.",
            ]),
        )
    }

    /// The same failure with the response's status.
    pub fn with_status(mut self: Box<Self>, status: u16) -> Box<Self> {
        self.status = Some(status);
        self
    }

    /// What a status other than 2xx means (the issuer's "Error Responses", and what a host's backend may add).
    pub fn from_status(status: u16) -> Box<Self> {
        let (code, message) = match status {
            // Readable only where a function of the host's followed by hand, or rejects with what it was answered.
            301..=303 | 307 | 308 => (
                Code::Unauthenticated,
                "The backend redirected, as to a log-in page: let them sign in again.",
            ),
            400 | 422 => (
                Code::ValidationRejected,
                "The request was refused as invalid: check `customCss` and `redirectUrl`.",
            ),
            401 => (
                Code::Unauthenticated,
                "The cardholder's session has ended: let them sign in again, then open the widget.",
            ),
            403 => (
                Code::Forbidden,
                "This cardholder may not do this: check the access token's rights and the backend's origin check.",
            ),
            404 => (
                Code::CardNotFound,
                "There is no card to set a PIN for: let the cardholder order one first, or correct the route's address.",
            ),
            429 => (
                Code::RateLimited,
                "Too many requests: wait before opening the widget again.",
            ),
            498 => (
                Code::InvalidClientKey,
                "The issuer does not know the backend's client key: correct it.",
            ),
            499 => (
                Code::MissingClientKey,
                "The backend sent no client key: set it, and the name of its header.",
            ),
            500..=599 => (
                Code::ServerError,
                "The backend or the issuer failed: try again later; the backend's log says more.",
            ),
            _ => (
                Code::UnexpectedStatus,
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
            let failure = Failure::from_status(status);
            assert_eq!(failure.code.as_str(), code, "{status}");
            assert_eq!(failure.code.retryable(), retryable, "{status}");
            assert_eq!(failure.status, Some(status));
        }
    }

    #[test]
    fn a_wrong_option_names_the_field_and_what_it_takes() {
        let failure = Failure::option("mode", "`inline` or `modal`");
        assert_eq!(
            failure.message,
            "The option `mode` takes `inline` or `modal`."
        );
        assert!(!failure.code.retryable());
        assert!(failure.code.ends_attempt());
    }

    #[test]
    fn what_repeats_by_itself_is_always_retryable() {
        for code in [
            Code::Network,
            Code::Timeout,
            Code::RateLimited,
            Code::ServerError,
        ] {
            assert!(code.repeats_by_itself() && code.retryable());
        }
        assert!(!Code::TokenReused.repeats_by_itself());
    }
}
