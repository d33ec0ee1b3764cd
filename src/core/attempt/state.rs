//! The states of an attempt, and the two facts of its exit.

/// The contract's `SetPinState`, of which `idle` and `destroyed` belong to the widget and not to an
/// attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The engine has loaded; nothing has been requested yet.
    Starting,
    /// The card's status is being requested, or will be again after a pause.
    Checking,
    /// A token is being requested, or will be again after a pause.
    Requesting,
    /// The frame has its URL and has not fired `load`.
    Loading,
    /// The frame has fired `load`. No embedding page can know whether it shows the PIN page.
    Ready,
    /// The token's lifetime is over. Messages of the frame, if there is one, still count.
    Expired,
    /// The last request or frame failed, and a restart is offered.
    Failed,
    /// `closed` or `destroyed`.
    Ended,
}

impl State {
    /// The state as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Checking => "checking",
            Self::Requesting => "requesting",
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Ended => "closed",
        }
    }

    /// Whether a frame can exist, so that its messages count.
    pub const fn accepts_messages(self) -> bool {
        matches!(self, Self::Loading | Self::Ready | Self::Expired)
    }
}

/// The contract's `SetPinResult["reason"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The hosted page said `abort`: the cardholder has finished or cancelled, and it does not say
    /// which.
    PageClosed,
    /// The cardholder closed the dialog.
    Dismissed,
    /// `close()`, or `signal`.
    ClosedByHost,
    /// The token's lifetime ended.
    Expired,
    /// An error ended the attempt, or it was ended after one.
    Failed,
    /// The browser is navigating to the hosted page.
    Redirected,
    /// `destroy()`, in any state.
    Destroyed,
}

impl Reason {
    /// The reason as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PageClosed => "page_closed",
            Self::Dismissed => "dismissed",
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
    /// The host's backend was not asked, or gave no usable response.
    Unknown,
    /// The host's backend says that a PIN was set.
    Confirmed,
    /// The host's backend says that no PIN was set.
    NotConfirmed,
}

impl Outcome {
    /// The outcome as JavaScript receives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Confirmed => "confirmed",
            Self::NotConfirmed => "not_confirmed",
        }
    }
}
