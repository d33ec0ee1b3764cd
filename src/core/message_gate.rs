//! The message gate: a message counts only if it is trusted, from an allowed origin, from this
//! frame's window, in this attempt, and of the right shape.
//!
//! The issuer documents one message, `{type: "abort"}`, which the hosted page posts to its parent.

/// The facts of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// `isTrusted`: a synthetic `MessageEvent` can carry any origin and any source.
    pub trusted: bool,
    /// `event.origin` is exactly one of the allowed ones.
    pub allowed_origin: bool,
    /// `event.source` is this frame's window, which has not changed since it was first read.
    pub from_frame: bool,
    /// The attempt is in a state in which messages count.
    pub accepts_messages: bool,
    /// The data is an object whose own `type` is the string `abort`.
    pub abort: bool,
}

/// The result of the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The hosted page says that the cardholder has finished or cancelled.
    Abort,
    /// Ignored, but reported to `onEvent`: it came from this frame's window, or its data was an
    /// `abort`.
    Rejected,
    /// Not related to the widget.
    Ignored,
}

/// An `abort` needs all five facts.
pub fn evaluate(facts: Facts) -> Verdict {
    let Facts {
        trusted,
        allowed_origin,
        from_frame,
        accepts_messages,
        abort,
    } = facts;
    if trusted && allowed_origin && from_frame && accepts_messages && abort {
        Verdict::Abort
    } else if from_frame || abort {
        Verdict::Rejected
    } else {
        Verdict::Ignored
    }
}

/// After a pause of this length a rejected message is reported again; within it, only the first is.
const REJECTION_GAP_MS: f64 = 1000.0;

/// Reports a series of rejected messages once.
#[derive(Debug, Default)]
pub struct RejectionThrottle {
    last_ms: std::cell::Cell<Option<f64>>,
}

impl RejectionThrottle {
    /// Whether a message rejected at `now_ms`, on a monotonic clock, is the first of its series.
    pub fn is_first(&self, now_ms: f64) -> bool {
        let last = self.last_ms.replace(Some(now_ms));
        last.is_none_or(|last| now_ms - last > REJECTION_GAP_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Facts = Facts {
        trusted: true,
        allowed_origin: true,
        from_frame: true,
        accepts_messages: true,
        abort: true,
    };

    #[test]
    fn an_abort_needs_every_fact() {
        assert_eq!(evaluate(GOOD), Verdict::Abort);
        for (missing, facts) in [
            (
                "isTrusted",
                Facts {
                    trusted: false,
                    ..GOOD
                },
            ),
            (
                "origin",
                Facts {
                    allowed_origin: false,
                    ..GOOD
                },
            ),
            (
                "source",
                Facts {
                    from_frame: false,
                    ..GOOD
                },
            ),
            (
                "state",
                Facts {
                    accepts_messages: false,
                    ..GOOD
                },
            ),
            (
                "shape",
                Facts {
                    abort: false,
                    ..GOOD
                },
            ),
        ] {
            assert_eq!(evaluate(facts), Verdict::Rejected, "{missing}");
        }
    }

    #[test]
    fn a_message_that_is_neither_ours_nor_an_abort_is_ignored() {
        assert_eq!(
            evaluate(Facts {
                from_frame: false,
                abort: false,
                ..GOOD
            }),
            Verdict::Ignored
        );
    }

    #[test]
    fn a_series_of_rejections_is_reported_once() {
        let throttle = RejectionThrottle::default();
        assert!(throttle.is_first(0.0));
        assert!((1..100).all(|n| !throttle.is_first(f64::from(n) * 900.0)));
        assert!(throttle.is_first(99.0 * 900.0 + 1001.0));
    }
}
