//! Generated from specification/lifecycle.toml by `cargo xtask generate`. Do not edit.

/// The contract's `SetPinState`, without the states that only the handle knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The engine is loading.
    Starting,
    /// The card's status is being requested (only with `cardStatus`).
    Checking,
    /// Your `stepUp` is running.
    Authorizing,
    /// A token is being requested.
    Requesting,
    /// The frame has its URL and has not fired `load` yet.
    Loading,
    /// The frame has fired `load`; an embedding page cannot know whether it shows the PIN page.
    Ready,
    /// The token's lifetime is over.
    Expired,
    /// Something failed: see the last error. The widget offers a retry, so the attempt is still
    /// running.
    Failed,
    /// The attempt has ended; `open()` starts another.
    Closed,
}

impl State {
    /// The name as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Checking => "checking",
            Self::Authorizing => "authorizing",
            Self::Requesting => "requesting",
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Closed => "closed",
        }
    }
}

/// The contract's `SetPinResult["reason"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The hosted page sent `abort`: the cardholder completed OR cancelled; the issuer does not say
    /// which.
    PageClosed,
    /// The cardholder closed the widget's own dialog (close button, Escape, or the browser's own
    /// close request).
    Dismissed,
    /// Your `stepUp` resolved to `false`.
    Declined,
    /// You called `close()`, or aborted `signal`.
    ClosedByHost,
    /// The attempt ended after the token's lifetime, or because of `onExpiry: "close"`.
    Expired,
    /// See `error`.
    Failed,
    /// The browser is on its way to the hosted page.
    Redirected,
    /// `destroy()` was called during the attempt.
    Destroyed,
}

impl Reason {
    /// The name as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PageClosed => "page_closed",
            Self::Dismissed => "dismissed",
            Self::Declined => "declined",
            Self::ClosedByHost => "closed_by_host",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Redirected => "redirected",
            Self::Destroyed => "destroyed",
        }
    }
}

/// The contract's `SetPinResult["outcome"]`: only the host's backend says more than `unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Neither your `confirmOutcome` nor your `pinVersion` says whether a PIN was set.
    Unknown,
    /// Your `confirmOutcome` or `pinVersion` says that a PIN was set.
    Confirmed,
    /// Your `confirmOutcome` or `pinVersion` says that no PIN was set.
    NotConfirmed,
}

impl Outcome {
    /// The name as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Confirmed => "confirmed",
            Self::NotConfirmed => "not_confirmed",
        }
    }
}

/// The contract's `SetPinEvent["name"]`, as far as an attempt emits it; the handle emits the
/// others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventName {
    /// The card's status is being requested.
    CardRequest,
    /// The card is not active yet: its status is requested again after a pause.
    CardWait,
    /// A token is being requested.
    TokenRequest,
    /// A token has arrived and may be used.
    TokenResponse,
    /// The next request follows, either automatically, or because the cardholder or `retry()` asked
    /// for it.
    Retry,
    /// The frame has fired `load`; once more for each further page inside it.
    FrameLoad,
    /// An `abort` from somewhere else, or any other message from the frame; a flood of them is
    /// reported once.
    MessageRejected,
    /// The token's lifetime is over.
    Expire,
}

impl EventName {
    /// The name as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CardRequest => "card_request",
            Self::CardWait => "card_wait",
            Self::TokenRequest => "token_request",
            Self::TokenResponse => "token_response",
            Self::Retry => "retry",
            Self::FrameLoad => "frame_load",
            Self::MessageRejected => "message_rejected",
            Self::Expire => "expire",
        }
    }
}

/// The widget's own text beside the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A request is in flight, or the frame is loading.
    Loading,
    /// The card is not active yet.
    WaitingForCard,
    /// A request failed, and is repeated.
    Retrying,
    /// No notice: the frame has loaded.
    Ready,
    /// A restart is offered, in case the frame shows nothing.
    Blank,
    /// The token's lifetime is over.
    Expired,
}

impl Notice {
    /// The name as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::WaitingForCard => "waiting_for_card",
            Self::Retrying => "retrying",
            Self::Ready => "ready",
            Self::Blank => "blank",
            Self::Expired => "expired",
        }
    }
}
