//! The host's options: validated to [`ResolvedOptions`], or refused as `invalid_options` with the
//! field and what it takes.
//!
//! Defaults and meanings: the contract's `SetPinOptions`. Nothing here touches the browser:
//! [`Source`] answers what only a browser knows.

use crate::core::attempt::AttemptConfig;
use crate::core::custom_css::CustomCss;
use crate::core::hosted_page::UrlParts;

mod validator;

/// Reads the host's options and asks its browser. A path is property names with dots between; a
/// `URL` object reads as its text.
pub trait Source {
    /// Whether the value is `undefined`.
    fn is_missing(&self, path: &str) -> bool;
    /// Whether it is a function.
    fn is_function(&self, path: &str) -> bool;
    /// Whether it is an object other than `null`.
    fn is_object(&self, path: &str) -> bool;
    /// The value, if it is a string.
    fn text(&self, path: &str) -> Option<String>;
    /// The value, if it is a number.
    fn number(&self, path: &str) -> Option<f64>;
    /// The value, if it is a boolean.
    fn flag(&self, path: &str) -> Option<bool>;
    /// The value, if it is an array of strings.
    fn texts(&self, path: &str) -> Option<Vec<String>>;
    /// `new URL(url)`; or, `relative_to_page` and on the page's own origin, the URL relative to the
    /// page. `None` where the parser throws.
    fn parse_url(&self, address: &str, relative_to_page: bool) -> Option<UrlParts>;
    /// Whether `origin` is the page's own.
    fn is_page_origin(&self, origin: &str) -> bool;
    /// `CSS.supports("width", length)`.
    fn is_css_length(&self, length: &str) -> bool;
    /// Whether the user prefers a dark colour scheme.
    fn prefers_dark(&self) -> bool;
}

/// Where a request goes: to a route of the host's backend, or to a function of the host's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Endpoint {
    /// An absolute URL.
    Url(String),
    /// The host's own function.
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
    /// Sent in `redirect` mode.
    pub redirect_url: Option<String>,
    /// The origins that may be framed, navigated to and listened to.
    pub allowed_origins: Vec<String>,
    /// The `customCss` for the issuer; `None` where the host gave neither theme nor colours.
    pub css: Option<CustomCss>,
    /// A warning for the console: the host's colours have a low contrast.
    pub warning: Option<String>,
    /// CSS length of the frame.
    pub width: String,
    /// CSS length of the frame.
    pub height: String,
    /// Whether a click beside the dialog closes it.
    pub dismiss_on_backdrop: bool,
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

#[cfg(test)]
mod tests;
