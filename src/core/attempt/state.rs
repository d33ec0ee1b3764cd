//! The states of an attempt, and the two facts of its exit.

pub use crate::core::generated::lifecycle::{Outcome, Reason, State};

impl State {
    /// Whether a frame can exist, so that its messages count.
    pub const fn accepts_messages(self) -> bool {
        matches!(self, Self::Loading | Self::Ready | Self::Expired)
    }
}
