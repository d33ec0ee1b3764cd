//! The proofs that a session has passed a second factor.

use std::{
    fmt,
    time::{Duration, Instant},
};

use uuid::Uuid;

/// The lifetime of a proof. It is not used up by a request, because the widget repeats one that
/// failed; its retries take less time than this.
const LIFETIME: Duration = Duration::from_secs(2 * 60);

/// The proofs of one session.
#[derive(Default)]
pub struct Proofs(Vec<(String, Instant)>);

impl fmt::Debug for Proofs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Proofs").field(&self.0.len()).finish()
    }
}

impl Proofs {
    /// Issues a proof.
    pub fn issue(&mut self, now: Instant) -> String {
        self.0.retain(|(_, issued)| is_current(*issued, now));
        let proof = Uuid::new_v4().to_string();
        self.0.push((proof.clone(), now));
        proof
    }

    /// Whether this is a current proof of this session.
    pub fn contain(&self, proof: &str, now: Instant) -> bool {
        self.0
            .iter()
            .any(|(known, issued)| known == proof && is_current(*issued, now))
    }
}

fn is_current(issued: Instant, now: Instant) -> bool {
    now.duration_since(issued) < LIFETIME
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{LIFETIME, Proofs};

    #[test]
    fn a_proof_is_valid_for_repeated_requests_until_it_expires() {
        let now = Instant::now();
        let mut proofs = Proofs::default();
        let proof = proofs.issue(now);
        let last = now + LIFETIME - Duration::from_millis(1);
        assert!(proofs.contain(&proof, now) && proofs.contain(&proof, last));
        assert!(!proofs.contain(&proof, now + LIFETIME));
        assert!(!proofs.contain("", now) && !Proofs::default().contain(&proof, now));
    }
}
