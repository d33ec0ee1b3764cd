//! Validates a URL before it is framed, from the parts that the browser's own URL parser returns.
//!
//! Rules: absolute, `https:` (`http:` on loopback), no user info, on an exactly allowed origin, not
//! used before on this page.

use crate::core::error::{Error, ErrorCode, Result};
use crate::core::generated::loopback;
use crate::core::spent_tokens::SpentTokens;
use crate::core::text::concat;

/// A parsed URL: the parts of the WHATWG `URL` of the same names. The rules need no others, and
/// each costs a call of JavaScript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlParts {
    /// The serialised URL.
    pub href: String,
    /// Lower case, no port; IPv6 in brackets.
    pub hostname: String,
    /// `scheme://host[:port]`, or `null`.
    pub origin: String,
}

impl UrlParts {
    /// Whether a sandbox has replaced the origin of a document with this URL; `origin` is the
    /// document's current origin. Documents with a custom scheme, `data:` or `file:` have the
    /// origin `null` without a sandbox too.
    pub fn has_lost_its_origin(&self, origin: &str) -> bool {
        origin == "null" && self.origin != "null" && !self.href.starts_with("file:")
    }

    /// `https:`, or `http:` on loopback.
    pub fn is_secure(&self) -> bool {
        self.href.starts_with("https:")
            || (self.href.starts_with("http:") && is_loopback(&self.hostname))
    }

    /// Whether an `https:` or `http:` URL has a user name or a password. The serialised URL has
    /// these between the scheme and the host; without them, it starts with the origin and a slash.
    pub fn has_user_info(&self) -> bool {
        !self.href.starts_with(&concat(&[&self.origin, "/"]))
    }
}

/// The contract's *loopback* (`specification/issuer.toml`).
///
/// `hostname` comes from the URL parser, which has already normalised every notation of an
/// IPv4 address to four decimal numbers.
pub fn is_loopback(hostname: &str) -> bool {
    let below = hostname.strip_suffix(loopback::NAME);
    below.is_some_and(|below| below.is_empty() || (below.len() > 1 && below.ends_with('.')))
        || hostname == loopback::IPV6
        // The URL standard's parser converts a host of digits and dots to an IPv4 address, or fails.
        || (hostname.starts_with(loopback::IPV4)
            && hostname
                .bytes()
                .all(|byte| byte == b'.' || byte.is_ascii_digit()))
}

/// A validated URL of a hosted page, to be framed once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedPageUrl {
    /// The parsed `href`: exactly the text that was validated.
    pub href: String,
}

impl HostedPageUrl {
    /// Validates the URL that came with `token`, and marks both as used.
    ///
    /// `parts` is `None` if the browser's parser did not accept the text as an absolute URL.
    ///
    /// # Errors
    /// `invalid_response` if it is not an absolute URL, `untrusted_origin` if it must not be framed,
    /// `token_reused` if it was used before.
    pub fn accept(
        parts: Option<UrlParts>,
        token: &str,
        allowed_origins: &[String],
        spent: &mut SpentTokens,
    ) -> Result<Self> {
        let Some(parts) = parts else {
            return Err(Error::response("`hostedPageUrl` is not an absolute URL"));
        };
        let refused = |why: &str| {
            let origin = without(token, &parts.origin);
            let message = concat(&[
                "No frame was made: `hostedPageUrl` (",
                origin,
                ") ",
                why,
                ".",
            ]);
            Err(Error::new(ErrorCode::UntrustedOrigin, &message))
        };
        if !parts.is_secure() {
            return refused("is neither `https:` nor `http:` on loopback");
        }
        if parts.has_user_info() {
            return refused("carries a user name or a password");
        }
        if !allowed_origins.contains(&parts.origin) {
            return refused(
                "is on an origin that `allowedOrigins` does not list; list it if it is your issuer's",
            );
        }
        if !spent.spend(token, &parts.href) {
            return Err(Error::new(
                ErrorCode::TokenReused,
                "The backend's response holds a token that was used before: request a new one each time, and cache nothing.",
            ));
        }
        Ok(Self { href: parts.href })
    }
}

/// The origin, unless its host name contains the token: no error may contain that.
fn without<'a>(token: &str, origin: &'a str) -> &'a str {
    let mut parts = origin.as_bytes().windows(token.len().max(1));
    if parts.any(|part| part.eq_ignore_ascii_case(token.as_bytes())) {
        "on an origin with the token in it"
    } else {
        origin
    }
}

/// How long after a frame's first `load` a policy violation can still concern it. Chromium's
/// headless shell reports the violation 4 to 15 ms after `load` (docs/browser-notes.md).
const MAX_VIOLATION_DELAY_MS: f64 = 100.0;

/// Whether a violation of the page's policy can concern this frame, and not only another one on its
/// origin. `since_load_ms` is the time since its first `load`, `None` before that. A clock that goes
/// back is one that a page has replaced.
pub fn violation_can_concern_frame(since_load_ms: Option<f64>) -> bool {
    since_load_ms.is_none_or(|ms| (0.0..MAX_VIOLATION_DELAY_MS).contains(&ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::testing::parse;

    #[test]
    fn a_policy_refuses_a_frame_before_its_load_or_shortly_after_it() {
        assert!(
            violation_can_concern_frame(None)
                && violation_can_concern_frame(Some(MAX_VIOLATION_DELAY_MS - 1.0))
        );
        for later in [MAX_VIOLATION_DELAY_MS, f64::INFINITY, -1.0, f64::NAN] {
            assert!(!violation_can_concern_frame(Some(later)), "{later}");
        }
    }

    #[test]
    fn a_document_without_an_origin_is_sandboxed_only_if_its_url_gives_one() {
        let urls = [
            ("https://app.example/cards", true),
            ("http://localhost:5173/", true),
            ("blob:https://app.example/1f3a", true),
            ("capacitor://localhost/index.html", false),
            ("app://cards", false),
            ("file:///android_asset/index.html", false),
            ("data:text/html,", false),
            ("blob:null/1f3a", false),
            ("about:blank", false),
        ];
        for (url, is_sandboxed) in urls {
            let parts = parse(url);
            let found = parts
                .as_ref()
                .map(|parts| parts.has_lost_its_origin("null"));
            assert_eq!(found, Some(is_sandboxed), "{url}");
            let with_origin = parts.map(|parts| parts.has_lost_its_origin("https://app.example"));
            assert_eq!(with_origin, Some(false), "{url} with an origin");
        }
        // In WebKit, a file's URL has an origin.
        let file = UrlParts {
            href: "file:///android_asset/index.html".into(),
            origin: "file://".into(),
            ..UrlParts::default()
        };
        assert!(!file.has_lost_its_origin("null"));
    }

    const ISSUER: &str = "https://cards.baanx.com";

    fn accept(url: &str, allowed: &[&str]) -> Result<HostedPageUrl, &'static str> {
        let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        let mut spent = SpentTokens::new();
        spent.with_key(|| (1, 2));
        HostedPageUrl::accept(parse(url), "t", &allowed, &mut spent)
            .map_err(|error| error.code.as_str())
    }

    #[test]
    fn the_issuers_url_is_accepted_as_parsed() {
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
    fn every_spelling_of_a_wrong_url_is_refused() {
        for url in [
            "http://cards.baanx.com/pin-direct/set?token=a",
            "https://cards.baanx.com.evil.example/?token=a",
            "https://evil.example/https://cards.baanx.com",
            "https://cards.baanx.com@evil.example/",
            "https://cards.baanx.com:8443/",
            "https://user@cards.baanx.com/",
            "https://:secret@cards.baanx.com/",
            "https://user:secret@cards.baanx.com/",
            "https://cards.baanx.com./",
            "https://xcards.baanx.com/",
            "javascript:alert(1)",
            "data:text/html,x",
            "blob:https://cards.baanx.com/1",
            "about:blank",
            "file:///etc/passwd",
        ] {
            assert_eq!(accept(url, &[ISSUER]), Err("untrusted_origin"), "{url}");
        }
    }

    #[test]
    fn the_error_names_the_origin_unless_it_contains_the_token() {
        let message = |url| {
            let page = HostedPageUrl::accept(
                parse(url),
                "100A99cf",
                &[ISSUER.into()],
                &mut SpentTokens::new(),
            );
            page.unwrap_err().message
        };
        for url in [
            "https://evil.example:8443/pin?token=100A99cf",
            "https://user:100A99cf@evil.example:8443/",
        ] {
            let named = message(url);
            assert!(named.contains("(https://evil.example:8443)"), "{named}");
            assert!(!named.contains("100A99cf"), "{named}");
        }
        let with_token = message("https://100a99cf.evil.example/");
        assert!(!with_token.contains("100a99cf"), "{with_token}");
    }

    #[test]
    fn a_string_that_is_not_an_absolute_url_is_an_invalid_response() {
        for url in [
            "",
            "/pin-direct/set?token=a",
            "//cards.baanx.com/",
            "https://",
            "nonsense",
        ] {
            assert_eq!(accept(url, &[ISSUER]), Err("invalid_response"), "{url}");
        }
    }

    #[test]
    fn http_is_framed_on_listed_loopback_origins_only() {
        let local = "http://127.0.0.1:8082";
        assert!(accept("http://127.0.0.1:8082/pin", &[local]).is_ok());
        assert!(accept("http://127.1:8082/pin", &[local]).is_ok());
        for local in [
            "http://localhost",
            "http://app.localhost:1",
            "http://[::1]",
            "http://[::1]:8082",
        ] {
            assert!(
                accept(&[local, "/pin"].concat(), &[local]).is_ok(),
                "{local}"
            );
        }
        assert_eq!(
            accept("http://[2001:db8::1]/", &["http://[2001:db8::1]"]),
            Err("untrusted_origin")
        );
        assert_eq!(
            accept("http://user@127.0.0.1:8082/pin", &[local]),
            Err("untrusted_origin")
        );
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
    fn the_loopback_hosts_are_those_of_the_contract() {
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
            ".localhost",
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
}
