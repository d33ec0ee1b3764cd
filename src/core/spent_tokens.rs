//! The tokens and URLs that this page has used. The widget frames each of them only once.

/// How many used tokens are remembered. A page that sets more PINs than this forgets the oldest.
pub const SPENT_TOKENS_KEPT: usize = 256;

/// The tokens and URLs that this page has used, as keyed hashes: their text is not kept.
#[derive(Debug)]
pub struct SpentTokens {
    key: Option<(u64, u64)>,
    hashes: Vec<(u64, u64)>,
}

impl Default for SpentTokens {
    fn default() -> Self {
        Self::new()
    }
}

impl SpentTokens {
    /// An empty memory.
    pub const fn new() -> Self {
        Self {
            key: None,
            hashes: Vec::new(),
        }
    }

    /// Sets the key, random for each page load, before the first use.
    pub fn with_key(&mut self, random: impl FnOnce() -> (u64, u64)) -> &mut Self {
        self.key.get_or_insert_with(random);
        self
    }

    /// Marks both as used. Returns `false` if either was used before.
    pub fn spend(&mut self, token: &str, href: &str) -> bool {
        // A fragment is not sent to the server: with another one it is the same page.
        let fragment = href.bytes().position(|byte| byte == b'#');
        let page = href.get(..fragment.unwrap_or(href.len())).unwrap_or(href);
        let new = (self.hash(token), self.hash(page));
        if self
            .hashes
            .iter()
            .any(|old| old.0 == new.0 || old.1 == new.1)
        {
            return false;
        }
        if self.hashes.len() == SPENT_TOKENS_KEPT {
            self.hashes.remove(0);
        }
        self.hashes.push(new);
        true
    }

    /// SipHash with a random key: neither the text of a token nor a text with the same hash can be
    /// computed without the key.
    #[allow(deprecated)] // The only keyed hash in std: `RandomState` has no entropy on wasm32-unknown-unknown.
    fn hash(&self, text: &str) -> u64 {
        use std::hash::{Hasher, SipHasher};
        let key = self.key.unwrap_or_default();
        let mut hasher = SipHasher::new_with_keys(key.0, key.1);
        hasher.write(text.as_bytes());
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(key: (u64, u64)) -> SpentTokens {
        let mut spent = SpentTokens::new();
        spent.with_key(|| key);
        spent
    }

    #[test]
    fn a_token_or_a_url_is_accepted_once() {
        let mut spent = memory((3, 4));
        assert!(spent.spend("a", "https://x/?token=a"));
        assert!(
            !spent.spend("a", "https://x/?token=b"),
            "the token was spent"
        );
        assert!(
            !spent.spend("b", "https://x/?token=a#again"),
            "the URL was spent"
        );
        assert!(spent.spend("c", "https://x/?token=c"));
    }

    #[test]
    fn the_memory_of_spent_tokens_is_bounded_and_contains_no_text() {
        let mut spent = memory((3, 4));
        for n in 0..2 * SPENT_TOKENS_KEPT {
            assert!(spent.spend(&n.to_string(), &["https://x/", &n.to_string()].concat()));
        }
        assert_eq!(spent.hashes.len(), SPENT_TOKENS_KEPT);
        assert!(!spent.spend("511", "https://y/"));
        assert!(!format!("{spent:?}").contains("https"));
    }

    #[test]
    fn another_key_gives_other_hashes() {
        assert_ne!(memory((1, 2)).hash("token"), memory((1, 3)).hash("token"));
    }
}
