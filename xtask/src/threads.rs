//! Work that runs at the same time.

use std::thread;

use anyhow::{Result, anyhow};

/// Runs `other` in a second thread while `work` runs, and returns the results of both.
pub fn both<A, B: Send>(
    work: impl FnOnce() -> Result<A>,
    other: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let result = work()?;
        let other = other
            .join()
            .map_err(|_| anyhow!("a thread of the build panicked: its message is above"))?;
        Ok((result, other?))
    })
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::both;

    #[test]
    fn a_failure_of_either_is_returned() {
        assert_eq!(both(|| Ok(1), || Ok("a")).ok(), Some((1, "a")));
        assert!(both(|| Ok(1), || bail!("the second") as anyhow::Result<()>).is_err());
        assert!(both(|| bail!("the first") as anyhow::Result<()>, || Ok(1)).is_err());
    }
}
