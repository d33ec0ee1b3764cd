//! Replaces the browser's URL parser in native tests by the WHATWG parser of the `url` crate.

use crate::core::hosted_page::UrlParts;

/// Parses a URL as the browser's `new URL(url)` does.
pub fn parse(url: &str) -> Option<UrlParts> {
    let url = url::Url::parse(url).ok()?;
    Some(UrlParts {
        href: url.as_str().into(),
        hostname: url.host_str().unwrap_or_default().into(),
        origin: url.origin().ascii_serialization(),
    })
}
