//! Work that runs at the same time.

use std::thread;

use anyhow::{Result, anyhow};

/// Runs `other` in a second thread while `work` runs, and returns the results of both. If both fail,
/// the error contains both.
pub fn both<A, B: Send>(
    work: impl FnOnce() -> Result<A>,
    other: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let result = work();
        let other = other
            .join()
            .unwrap_or_else(|_| Err(anyhow!("a thread of the build panicked: see above")));
        match (result, other) {
            (Ok(result), Ok(other)) => Ok((result, other)),
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
            (Err(first), Err(second)) => Err(anyhow!("{first:#}\nand also: {second:#}")),
        }
    })
}

#[cfg(test)]
mod tests {
    use anyhow::{Result, bail};

    use super::both;

    fn fail(name: &str) -> Result<()> {
        bail!("{name} failed")
    }

    fn message<A, B>(result: Result<(A, B)>) -> String {
        let error = result.err().map(|error| error.to_string());
        error.unwrap_or_default()
    }

    #[test]
    fn both_results_are_returned() {
        assert_eq!(both(|| Ok(1), || Ok("a")).ok(), Some((1, "a")));
    }

    #[test]
    fn no_failure_is_lost() {
        assert_eq!(message(both(|| Ok(1), || fail("two"))), "two failed");
        assert_eq!(message(both(|| fail("one"), || Ok(1))), "one failed");
        let message = message(both(|| fail("one"), || fail("two")));
        assert_eq!(message, "one failed\nand also: two failed");
    }

    #[test]
    fn a_panic_does_not_hide_the_other_failure() {
        let panics = || -> Result<()> { panic!("on purpose") };
        let message = message(both(|| fail("one"), panics));
        assert!(message.starts_with("one failed\nand also: a thread of the build panicked"));
    }
}
