//! Reads the host's options as plain data, and implements the core's [`Browser`] for the page.

use wasm_bindgen::{JsCast, JsValue};

use crate::core::hosted_page::UrlParts;
use crate::core::options::kind::OptionName;
use crate::core::options::value::{HostOptions, Value};
use crate::core::options::{Browser, unknown};
use crate::shell::dom::{document, document_property, property, text, warn_once, window};

/// Reads every option of a snapshot once, and warns about names that are not options.
pub fn read(snapshot: &JsValue) -> HostOptions {
    let mut options = HostOptions::default();
    read_object(snapshot, None, &mut options);
    options
}

/// Reads the options that are in the option `within`.
fn read_object(object: &JsValue, within: Option<OptionName>, options: &mut HostOptions) {
    let names = js_sys::Reflect::own_keys(object).unwrap_or_default();
    for at in 0..names.length() {
        let name = names.get(at).as_string().unwrap_or_default();
        if let Some(option) = OptionName::find(within, &name) {
            let given = property(object, &name);
            if given.is_object() && option.has_options() {
                read_object(&given, Some(option), options);
            }
            options.0.push((option, to_value(&given)));
        } else if name != "constructor" {
            // The snapshot also has the properties of the class of a host's object.
            let warning = unknown::warning(within, &name);
            warn_once(&warning, &warning);
        }
    }
}

fn to_value(given: &JsValue) -> Value {
    if let Some(text) = given.as_string() {
        Value::Text(text)
    } else if given.is_function() {
        Value::Function
    } else if let Some(number) = given.as_f64() {
        Value::Number(number)
    } else if let Some(flag) = given.as_bool() {
        Value::Flag(flag)
    } else if let Some(list) = given.dyn_ref::<js_sys::Array>() {
        texts(list).map_or(Value::Other, Value::Texts)
    } else if given.is_object() {
        Value::Object
    } else {
        Value::Other
    }
}

fn texts(list: &js_sys::Array) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for at in 0..list.length() {
        texts.push(list.get(at).as_string()?);
    }
    Some(texts)
}

/// The browser that shows the page.
#[derive(Debug)]
pub struct Page;

impl Browser for Page {
    fn parse_url(&self, url: &str, relative_to_page: bool) -> Option<UrlParts> {
        parse_url(url, relative_to_page)
    }

    fn is_page_origin(&self, origin: &str) -> bool {
        is_page_origin(origin)
    }

    fn is_css_length(&self, length: &str) -> bool {
        web_sys::css::supports_with_value("width", length).unwrap_or(true)
    }
}

/// Parses `url` as an absolute URL. With `relative_to_page`, it may also be relative to the page's
/// base URL, if the result is on the page's own origin: a `<base>` that an attacker wrote into the
/// page must not send the host's headers to another origin. Returns `None` if the parser throws.
pub fn parse_url(url: &str, relative_to_page: bool) -> Option<UrlParts> {
    let here = || {
        let found = web_sys::Url::new_with_base(url, &base_url()).ok()?;
        is_page_origin(&text(&found, "origin")).then_some(found)
    };
    let found = relative_to_page.then(here).flatten();
    let found = found.or_else(|| web_sys::Url::new(url).ok())?;
    Some(UrlParts {
        href: text(&found, "href"),
        hostname: text(&found, "hostname"),
        origin: text(&found, "origin"),
    })
}

fn base_url() -> String {
    let url = document_property(&document(), "baseURI").as_string();
    url.unwrap_or_default()
}

/// Whether `origin` is the page's own. In `about:srcdoc`, only `window.origin` has it. On other
/// pages, a script of the host may have replaced `window.origin`, but not `location.origin`.
fn is_page_origin(origin: &str) -> bool {
    let holders: [JsValue; 2] = [window().location().into(), window().into()];
    holders
        .iter()
        .any(|holder| text(holder, "origin") == origin)
}

/// Whether the page runs in a sandbox without `allow-same-origin`.
pub fn is_sandboxed() -> bool {
    let mut url = text(&window().location(), "href");
    // `about:srcdoc` and `about:blank` inherit the base URL and the origin of the same document.
    if url.starts_with("about:") {
        url = base_url();
    }
    let origin = text(&window(), "origin");
    parse_url(&url, false).is_some_and(|url| url.has_lost_its_origin(&origin))
}
