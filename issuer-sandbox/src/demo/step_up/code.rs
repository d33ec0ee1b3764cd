//! A one-time code.

use std::{
    fmt,
    time::{Duration, Instant},
};

use uuid::Uuid;

/// The lifetime of a code.
const LIFETIME: Duration = Duration::from_secs(5 * 60);
/// The number of wrong codes in a row, after which none is accepted for a while. A new code does
/// not reset it: otherwise, anybody could try codes without an end.
const MAX_WRONG: u32 = 5;
/// The time without codes.
const LOCK: Duration = Duration::from_secs(10 * 60);

/// The last code that was sent, and the tries so far.
#[derive(Default)]
pub struct OneTimeCode {
    sent: Option<(String, Instant)>,
    wrong: u32,
    locked_until: Option<Instant>,
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OneTimeCode")
            .field("wrong", &self.wrong)
            .finish_non_exhaustive()
    }
}

/// The reason why a code is not created or not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is wrong, has been used, or is too old.
    Wrong,
    /// There were too many wrong codes.
    Locked,
}

impl OneTimeCode {
    /// Creates a code of six digits, which replaces the last one.
    ///
    /// # Errors
    /// There were too many wrong codes.
    pub fn create(&mut self, now: Instant) -> Result<String, Refusal> {
        self.require_unlocked(now)?;
        // The last 62 bits of the id are random.
        let digits = format!("{:06}", Uuid::new_v4().as_u64_pair().1 % 1_000_000);
        self.sent = Some((digits.clone(), now));
        Ok(digits)
    }

    /// Accepts the last code, once.
    ///
    /// # Errors
    /// The code is not accepted.
    pub fn accept(&mut self, digits: &str, now: Instant) -> Result<(), Refusal> {
        self.require_unlocked(now)?;
        let is_right = self
            .sent
            .as_ref()
            .is_some_and(|(sent, at)| sent == digits && now.duration_since(*at) < LIFETIME);
        if is_right {
            *self = Self::default();
            return Ok(());
        }
        self.wrong += 1;
        if self.wrong < MAX_WRONG {
            return Err(Refusal::Wrong);
        }
        *self = Self {
            locked_until: now.checked_add(LOCK),
            ..Self::default()
        };
        Err(Refusal::Locked)
    }

    fn require_unlocked(&self, now: Instant) -> Result<(), Refusal> {
        match self.locked_until {
            Some(until) if now < until => Err(Refusal::Locked),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{LIFETIME, LOCK, MAX_WRONG, OneTimeCode, Refusal};

    fn sent(now: Instant) -> (OneTimeCode, String) {
        let mut code = OneTimeCode::default();
        let digits = code.create(now).expect("a code");
        (code, digits)
    }

    /// Another code of six digits.
    fn other(digits: &str) -> String {
        let first = if digits.starts_with('0') { '1' } else { '0' };
        format!("{first}{}", &digits[1..])
    }

    #[test]
    fn a_code_of_six_digits_is_accepted_once() {
        let now = Instant::now();
        let (mut code, digits) = sent(now);
        assert!(digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(code.accept(&digits, now), Ok(()));
        assert_eq!(code.accept(&digits, now), Err(Refusal::Wrong));
    }

    #[test]
    fn a_code_expires_and_the_next_one_replaces_it() {
        let now = Instant::now();
        let (mut code, digits) = sent(now);
        assert_eq!(code.accept(&digits, now + LIFETIME), Err(Refusal::Wrong));
        let (mut code, first) = sent(now);
        let mut second = code.create(now).expect("a code");
        while second == first {
            second = code.create(now).expect("a code");
        }
        assert_eq!(code.accept(&first, now), Err(Refusal::Wrong));
        assert_eq!(code.accept(&second, now), Ok(()));
    }

    #[test]
    fn after_too_many_wrong_codes_none_is_accepted_or_created_for_a_while() {
        let now = Instant::now();
        let (mut code, mut digits) = sent(now);
        for _ in 1..MAX_WRONG {
            assert_eq!(code.accept(&other(&digits), now), Err(Refusal::Wrong));
            // A new code gives no further tries.
            digits = code.create(now).expect("a code");
        }
        assert_eq!(code.accept(&other(&digits), now), Err(Refusal::Locked));
        assert_eq!(code.accept(&digits, now), Err(Refusal::Locked));
        let last = now + LOCK - Duration::from_millis(1);
        assert_eq!(code.create(last), Err(Refusal::Locked));
        let digits = code.create(now + LOCK).expect("a code");
        assert_eq!(code.accept(&digits, now + LOCK), Ok(()));
    }
}
