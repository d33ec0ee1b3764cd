//! The end of a token's lifetime, by two clocks.
//!
//! The wall clock counts the time that the machine sleeps, but can be set back. The monotonic clock
//! is never set back, but in some browsers does not count sleep. The lifetime is over as soon as
//! one of them says so.

/// A moment on both clocks, or a duration; milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Deadline {
    wall_ms: f64,
    monotonic_ms: f64,
}

impl Deadline {
    /// `ms` from now.
    pub fn after(ms: u32, wall_ms: f64, monotonic_ms: f64) -> Self {
        Self {
            wall_ms: wall_ms + f64::from(ms),
            monotonic_ms: monotonic_ms + f64::from(ms),
        }
    }

    /// Milliseconds left, by the clock with less; zero or below once the time is over.
    pub fn left(&self, wall_ms: f64, monotonic_ms: f64) -> f64 {
        (self.wall_ms - wall_ms).min(self.monotonic_ms - monotonic_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::Deadline;

    const HOUR: f64 = 3_600_000.0;

    #[test]
    fn both_clocks_count_down() {
        let deadline = Deadline::after(600_000, 5_000.0, 70.0);
        assert_eq!(deadline.left(5_000.0, 70.0), 600_000.0);
        assert_eq!(deadline.left(605_000.0, 600_070.0), 0.0);
    }

    #[test]
    fn the_wall_clock_detects_a_machine_that_slept() {
        let deadline = Deadline::after(600_000, 0.0, 0.0);
        assert!(deadline.left(HOUR, 1_000.0) <= 0.0);
    }

    #[test]
    fn a_wall_clock_that_was_set_back_adds_no_time() {
        let deadline = Deadline::after(600_000, 2.0 * HOUR, 0.0);
        assert_eq!(deadline.left(HOUR, 1_000.0), 599_000.0);
        assert!(deadline.left(HOUR + 600_000.0, 600_000.0) <= 0.0);
    }
}
