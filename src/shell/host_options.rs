//! Reads the host's options as plain data, and answers the core's questions about the page.

use wasm_bindgen::{JsCast, JsValue};

use crate::core::hosted_page::UrlParts;
use crate::core::options::Browser;
use crate::core::options::kind::OptionName;
use crate::core::options::value::{HostOptions, Value};
use crate::shell::dom::{document, document_property, property, window};

/// Reads every option of a snapshot once.
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
            if given.is_object() {
                read_object(&given, Some(option), options);
            }
            options.0.push((option, to_value(&given)));
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

/// Parses `url`: `relative_to_page`, against the page's URL if the result is on the page's own
/// origin, and otherwise as an absolute URL. So a `<base>` that an attacker wrote into the page
/// cannot redirect the host's headers. `None` where the parser throws.
pub fn parse_url(url: &str, relative_to_page: bool) -> Option<UrlParts> {
    let here = || {
        let found = web_sys::Url::new_with_base(url, &base_url()).ok()?;
        is_page_origin(&found.origin()).then_some(found)
    };
    let found = relative_to_page.then(here).flatten();
    let found: JsValue = found.or_else(|| web_sys::Url::new(url).ok())?.into();
    let part = |name| text(&found, name);
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
    let mut url = text(&window().location(), "href");
    // `about:srcdoc` and `about:blank` inherit the base URL of the document that they inherit
    // the origin from.
    if url.starts_with("about:") {
        url = base_url();
    }
    let own_origin = text(&window(), "origin");
    parse_url(&url, false).is_some_and(|url| url.has_lost_its_origin(&own_origin))
}
