//! The timers of an attempt. The expiry of a token is checked by two clocks, because timers pause
//! while the machine sleeps.

use super::Runtime;
use crate::core::attempt::{Event, Timer};
use crate::core::deadline::Deadline;
use crate::shell::dom::{BrowserEvent, Listener, Timeout, monotonic_ms, window};

/// The longest time between two checks of the expiry, in milliseconds. In a page that is visible all
/// the time, no event reports that the machine slept.
const EXPIRY_TICK_MS: f64 = 10_000.0;

impl Runtime {
    pub(super) fn arm(&self, timer: Timer, ms: u32) {
        match timer {
            Timer::Expiry => self.arm_expiry(ms),
            // Jitter, so that many pages do not retry at the same time. It only adds to the delay,
            // so that a `Retry-After` is respected.
            Timer::Retry => {
                let jitter = f64::from(ms) * js_sys::Math::random() / 2.0;
                self.set_timer(timer, ms.saturating_add(jitter as u32));
            }
            _ => self.set_timer(timer, ms),
        }
    }

    pub(super) fn set_timer(&self, timer: Timer, ms: u32) {
        if let Some(slot) = self.timers.get(timer as usize) {
            drop(slot.take());
            // A timer with a longer delay fires at once (docs/browser-notes.md).
            slot.set(Some(Timeout::new(
                ms.min(i32::MAX as u32),
                &self.sink,
                timer,
            )));
        }
    }

    pub(super) fn disarm(&self, timer: Timer) {
        match timer {
            Timer::Expiry => drop(self.wake_listeners.take()),
            Timer::Retry => drop(self.unload_listener.take()),
            _ => {}
        }
        if let Some(slot) = self.timers.get(timer as usize) {
            drop(slot.take());
        }
    }

    pub(super) fn arm_expiry(&self, ms: u32) {
        self.deadline
            .set(Deadline::after(ms, js_sys::Date::now(), monotonic_ms()));
        let wake = |name| Listener::new(&window(), name, &self.sink, BrowserEvent::Woken);
        let listeners = [wake("visibilitychange"), wake("pageshow"), wake("focus")];
        drop(self.wake_listeners.replace(Some(listeners)));
        self.check_expiry();
    }

    pub(super) fn check_expiry(&self) {
        let left = self
            .deadline
            .get()
            .left(js_sys::Date::now(), monotonic_ms());
        if left > 0.0 {
            // Round up: a timer that fires a fraction of a millisecond early would fire again and
            // again.
            self.set_timer(Timer::Expiry, left.min(EXPIRY_TICK_MS).ceil() as u32);
        } else {
            self.disarm(Timer::Expiry);
            self.dispatch(Event::TimerFired(Timer::Expiry));
        }
    }
}
