//! The host's options: validated to [`ResolvedOptions`], or refused as `invalid_options` with the
//! option and what it takes.
//!
//! Defaults and meanings: the contract's `SetPinOptions`. Nothing here touches the browser: the
//! options arrive as plain data, and [`Browser`] has the functions that only a browser can provide.

use crate::core::attempt::AttemptConfig;
use crate::core::custom_css::CustomCss;
use crate::core::hosted_page::UrlParts;

pub mod kind;
pub mod unknown;
mod validator;
pub mod value;

/// The browser's functions that the validation calls.
pub trait Browser {
    /// Returns `new URL(url)`. With `relative_to_page`, a URL that leads to the page's own origin
    /// may be relative to the page. Returns `None` if the parser throws.
    fn parse_url(&self, url: &str, relative_to_page: bool) -> Option<UrlParts>;
    /// Whether `origin` is the page's own.
    fn is_page_origin(&self, origin: &str) -> bool;
    /// `CSS.supports("width", length)`.
    fn is_css_length(&self, length: &str) -> bool;
}

/// The target of a request: a route of the host's backend, or a function of the host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Endpoint {
    /// An absolute URL.
    Url(String),
    /// The host's function.
    #[default]
    Function,
}

/// How the hosted page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// In a dialog.
    #[default]
    Modal,
    /// In `container`.
    Inline,
    /// By navigating the page.
    Redirect,
}

/// Validated options, with every default filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResolvedOptions {
    /// Where tokens come from.
    pub token: Endpoint,
    /// Where the card's status comes from, if it is requested.
    pub card: Option<Endpoint>,
    /// How the page is shown.
    pub mode: Mode,
    /// For `stepUp`: `set` or `change`.
    pub purpose: &'static str,
    /// Sent in `redirect` mode.
    pub redirect_url: Option<String>,
    /// The origins that may be framed, navigated to and listened to.
    pub allowed_origins: Vec<String>,
    /// The `customCss` for the issuer; `None` if the host gave neither theme nor colours.
    pub css: Option<Box<CustomCss>>,
    /// A warning for the console: the host's colours have a low contrast.
    pub warning: Option<String>,
    /// CSS length of the frame.
    pub width: String,
    /// CSS length of the frame.
    pub height: String,
    /// Fetch's `credentials` of the widget's own requests.
    pub credentials: &'static str,
    /// The iframe's `referrerpolicy`.
    pub referrer_policy: &'static str,
    /// The iframe's `sandbox`, if any.
    pub sandbox: Option<String>,
    /// The iframe's `allow`, if any.
    pub allow: Option<String>,
    /// The part that decides how the attempt proceeds.
    pub config: AttemptConfig,
}

impl ResolvedOptions {
    /// The appearance of the hosted page: the `customCss` to send, or the issuer's defaults.
    pub fn css(&self) -> &CustomCss {
        self.css.as_deref().unwrap_or(CustomCss::DEFAULT)
    }
}

#[cfg(test)]
mod tests;
