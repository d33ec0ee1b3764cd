//! Generated from specification/errors.toml by `cargo xtask generate`. Do not edit.

/// The longest `Retry-After` to wait for before a request is repeated automatically.
pub const MAX_RETRY_AFTER_MS: u32 = 30_000;

/// A machine-readable cause; [`ErrorCode::as_str`] is the contract's spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// An option is wrong, or two options contradict each other; the message names the option and
    /// what it accepts.
    InvalidOptions,
    /// The `container` is not in the document, is not displayed, or does not accept the widget.
    ContainerNotFound,
    /// Your page runs in a sandbox without `allow-same-origin`, which the hosted page would
    /// inherit.
    SandboxedHost,
    /// `stepUp` threw or rejected, or resolved to something other than a boolean or a record.
    StepUpFailed,
    /// No response: offline, DNS, CORS or a broken connection; a page cannot tell which.
    Network,
    /// No response within `requestTimeoutMs`.
    Timeout,
    /// The response is not the documented one; the message says which part, never what it contains.
    InvalidResponse,
    /// `fetchToken` or `headers` threw something without an HTTP `status`.
    TokenCallbackFailed,
    /// 401, or a redirect (to a login page, for example).
    Unauthenticated,
    /// 403.
    Forbidden,
    /// 404: the cardholder has no card, or the route does not exist. `waitForActive` waits for such
    /// a card.
    CardNotFound,
    /// 400 or 422.
    ValidationRejected,
    /// 429; not repeated automatically if `Retry-After` asks for more than 30 s.
    RateLimited,
    /// 498.
    InvalidClientKey,
    /// 499.
    MissingClientKey,
    /// 500 to 599.
    ServerError,
    /// Any other status; the message names it.
    UnexpectedStatus,
    /// The card's status is `FROZEN`.
    CardFrozen,
    /// The card's status is `BLOCKED`, which is final; `waitForActive` ends at once.
    CardBlocked,
    /// The card has another status than `ACTIVE`, or no card exists yet when `waitForActive` ends.
    CardNotActive,
    /// The response of `cardStatus` has `canSetPin: false`: this card has no PIN.
    PinUnavailable,
    /// The card's status could not be read, for another reason than `unauthenticated` and
    /// `card_not_found`.
    CardStatusFailed,
    /// `hostedPageUrl` is not on an allowed origin, so no frame is created; the message names the
    /// origin.
    UntrustedOrigin,
    /// The backend returned a token that this page has used before.
    TokenReused,
    /// Your page's own Content-Security-Policy refused the frame; the message names the directive.
    FrameBlocked,
    /// No `load` within `loadTimeoutMs`; a frame that may be in use stays, with the notice beside
    /// it.
    FrameTimeout,
    /// The frame has a new window (it was removed from the document and put back): its token is
    /// used up.
    FrameReloaded,
    /// Your page removed the frame from the document; where the whole widget or its `container` was
    /// removed, or a dialog is moved or no longer displayed, the attempt has ended.
    FrameRemoved,
}

impl ErrorCode {
    /// The name as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidOptions => "invalid_options",
            Self::ContainerNotFound => "container_not_found",
            Self::SandboxedHost => "sandboxed_host",
            Self::StepUpFailed => "step_up_failed",
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
            Self::CardFrozen => "card_frozen",
            Self::CardBlocked => "card_blocked",
            Self::CardNotActive => "card_not_active",
            Self::PinUnavailable => "pin_unavailable",
            Self::CardStatusFailed => "card_status_failed",
            Self::UntrustedOrigin => "untrusted_origin",
            Self::TokenReused => "token_reused",
            Self::FrameBlocked => "frame_blocked",
            Self::FrameTimeout => "frame_timeout",
            Self::FrameReloaded => "frame_reloaded",
            Self::FrameRemoved => "frame_removed",
        }
    }

    /// Whether the same call may succeed later without the host changing anything.
    pub const fn retryable(self) -> bool {
        matches!(
            self,
            Self::StepUpFailed
                | Self::Network
                | Self::Timeout
                | Self::RateLimited
                | Self::ServerError
                | Self::CardFrozen
                | Self::CardNotActive
                | Self::CardStatusFailed
                | Self::TokenReused
                | Self::FrameTimeout
                | Self::FrameReloaded
                | Self::FrameRemoved
        )
    }

    /// Whether the widget requests a token again automatically: there was no response, or a later
    /// one may succeed. After every other retryable error, the cardholder or the host decides.
    pub const fn retries_automatically(self) -> bool {
        matches!(
            self,
            Self::Network | Self::Timeout | Self::RateLimited | Self::ServerError
        )
    }

    /// Whether a navigation may be the cause, even if a function of the host reports the error.
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

    /// The key of the sentence for the cardholder, in the contract's `messages`.
    pub const fn message_key(self) -> &'static str {
        match self {
            Self::Network => "offline",
            Self::Timeout | Self::ServerError => "issuerUnavailable",
            Self::Unauthenticated => "signedOut",
            Self::CardNotFound => "noCard",
            Self::RateLimited => "tooManyRequests",
            Self::CardFrozen => "cardFrozen",
            Self::CardBlocked => "cardBlocked",
            Self::PinUnavailable => "pinUnavailable",
            _ => "failed",
        }
    }

    /// The code and the message of a response with this status, which is outside of 2xx.
    pub const fn from_status(status: u16) -> (Self, &'static str) {
        match status {
            301..=303 | 307..=308 => (
                Self::Unauthenticated,
                "The backend redirected, as to a log-in page: let them sign in again.",
            ),
            400 | 422 => (
                Self::ValidationRejected,
                "The request was refused as invalid: check `customCss` and `redirectUrl`.",
            ),
            401 => (
                Self::Unauthenticated,
                "The cardholder's session has ended: let them sign in again, then open the widget.",
            ),
            403 => (
                Self::Forbidden,
                "This cardholder may not do this: check the access token's rights and the backend's origin check.",
            ),
            404 => (
                Self::CardNotFound,
                "There is no card to set a PIN for: let the cardholder order one first, or correct the route's URL.",
            ),
            429 => (
                Self::RateLimited,
                "Too many requests: wait before opening the widget again.",
            ),
            498 => (
                Self::InvalidClientKey,
                "The issuer does not know the backend's client key: correct it.",
            ),
            499 => (
                Self::MissingClientKey,
                "The backend sent no client key: set it, and the name of its header.",
            ),
            500..=599 => (
                Self::ServerError,
                "The backend or the issuer failed: try again later; the backend's log says more.",
            ),
            _ => (
                Self::UnexpectedStatus,
                "The issuer documents no such status: check the backend's route.",
            ),
        }
    }
}
