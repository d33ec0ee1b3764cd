//! The options that decide how an attempt proceeds.

/// The reaction to the end of the token's lifetime (the contract's `onExpiry`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnExpiry {
    /// Show a notice beside the frame.
    Manual,
    /// Restart if no frame has loaded; otherwise as `Manual`.
    Auto,
    /// End the attempt.
    Close,
}

/// How long to wait for a card to become active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Between two requests, milliseconds.
    pub interval_ms: u32,
    /// In all, milliseconds.
    pub timeout_ms: u32,
}

/// The options that decide how an attempt proceeds. Durations are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptConfig {
    /// Request the card's status first.
    pub check_card: bool,
    /// Repeat that request until the card is active.
    pub wait: Option<Wait>,
    /// Call the host's `stepUp` before a token is requested.
    pub step_up: bool,
    /// Read the version of the PIN before the first token is requested.
    pub read_pin_version: bool,
    /// Navigate the page instead of framing.
    pub redirect: bool,
    /// Token requests in a row before a retryable error is reported.
    pub max_requests: u32,
    /// The pause before the second request; it doubles with each further one.
    pub retry_delay_ms: u32,
    /// The time limit of one request, of `pinVersion` and of `confirmOutcome`.
    pub request_timeout_ms: u32,
    /// From the moment the frame gets its URL until its `load`.
    pub load_timeout_ms: u32,
    /// The lifetime of a token, counted from the start of its request.
    pub lifetime_ms: u32,
    /// The reaction to its end.
    pub on_expiry: OnExpiry,
    /// Whether an error ends the attempt.
    pub close_on_failure: bool,
    /// Whether a dialog shows the notices.
    pub modal: bool,
}

impl Default for AttemptConfig {
    fn default() -> Self {
        Self::INITIAL
    }
}

impl AttemptConfig {
    /// Before the options are validated: an error then ends the attempt.
    pub const INITIAL: Self = Self {
        check_card: false,
        wait: None,
        step_up: false,
        read_pin_version: false,
        redirect: false,
        max_requests: 1,
        retry_delay_ms: 0,
        request_timeout_ms: 0,
        load_timeout_ms: 0,
        lifetime_ms: 0,
        on_expiry: OnExpiry::Manual,
        close_on_failure: true,
        modal: false,
    };
}
