//! Implements [`Source`] on the host's options and the browser.

use wasm_bindgen::{JsCast, JsValue};

use crate::core::hosted_page::UrlParts;
use crate::core::options::Source;
use crate::shell::border::Host;
use crate::shell::dom::{document, document_property, property, window};

impl Source for Host {
    fn is_missing(&self, path: &str) -> bool {
        self.option(path).is_undefined()
    }

    fn is_function(&self, path: &str) -> bool {
        self.option(path).is_function()
    }

    fn is_object(&self, path: &str) -> bool {
        self.option(path).is_object()
    }

    fn text(&self, path: &str) -> Option<String> {
        self.option(path).as_string()
    }

    fn number(&self, path: &str) -> Option<f64> {
        self.option(path).as_f64()
    }

    fn flag(&self, path: &str) -> Option<bool> {
        self.option(path).as_bool()
    }

    fn texts(&self, path: &str) -> Option<Vec<String>> {
        let list: js_sys::Array = self.option(path).dyn_into().ok()?;
        let mut texts = Vec::new();
        for at in 0..list.length() {
            texts.push(list.get(at).as_string()?);
        }
        Some(texts)
    }

    fn parse_url(&self, address: &str, relative_to_page: bool) -> Option<UrlParts> {
        parse_url(address, relative_to_page)
    }

    fn is_page_origin(&self, origin: &str) -> bool {
        is_page_origin(origin)
    }

    fn is_css_length(&self, length: &str) -> bool {
        web_sys::css::supports_with_value("width", length).unwrap_or(true)
    }

    fn prefers_dark(&self) -> bool {
        self.option("prefersDark").is_truthy()
    }
}

/// Parses `url`: `relative_to_page`, against the page's URL if the result is on the page's own
/// origin, and otherwise as an absolute URL. So a `<base>` that an attacker wrote into the page
/// cannot redirect the host's headers. `None` where the parser throws.
pub fn parse_url(address: &str, relative_to_page: bool) -> Option<UrlParts> {
    let here = || {
        let url = web_sys::Url::new_with_base(address, &base_url()).ok()?;
        is_page_origin(&url.origin()).then_some(url)
    };
    let url = relative_to_page.then(here).flatten();
    let url: JsValue = url.or_else(|| web_sys::Url::new(address).ok())?.into();
    let part = |name| text(&url, name);
    Some(UrlParts {
        has_user_info: !part("username").is_empty() || !part("password").is_empty(),
        href: part("href"),
        protocol: part("protocol"),
        hostname: part("hostname"),
        origin: part("origin"),
    })
}

fn text(value: &JsValue, name: &str) -> String {
    property(value, name).as_string().unwrap_or_default()
}

fn base_url() -> String {
    let url = document_property(&document(), "baseURI").as_string();
    url.unwrap_or_default()
}

/// Whether `origin` is the page's own. In `about:srcdoc` only the window has it; elsewhere, a
/// script of the host's may have defined a global `origin`.
fn is_page_origin(origin: &str) -> bool {
    let own: [JsValue; 2] = [window().location().into(), window().into()];
    own.iter().any(|own| text(own, "origin") == origin)
}

/// Whether the page runs in a sandbox without `allow-same-origin`.
pub fn is_sandboxed() -> bool {
    let mut address = text(&window().location(), "href");
    // `about:srcdoc` and `about:blank` inherit the base URL of the document that they inherit
    // the origin from.
    if address.starts_with("about:") {
        address = base_url();
    }
    let own_origin = text(&window(), "origin");
    parse_url(&address, false).is_some_and(|url| url.has_lost_its_origin(&own_origin))
}
