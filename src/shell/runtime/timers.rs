//! The timers of an attempt. The expiry of a token is checked by two clocks, since timers pause while
//! the machine sleeps.

use super::Runtime;
use crate::core::attempt::{Event, Timer};
use crate::core::deadline::Deadline;
use crate::shell::dom::{BrowserEvent, Listener, Timeout, monotonic_ms, window};

/// How late an expiry may be noticed after sleep in a page that stays visible, milliseconds.
const EXPIRY_TICK_MS: f64 = 10_000.0;

impl Runtime {
    pub(super) fn arm(&self, timer: Timer, ms: u32) {
        match timer {
            Timer::Expiry => self.arm_expiry(ms),
            // Jitter, so that many pages do not retry at the same time; upwards only, so that a
            // `Retry-After` is honoured.
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
            // A longer delay fires at once (docs/browser-notes.md).
            slot.set(Some(Timeout::new(
                ms.min(i32::MAX as u32),
                &self.sink,
                timer,
            )));
        }
    }

    pub(super) fn disarm(&self, timer: Timer) {
        match timer {
            Timer::Expiry => drop(self.wakes.take()),
            Timer::Retry => drop(self.page_unloading.take()),
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
        let wakes = [wake("visibilitychange"), wake("pageshow"), wake("focus")];
        drop(self.wakes.replace(Some(wakes)));
        self.check_expiry();
    }

    pub(super) fn check_expiry(&self) {
        let left = self
            .deadline
            .get()
            .left(js_sys::Date::now(), monotonic_ms());
        if left > 0.0 {
            // Rounded up: a timer that fires a fraction early would spin.
            self.set_timer(Timer::Expiry, left.min(EXPIRY_TICK_MS).ceil() as u32);
        } else {
            self.disarm(Timer::Expiry);
            self.dispatch(Event::TimerFired(Timer::Expiry));
        }
    }
}
