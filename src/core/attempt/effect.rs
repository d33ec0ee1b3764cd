//! Everything that an attempt can require of the shell.

use super::event::Timer;
use super::state::{Outcome, Reason, State};
use crate::core::error::Error;
pub use crate::core::generated::lifecycle::{EventName, Notice};
use crate::core::hosted_page::HostedPageUrl;

/// A callback of the host without arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callback {
    /// The frame has loaded.
    OnReady,
    /// The token's lifetime is over.
    OnExpire,
}

impl Callback {
    /// The option that holds the callback.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnReady => "onReady",
            Self::OnExpire => "onExpire",
        }
    }
}

/// A task of the shell.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Start a timer, or restart it; milliseconds.
    Arm(Timer, u32),
    /// Stop a timer.
    Disarm(Timer),
    /// Request the card's status.
    RequestCardStatus,
    /// Call the host's `stepUp`. Its user interface must not be below the widget's dialog, which
    /// is removed first.
    RequestStepUp,
    /// Call the host's `pinVersion`.
    RequestPinVersion,
    /// Request a token.
    RequestToken,
    /// Call the host's `confirmOutcome`. This is the last effect of its step, and the effect before
    /// it arms the timer of the request. Without a `confirmOutcome`, the runtime removes both
    /// effects, and the outcome is `unknown`.
    RequestOutcome,
    /// Abort the request in flight. Its response is dropped.
    AbortRequest,
    /// Create the frame.
    Mount(Box<HostedPageUrl>),
    /// Remove the frame.
    Unmount,
    /// Navigate to the hosted page.
    Navigate(Box<HostedPageUrl>),
    /// Show a notice instead of the frame or beside it.
    Show(Notice),
    /// Show the cardholder a failure: the sentence with this key of `messages`, and what can help.
    ShowFailure(&'static str, Box<Error>),
    /// Release everything: frame, dialog, timers, requests.
    CleanUp,
    /// Report the new state to the host.
    StateChanged(State),
    /// Emit an event to `onEvent`.
    EmitEvent(EventName),
    /// Call `onReady` or `onExpire`.
    InvokeCallback(Callback),
    /// Call `onError`.
    ReportError(Box<Error>),
    /// The attempt's one exit: always the last effect.
    Exit(Reason, Outcome),
}
