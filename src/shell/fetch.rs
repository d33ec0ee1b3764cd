//! The only file that uses the network: one request to the host's backend, and a bounded JSON
//! response. `pkg-template/src/engine/response-body.ts` reads its bytes, because a loop of awaits is
//! smaller in JavaScript.
//!
//! Responses are gloo-net's. Requests are the browser's own, because gloo-net's request builder
//! would add Rust's formatting code to the engine, and its `send` panics if `fetch` rejects with
//! anything but an `Error` of this realm, which makes the engine unusable (docs/browser-notes.md).

use gloo_net::http::Response;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::core::error::{Error, ErrorCode, Result};
use crate::core::text::concat;
use crate::shell::border::Host;
use crate::shell::dom::{object, own_property, property};
use crate::shell::executor::HostPromise;

/// The documented response has two short fields. A longer response is not the documented one.
const MAX_RESPONSE_BYTES: u32 = 64 * 1024;

/// One request of the widget.
#[derive(Debug)]
pub struct Request<'a> {
    /// An absolute URL.
    pub url: &'a str,
    /// Sent as JSON. A request without a body (`undefined`) is a `GET`.
    pub body: &'a JsValue,
    /// Fetch's `credentials`.
    pub credentials: &'a str,
    /// The host's own `headers` option.
    pub headers: JsValue,
    /// Aborts the request.
    pub signal: &'a AbortSignal,
    /// Reads the response.
    pub host: &'a Host,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;
}

/// Sends the request and reads its response.
///
/// # Errors
/// The contract's codes under "requesting the token". The message of `invalid_response` names the
/// wrong part.
pub async fn send(request: Request<'_>) -> Result<JsValue> {
    let headers = host_headers(request.headers.clone()).await?;
    // The attempt may have ended meanwhile. A page's replacement of `fetch` may ignore the signal.
    if request.signal.aborted() {
        return Err(no_response());
    }
    let raw = HostPromise::new(fetch(request.url, &init(&request, &headers))).await;
    let raw = raw.unwrap_or_default();
    let headers: web_sys::Headers = property(&raw, "headers").unchecked_into();
    // A page's replacement of `fetch` may resolve to anything.
    if !headers.is_object() {
        return Err(no_response());
    }
    // With `redirect: "manual"`, a redirect is an opaque response. A backend that redirects sends
    // people to its login page.
    if property(&raw, "type") == OPAQUE_REDIRECT {
        return Err(redirected());
    }
    let response = Response::from(raw.clone().unchecked_into::<web_sys::Response>());
    let status = response.status();
    let is_ok = (200..300).contains(&status);
    // The body of an error is discarded unread, so that this request has ended before a retry.
    let most = u32::from(is_ok) * MAX_RESPONSE_BYTES;
    let read = HostPromise::new(Ok(request.host.read_response(&raw, most))).await;
    if !is_ok {
        let mut error = Error::from_status(status);
        error.retry_after_ms = retry_after(&headers);
        return Err(error);
    }
    let read = read.map_err(|_| no_response().with_status(status))?;
    match own_property(&read, "wrong").as_string() {
        Some(wrong) => Err(Error::response(&wrong).with_status(status)),
        None => Ok(property(&read, "json")),
    }
}

/// The `type` of a redirect's response with `redirect: "manual"`.
const OPAQUE_REDIRECT: &str = "opaqueredirect";

fn redirected() -> Box<Error> {
    let mut error = Error::from_status(302);
    // The opaque response has no status.
    error.status = None;
    error
}

/// Converts a rejection of a host function. An integer `status` counts as that of a response, the
/// status 0 (a request without a response) as `network`, and anything else is
/// `token_callback_failed`.
pub fn rejected(thrown: &JsValue, name: &str) -> Box<Error> {
    match own_property(thrown, "status").as_f64() {
        _ if own_property(thrown, "type") == OPAQUE_REDIRECT => redirected(),
        Some(0.0) => no_response(),
        Some(status) if status.fract() == 0.0 && (1.0..=65_535.0).contains(&status) => {
            Error::from_status(status as u16)
        }
        _ => callback_failed(&concat(&["`", name, "` threw or rejected"])),
    }
}

/// The error of a request without a response. A page cannot find out the reason.
fn no_response() -> Box<Error> {
    Error::new(
        ErrorCode::Network,
        "No response: offline, a wrong URL, or a backend that does not allow this origin (CORS).",
    )
}

fn init(request: &Request<'_>, headers: &web_sys::Headers) -> JsValue {
    let _ = headers.set("Accept", "application/json");
    let mut method = "GET";
    let mut body = JsValue::UNDEFINED;
    if !request.body.is_undefined() {
        let _ = headers.set("Content-Type", "application/json");
        method = "POST";
        body = js_sys::JSON::stringify(request.body)
            .unwrap_or_default()
            .into();
    }
    object(&[
        ("method", &method.into()),
        ("headers", headers),
        ("body", &body),
        ("credentials", &request.credentials.into()),
        ("cache", &"no-store".into()),
        ("redirect", &"manual".into()),
        ("signal", request.signal),
    ])
}

/// The host's headers, read again for each request.
async fn host_headers(mut headers: JsValue) -> Result<web_sys::Headers> {
    if let Some(function) = headers.dyn_ref::<js_sys::Function>() {
        let returned = HostPromise::new(function.call0(&JsValue::UNDEFINED)).await;
        headers = returned.map_err(|thrown| rejected(&thrown, "headers"))?;
    }
    if headers.is_undefined() {
        headers = js_sys::Object::new().into();
    }
    web_sys::Headers::new_with_record_from_str_to_str(headers.unchecked_ref())
        .map_err(|_| callback_failed("`headers` holds a name or a value that HTTP does not allow"))
}

/// The error of a host function that failed.
pub fn callback_failed(what: &str) -> Box<Error> {
    Error::new(
        ErrorCode::TokenCallbackFailed,
        &concat(&[what, ": see the host app's own code."]),
    )
}

/// `Retry-After` in milliseconds, from seconds or a date (RFC 9110, 10.2.3). Across origins the
/// backend must expose the header.
///
/// This does not use gloo-net's headers, which panic if a replacement of `fetch` resolves to an
/// object without real ones.
fn retry_after(headers: &web_sys::Headers) -> Option<u32> {
    let text = headers.get("Retry-After").ok()??;
    let seconds = js_sys::parse_float(&text);
    let ms = if seconds.is_nan() {
        js_sys::Date::parse(&text) - js_sys::Date::now()
    } else {
        seconds * 1000.0
    };
    // NaN (neither seconds nor a date) saturates to zero.
    Some(ms as u32)
}
