//! The only file that knows the network: one request to the host's backend, and a bounded JSON answer, whose bytes `pkg-template/src/answer.ts` reads:
//! a loop of awaits weighs less in JavaScript (`cargo xtask package` prints what the engine weighs).
//!
//! gloo-net gives the answer and its headers. Its request builder formats addresses, which brings Rust's formatting along, and its `send` panics on
//! a rejection that is not an `Error` of this realm, which poisons the engine (engineering.md): the request is the browser's own.

use gloo_net::http::Response;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::callbacks::Host;
use crate::dom::{object, own, property};
use crate::error::{Checked, Code, Failure};
use crate::task::Settled;
use crate::text::concat;

/// The documented answer has two short fields; more than this is something else.
const MOST_ANSWER_BYTES: u32 = 64 * 1024;

/// One request of the widget's own.
#[derive(Debug)]
pub struct Request<'a> {
    /// Absolute.
    pub url: &'a str,
    /// Sent as JSON; a request without one (`undefined`) is a `GET`.
    pub body: &'a JsValue,
    /// Fetch's `credentials`.
    pub credentials: &'a str,
    /// The host's own `headers` option.
    pub headers: JsValue,
    /// Aborts the request.
    pub signal: &'a AbortSignal,
    /// Reads the answer.
    pub host: &'a Host,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;
}

/// Sends the request and reads its answer.
///
/// # Errors
/// What the contract lists under "asking for the token"; `part` of `invalid_response` names what is wrong.
pub async fn ask(request: Request<'_>) -> Checked<JsValue> {
    let headers = own_headers(request.headers.clone()).await?;
    // The attempt may have ended meanwhile: whoever stands in for `fetch` need not look at the signal.
    if request.signal.aborted() {
        return Err(no_answer());
    }
    let raw = Settled::new(fetch(request.url, &init(&request, &headers))).await;
    let raw = raw.unwrap_or_default();
    let headers: web_sys::Headers = property(&raw, "headers").unchecked_into();
    // Someone who stands in for `fetch` may answer with anything.
    if !headers.is_object() {
        return Err(no_answer());
    }
    // "manual" shows a redirect as an opaque answer: the host's backend sends people to its log-in page.
    if property(&raw, "type") == OPAQUE_REDIRECT {
        return Err(redirected());
    }
    let answer = Response::from(raw.clone().unchecked_into::<web_sys::Response>());
    let status = answer.status();
    let is_ok = (200..300).contains(&status);
    // What an error says besides is let go of unread: a try after it must not find this request still under way.
    let most = u32::from(is_ok) * MOST_ANSWER_BYTES;
    let read = Settled::new(Ok(request.host.read(&raw, most))).await;
    if !is_ok {
        let mut failure = Failure::from_status(status);
        failure.retry_after_ms = retry_after(&headers);
        return Err(failure);
    }
    let read = read.map_err(|_| no_answer().with_status(status))?;
    match own(&read, "wrong").as_string() {
        Some(wrong) => Err(Failure::response(&wrong).with_status(status)),
        None => Ok(property(&read, "json")),
    }
}

/// The `type` of an answer to `redirect: "manual"`.
const OPAQUE_REDIRECT: &str = "opaqueredirect";

fn redirected() -> Box<Failure> {
    let mut failure = Failure::from_status(302);
    // Which of them it was, nobody can read.
    failure.status = None;
    failure
}

/// A rejection of a function of the host's: with an integer `status` it is mapped like a response, and as no answer where that is the 0 of a request
/// that had none; everything else is `token_callback_failed`.
pub fn rejected(thrown: &JsValue, name: &str) -> Box<Failure> {
    match own(thrown, "status").as_f64() {
        _ if own(thrown, "type") == OPAQUE_REDIRECT => redirected(),
        Some(0.0) => no_answer(),
        Some(status) if status.fract() == 0.0 && (1.0..=65_535.0).contains(&status) => {
            Failure::from_status(status as u16)
        }
        _ => callback_failed(&concat(&["`", name, "` threw or rejected"])),
    }
}

/// What a page can know of a request without an answer, and no more.
fn no_answer() -> Box<Failure> {
    Failure::new(
        Code::Network,
        "No answer: offline, a wrong address, or a backend that does not allow this origin (CORS).",
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

/// The host's headers, asked for anew for each request.
async fn own_headers(mut headers: JsValue) -> Checked<web_sys::Headers> {
    if let Some(function) = headers.dyn_ref::<js_sys::Function>() {
        let returned = Settled::new(function.call0(&JsValue::UNDEFINED)).await;
        headers = returned.map_err(|thrown| rejected(&thrown, "headers"))?;
    }
    if headers.is_undefined() {
        headers = js_sys::Object::new().into();
    }
    web_sys::Headers::new_with_record_from_str_to_str(headers.unchecked_ref())
        .map_err(|_| callback_failed("`headers` holds a name or a value that HTTP does not allow"))
}

/// A function of the host's that did not do its part.
pub fn callback_failed(what: &str) -> Box<Failure> {
    Failure::new(
        Code::TokenCallbackFailed,
        &concat(&[what, ": see the host app's own code."]),
    )
}

/// `Retry-After` in milliseconds, as seconds or as a date (RFC 9110, 10.2.3); across origins the backend must expose it.
///
/// gloo-net's own reader of headers panics where someone who stands in for `fetch` answers without real ones.
fn retry_after(headers: &web_sys::Headers) -> Option<u32> {
    let text = headers.get("Retry-After").ok()??;
    let seconds = js_sys::parse_float(&text);
    let ms = if seconds.is_nan() {
        js_sys::Date::parse(&text) - js_sys::Date::now()
    } else {
        seconds * 1000.0
    };
    // NaN, for what is neither, saturates to zero.
    Some(ms as u32)
}
