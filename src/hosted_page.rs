//! An address that may be framed, judged from the parts that the browser's one URL parser gives.
//!
//! Rules: absolute, `https:` (`http:` on loopback), no user info, on an exactly allowed origin, never spent before on this page.

use crate::error::{Checked, Code, Failure};
use crate::text::concat;

/// A parsed address: the parts of the WHATWG `URL` of the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlParts {
    /// The serialised address.
    pub href: String,
    /// `https:`, with its colon.
    pub protocol: String,
    /// Whether there is a `username` or a `password`.
    pub has_user_info: bool,
    /// Lower case, no port; IPv6 in brackets.
    pub hostname: String,
    /// `scheme://host[:port]`, or `null`.
    pub origin: String,
}

impl UrlParts {
    /// `https:`, or `http:` on loopback.
    pub fn is_secure(&self) -> bool {
        match self.protocol.as_str() {
            "https:" => true,
            "http:" => is_loopback(&self.hostname),
            _ => false,
        }
    }
}

/// The contract's *loopback*: `localhost`, `*.localhost`, `127.0.0.0/8` and `[::1]`.
///
/// `hostname` comes from the URL parser, which has already written every spelling of an IPv4 address as four decimal numbers.
pub fn is_loopback(hostname: &str) -> bool {
    hostname == "localhost"
        || hostname.ends_with(".localhost")
        || hostname == "[::1]"
        // The URL standard's parser makes an IPv4 address, or nothing, of a host of numbers and dots.
        || (hostname.starts_with("127.")
            && hostname
                .bytes()
                .all(|byte| byte == b'.' || byte.is_ascii_digit()))
}

/// A checked answer of the token route: what a frame may be given, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedPage {
    /// The parsed `href`: exactly what was judged.
    pub href: String,
}

impl HostedPage {
    /// Judges the address that came with `token`, and marks both as spent.
    ///
    /// `parts` is `None` where the browser's parser refused the address as an absolute one.
    ///
    /// # Errors
    /// `invalid_response` for what is not an absolute address, `untrusted_origin` for one that may not be framed, `token_reused` for one spent before.
    pub fn accept(
        parts: Option<UrlParts>,
        token: &str,
        allowed_origins: &[String],
        spent: &mut SpentTokens,
    ) -> Checked<Self> {
        let Some(parts) = parts else {
            return Err(Failure::response("`hostedPageUrl` is no absolute address"));
        };
        let refused = |why: &str| {
            let message = concat(&["No frame was made: `hostedPageUrl` ", why, "."]);
            Err(Failure::new(Code::UntrustedOrigin, &message))
        };
        if !parts.is_secure() {
            return refused("is neither `https:` nor `http:` on loopback");
        }
        if parts.has_user_info {
            return refused("carries a user name or a password");
        }
        if !allowed_origins.contains(&parts.origin) {
            return refused(
                "is on an origin that `allowedOrigins` does not list; list it if it is your issuer's",
            );
        }
        if !spent.spend(token, &parts.href) {
            return Err(Failure::new(
                Code::TokenReused,
                "The backend answered with a token that was used before: let it ask the issuer anew for each request, and cache nothing.",
            ));
        }
        Ok(Self { href: parts.href })
    }
}

/// How many spent tokens are remembered: a page that sets more PINs than this in its life forgets the oldest.
pub const SPENT_TOKENS_KEPT: usize = 256;

/// The tokens and addresses that this page has spent, known by keyed hash only: their text is not kept.
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

    /// Gives the memory its key, random for each page load, before it is used for the first time.
    pub fn with_key(&mut self, random: impl FnOnce() -> (u64, u64)) -> &mut Self {
        self.key.get_or_insert_with(random);
        self
    }

    /// Marks both as spent. `false` where either was spent before.
    fn spend(&mut self, token: &str, href: &str) -> bool {
        // A fragment is not sent: the same address with another one asks for the same page.
        let fragment = href.bytes().position(|byte| byte == b'#');
        let address = href.get(..fragment.unwrap_or(href.len())).unwrap_or(href);
        let new = (self.hash(token), self.hash(address));
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

    /// SipHash with a random key: neither the text of a token nor a text with the same hash can be computed without the key.
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
    use crate::testing::parse;

    fn memory(key: (u64, u64)) -> SpentTokens {
        let mut spent = SpentTokens::new();
        spent.with_key(|| key);
        spent
    }

    const ISSUER: &str = "https://cards.baanx.com";

    fn accept(address: &str, allowed: &[&str]) -> Result<HostedPage, &'static str> {
        let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        let mut spent = memory((1, 2));
        HostedPage::accept(parse(address), "t", &allowed, &mut spent).map_err(|f| f.code.as_str())
    }

    #[test]
    fn the_issuers_address_is_accepted_as_parsed() {
        let page = accept(
            "HTTPS://Cards.Baanx.com:443/pin-direct/set?token=a",
            &[ISSUER],
        );
        assert_eq!(
            page.map(|p| p.href),
            Ok("https://cards.baanx.com/pin-direct/set?token=a".into())
        );
    }

    #[test]
    fn every_spelling_of_a_wrong_address_is_refused() {
        for address in [
            "http://cards.baanx.com/pin-direct/set?token=a",
            "https://cards.baanx.com.evil.example/?token=a",
            "https://evil.example/https://cards.baanx.com",
            "https://cards.baanx.com@evil.example/",
            "https://cards.baanx.com:8443/",
            "https://user@cards.baanx.com/",
            "https://:secret@cards.baanx.com/",
            "https://cards.baanx.com./",
            "https://xcards.baanx.com/",
            "javascript:alert(1)",
            "data:text/html,x",
            "blob:https://cards.baanx.com/1",
            "about:blank",
            "file:///etc/passwd",
        ] {
            assert_eq!(
                accept(address, &[ISSUER]),
                Err("untrusted_origin"),
                "{address}"
            );
        }
    }

    #[test]
    fn what_is_no_absolute_address_is_an_invalid_response() {
        for address in [
            "",
            "/pin-direct/set?token=a",
            "//cards.baanx.com/",
            "https://",
            "nonsense",
        ] {
            assert_eq!(
                accept(address, &[ISSUER]),
                Err("invalid_response"),
                "{address}"
            );
        }
    }

    #[test]
    fn http_is_framed_on_listed_loopback_origins_only() {
        let local = "http://127.0.0.1:8082";
        assert!(accept("http://127.0.0.1:8082/pin", &[local]).is_ok());
        assert!(accept("http://127.1:8082/pin", &[local]).is_ok());
        assert_eq!(
            accept("http://127.0.0.1:8083/pin", &[local]),
            Err("untrusted_origin")
        );
        assert_eq!(
            accept("http://127.0.0.1.example/", &["http://127.0.0.1.example"]),
            Err("untrusted_origin")
        );
    }

    #[test]
    fn loopback_is_what_the_contract_lists() {
        for host in [
            "localhost",
            "app.localhost",
            "127.0.0.1",
            "127.255.3.4",
            "[::1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "localhost.example",
            "notlocalhost",
            "127.0.0.1.example",
            "1127.0.0.1",
            "127.box1",
            "128.0.0.1",
            "[::2]",
            "",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_token_or_an_address_is_accepted_once() {
        let mut spent = memory((3, 4));
        assert!(spent.spend("a", "https://x/?token=a"));
        assert!(
            !spent.spend("a", "https://x/?token=b"),
            "the token was spent"
        );
        assert!(
            !spent.spend("b", "https://x/?token=a#again"),
            "the address was spent"
        );
        assert!(spent.spend("c", "https://x/?token=c"));
    }

    #[test]
    fn the_memory_of_spent_tokens_is_bounded_and_holds_no_text() {
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
