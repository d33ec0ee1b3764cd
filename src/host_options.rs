//! The host's options object and its browser, as [`Source`] wants them.

use wasm_bindgen::{JsCast, JsValue};

use crate::dom::{document, property, window};
use crate::hosted_page::UrlParts;
use crate::options::{Source, Value};

/// The latest options, as the handle merged them.
#[derive(Debug)]
pub struct HostOptions(pub JsValue);

impl Source for HostOptions {
    fn get(&self, path: &[&str]) -> Value {
        let found = path
            .iter()
            .fold(self.0.clone(), |value, name| property(&value, name));
        value_of(&found)
    }

    fn parse_url(&self, address: &str, relative_to_page: bool) -> Option<UrlParts> {
        let base = property(&document(), "baseURI").as_string();
        match base.filter(|_| relative_to_page) {
            Some(base) => web_sys::Url::new_with_base(address, &base),
            None => web_sys::Url::new(address),
        }
        .ok()
        .map(|url| parts(&url))
    }

    fn is_css_length(&self, length: &str) -> bool {
        web_sys::css::supports_with_value("width", length).unwrap_or(false)
    }

    fn prefers_dark(&self) -> bool {
        window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches())
    }
}

fn value_of(value: &JsValue) -> Value {
    if value.is_undefined() {
        Value::Missing
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if value.is_function() {
        Value::Function
    } else if js_sys::Array::is_array(value) {
        let list: &js_sys::Array = value.unchecked_ref();
        Value::List(list.iter().map(|item| item.as_string()).collect())
    } else if value.is_object() {
        Value::Object
    } else {
        Value::Other
    }
}

fn parts(url: &web_sys::Url) -> UrlParts {
    UrlParts {
        href: url.href(),
        protocol: url.protocol(),
        username: url.username(),
        password: url.password(),
        hostname: url.hostname(),
        origin: url.origin(),
    }
}
