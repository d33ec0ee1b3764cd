//! The life of one attempt as a pure state machine: (state, event) -> (state, effects).
//!
//! Every event that can happen is a variant of [`Event`], and everything that the shell must do is a
//! variant of [`Effect`]: a race is a sequence of events in a test.

mod config;
mod effect;
mod event;
mod machine;
mod state;

pub use config::{AttemptConfig, OnExpiry, Wait};
pub use effect::{Callback, Effect, EventName, Notice};
pub use event::{Event, Timer};
pub use machine::Attempt;
pub use state::{Card, Outcome, Reason, State};

#[cfg(test)]
mod tests;
