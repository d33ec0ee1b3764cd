//! Everything that can happen to an attempt.

use super::state::{Card, Outcome};
use crate::core::error::{Error, Result};
use crate::core::hosted_page::HostedPageUrl;

/// The timers of an attempt; at most one of each runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The task after `open()`, so that a component that is unmounted at once sends nothing.
    Begin,
    /// The request in flight has taken too long.
    Request,
    /// The next request is due.
    Retry,
    /// The card has not become active within `timeoutMs`.
    Card,
    /// The frame has not loaded within `loadTimeoutMs`.
    Load,
    /// The token's lifetime is over, by one of two clocks.
    Expiry,
    /// A dialog that a quick failure would close again is due.
    Show,
    /// The frame has been there for a while, and nobody has used it.
    Blank,
    /// The task after the window lost the focus: before that, Firefox does not report
    /// that the frame has it. Only the shell uses this timer. It is the last: [`Timer::COUNT`].
    Focus,
}

impl Timer {
    /// The number of timers.
    pub const COUNT: usize = Self::Focus as usize + 1;
}

/// Everything that can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A timer fired.
    TimerFired(Timer),
    /// The card's status arrived.
    CardStatusReceived(Result<Card>),
    /// The host's `stepUp` settled: `false` if the cardholder declined.
    StepUpSettled(Result<bool>),
    /// The host's `pinVersion` settled.
    PinVersionReceived,
    /// The response with the token arrived, already validated.
    TokenReceived(Result<Box<HostedPageUrl>>),
    /// The frame fired `load` in its own, unchanged window.
    FrameLoaded,
    /// The frame is lost: reloaded, removed, or refused by the page's own policy.
    FrameLost(Box<Error>),
    /// The frame has had the focus, or a message came from its window: it may be in use.
    FrameUsed,
    /// The view around the frame is lost: removed from the document, or (a dialog) no longer
    /// displayed.
    ViewLost(Box<Error>),
    /// The message gate rejected a message that is worth reporting.
    MessageRejected,
    /// The hosted page sent `abort`, and the message gate accepted it.
    AbortReceived,
    /// The cardholder closed the dialog.
    Dismissed,
    /// `close()`, or `signal`.
    CloseRequested,
    /// `destroy()`.
    DestroyRequested,
    /// `retry()`.
    RetryRequested,
    /// The cardholder pressed one of the widget's own buttons ("Try again", "Start over").
    RestartRequested,
    /// The host's `confirmOutcome` settled.
    OutcomeKnown(Outcome),
    /// The options are invalid, or there is no usable container.
    OptionsInvalid(Box<Error>),
    /// The browser is about to leave the page (`beforeunload`). It may stay: for a download, say.
    PageUnloading,
}
