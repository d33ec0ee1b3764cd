//! The message gate: trusted, allowed origin, this window, this attempt, this shape; nothing else gets through.
//!
//! The issuer documents one message, `{type: "abort"}`, posted by the hosted page to its parent.

use wasm_bindgen::{JsCast, JsValue};

use crate::dom::property;

/// What is known of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// `isTrusted`: a synthetic `MessageEvent` can carry any origin and any source.
    pub trusted: bool,
    /// `event.origin` is exactly one of the allowed ones.
    pub allowed_origin: bool,
    /// `event.source` is this frame's own window, the same one throughout the frame's life.
    pub own_window: bool,
    /// The attempt is in a state in which its frame is heard.
    pub hears: bool,
    /// The data is an object whose own `type` is the string `abort`.
    pub abort: bool,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The hosted page says that it is done with.
    Abort,
    /// Left alone, and worth telling `onEvent`: it came from our own frame, or it tried to be an `abort`.
    Rejected,
    /// None of our business.
    Ignored,
}

/// All five, or nothing.
pub fn judge(facts: Facts) -> Verdict {
    let Facts {
        trusted,
        allowed_origin,
        own_window,
        hears,
        abort,
    } = facts;
    if trusted && allowed_origin && own_window && hears && abort {
        Verdict::Abort
    } else if own_window || abort {
        Verdict::Rejected
    } else {
        Verdict::Ignored
    }
}

/// Reads what the gate needs; never throws, whatever the event carries.
pub fn facts(event: &JsValue, allowed_origins: &[String], own_window: bool, hears: bool) -> Facts {
    let origin = property(event, "origin").as_string().unwrap_or_default();
    Facts {
        trusted: property(event, "isTrusted").is_truthy(),
        allowed_origin: allowed_origins.contains(&origin),
        own_window,
        hears,
        abort: is_abort(&property(event, "data")),
    }
}

/// Own data property only: nothing inherited, and no getter is run.
fn is_abort(data: &JsValue) -> bool {
    if !data.is_object() {
        return false;
    }
    let data: &js_sys::Object = data.unchecked_ref();
    js_sys::Reflect::get_own_property_descriptor(data, &"type".into())
        .and_then(|descriptor| js_sys::Reflect::get(&descriptor, &"value".into()))
        .is_ok_and(|value| value == "abort")
}

/// A pause after which a rejected message is told again; within it, a flood is told as one.
const FLOOD_GAP_MS: f64 = 1000.0;

/// Tells floods of rejected messages as one.
#[derive(Debug, Default)]
pub struct Flood {
    last_ms: std::cell::Cell<Option<f64>>,
}

impl Flood {
    /// Whether a message rejected at `now_ms`, by a clock that is never set back, is the first of its flood.
    pub fn is_first(&self, now_ms: f64) -> bool {
        let last = self.last_ms.replace(Some(now_ms));
        last.is_none_or(|last| now_ms - last > FLOOD_GAP_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Facts = Facts {
        trusted: true,
        allowed_origin: true,
        own_window: true,
        hears: true,
        abort: true,
    };

    #[test]
    fn an_abort_needs_every_fact() {
        assert_eq!(judge(GOOD), Verdict::Abort);
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
                    own_window: false,
                    ..GOOD
                },
            ),
            (
                "state",
                Facts {
                    hears: false,
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
            assert_eq!(judge(facts), Verdict::Rejected, "{missing}");
        }
    }

    #[test]
    fn what_is_neither_ours_nor_an_abort_is_ignored() {
        assert_eq!(
            judge(Facts {
                own_window: false,
                abort: false,
                ..GOOD
            }),
            Verdict::Ignored
        );
    }

    #[test]
    fn a_flood_is_told_as_one() {
        let flood = Flood::default();
        assert!(flood.is_first(0.0));
        assert!((1..100).all(|n| !flood.is_first(f64::from(n) * 900.0)));
        assert!(flood.is_first(99.0 * 900.0 + 1001.0));
    }
}
