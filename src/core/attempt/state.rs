//! The states of an attempt and of its card, and the two facts of its exit.

pub use crate::core::generated::lifecycle::{Outcome, Reason, State};

/// The state of the cardholder's card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Card {
    /// `ACTIVE`: its PIN can be set.
    Active,
    /// `FROZEN`: it can be unfrozen.
    Frozen,
    /// `BLOCKED`, which is final.
    Blocked,
    /// The host says that the card has no PIN.
    WithoutPin,
    /// Anything else, or the state is not known yet.
    #[default]
    NotActive,
}

impl Card {
    /// Whether waiting cannot change the state.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Blocked | Self::WithoutPin)
    }
}

impl State {
    /// Whether a frame can exist, so that its messages count.
    pub const fn accepts_messages(self) -> bool {
        matches!(self, Self::Loading | Self::Ready | Self::Expired)
    }
}
