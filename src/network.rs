//! The only file that knows the network: one request to the host's backend, and a bounded JSON answer.
//!
//! gloo-net gives the answer and its headers. Its request builder formats addresses, which brings Rust's formatting along, and its `send` panics on
//! a rejection that is not an `Error` of this realm, which poisons the engine (engineering.md): the request is the browser's own.

use gloo_net::http::Response;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use crate::dom::{object, property};
use crate::error::{Checked, Code, Failure};
use crate::text::concat;

/// The documented answer has two short fields; more than this is something else.
const MOST_ANSWER_BYTES: f64 = 64.0 * 1024.0;

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
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;
}

/// What a host's function returned, to be awaited: a promise of any realm, a thenable, a plain value; what it threw is a rejection.
pub fn settled(returned: Result<JsValue, JsValue>) -> JsFuture {
    JsFuture::from(match returned {
        Ok(value) => js_sys::Promise::resolve(&value),
        Err(thrown) => js_sys::Promise::reject(&thrown),
    })
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
    let answer = settled(fetch(request.url, &init(&request, &headers))).await;
    let answer = answer
        .ok()
        // Someone who stands in for `fetch` may answer with anything.
        .filter(|answer| property(answer, "headers").is_object())
        .ok_or_else(no_answer)?;
    // "manual" shows a redirect as an opaque answer: the host's backend sends people to its log-in page.
    if property(&answer, "type") == "opaqueredirect" {
        return Err(Failure::new(
            Code::Unauthenticated,
            "The backend redirected, as to a log-in page: let the cardholder sign in again.",
        ));
    }
    let answer = Response::from(answer.unchecked_into::<web_sys::Response>());
    let status = answer.status();
    if !(200..300).contains(&status) {
        let mut failure = Failure::from_status(status);
        failure.retry_after_ms = retry_after(&answer);
        return Err(failure);
    }
    read(&answer)
        .await
        .map_err(|failure| failure.with_status(status))
}

/// What a page can know of a request without an answer, and no more.
fn no_answer() -> Box<Failure> {
    Failure::new(
        Code::Network,
        "No answer: the network is down, the address is wrong, or the backend does not allow this origin (CORS).",
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
        let returned = settled(function.call0(&JsValue::UNDEFINED)).await;
        headers = returned.map_err(|_| callback_failed("`headers` threw or rejected"))?;
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
fn retry_after(answer: &Response) -> Option<u32> {
    let text = answer.headers().get("Retry-After")?;
    let seconds = js_sys::parse_float(&text);
    let ms = if seconds.is_nan() {
        js_sys::Date::parse(&text) - js_sys::Date::now()
    } else {
        seconds * 1000.0
    };
    // NaN, for what is neither, saturates to zero.
    Some(ms as u32)
}

/// Reads at most [`MOST_ANSWER_BYTES`], lets go of the rest, and leaves decoding and parsing to the browser.
async fn read(answer: &Response) -> Checked<JsValue> {
    let Some(stream) = answer.body() else {
        return Err(Failure::response("it has no body"));
    };
    // Someone who stands in for `fetch` has read it already; the reader would throw.
    if property(&stream, "locked").is_truthy() {
        return Err(Failure::response("it was read already"));
    }
    let reader: web_sys::ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let parts = js_sys::Array::new();
    let mut bytes = 0.0;
    loop {
        let part = settled(Ok(reader.read().into())).await;
        let part = part.map_err(|_| no_answer())?;
        if property(&part, "done").is_truthy() {
            break;
        }
        let part = property(&part, "value");
        bytes += property(&part, "length").as_f64().unwrap_or(f64::MAX);
        if bytes > MOST_ANSWER_BYTES {
            let _ = reader.cancel();
            return Err(Failure::response("it is larger than 64 KiB"));
        }
        parts.push(&part);
    }
    let whole = web_sys::Blob::new_with_u8_array_sequence(&parts)
        .and_then(|blob| web_sys::Response::new_with_opt_blob(Some(&blob)))
        .and_then(|copy| copy.json())
        .map(JsValue::from);
    settled(whole)
        .await
        .map_err(|_| Failure::response("it is not JSON"))
}
