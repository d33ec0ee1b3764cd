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
use crate::shell::promise::{Outcome, when_settled};

/// The documented response has two short fields. A longer response is not the documented one.
const MAX_RESPONSE_BYTES: u32 = 64 * 1024;

/// Receives the response of a request, or its error.
pub type Respond = Box<dyn FnOnce(Result<JsValue>)>;

/// One request of the widget.
#[derive(Debug)]
pub struct Request {
    /// An absolute URL.
    pub url: String,
    /// Sent as JSON. A request without a body (`undefined`) is a `GET`.
    pub body: JsValue,
    /// Fetch's `credentials`.
    pub credentials: &'static str,
    /// The host's own `headers` option.
    pub headers: JsValue,
    /// More headers, which replace those with the same names: a record, or `undefined`.
    pub more_headers: JsValue,
    /// Aborts the request.
    pub signal: AbortSignal,
    /// Reads the response.
    pub host: Host,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;
}

type Step = Box<dyn FnOnce(&Request, Outcome) -> Result<Progress>>;

/// The state of a request after one of its steps.
enum Progress {
    /// A promise, and the step that receives its outcome.
    Waiting(Outcome, Step),
    /// The response's JSON.
    Done(JsValue),
}

impl Request {
    /// Sends the request and reads its response. The error has one of the contract's codes under
    /// "requesting the token". The message of `invalid_response` names the wrong part.
    pub fn send(self, respond: Respond) {
        let progress = match self.headers.dyn_ref::<js_sys::Function>() {
            // Called again for each request.
            Some(function) => {
                let returned = function.apply(&JsValue::UNDEFINED, &js_sys::Array::new());
                Ok(Progress::Waiting(returned, Box::new(Self::fetch)))
            }
            None => self.fetch(Ok(self.headers.clone())),
        };
        self.advance(progress, respond);
    }

    fn advance(self, progress: Result<Progress>, respond: Respond) {
        match progress {
            Ok(Progress::Waiting(promise, step)) => {
                let next = move |outcome| {
                    let progress = step(&self, outcome);
                    self.advance(progress, respond);
                };
                when_settled(promise, Box::new(next));
            }
            Ok(Progress::Done(json)) => respond(Ok(json)),
            Err(error) => respond(Err(error)),
        }
    }

    /// Sends the request with the host's headers.
    fn fetch(&self, headers: Outcome) -> Result<Progress> {
        let mut headers = headers.map_err(|thrown| rejected(&thrown, "headers"))?;
        if headers.is_undefined() {
            headers = js_sys::Object::new().into();
        }
        let headers = web_sys::Headers::new_with_record_from_str_to_str(headers.unchecked_ref())
            .map_err(|_| {
                callback_failed("`headers` holds a name or a value that HTTP does not allow")
            })?;
        add_headers(&headers, &self.more_headers)?;
        // The attempt may have ended meanwhile. A page's replacement of `fetch` may ignore the
        // signal.
        if self.signal.aborted() {
            return Err(no_response());
        }
        let promise = fetch(&self.url, &self.init(&headers));
        Ok(Progress::Waiting(promise, Box::new(Self::read)))
    }

    fn init(&self, headers: &web_sys::Headers) -> JsValue {
        let _ = headers.set("Accept", "application/json");
        let mut method = "GET";
        let mut body = JsValue::UNDEFINED;
        if !self.body.is_undefined() {
            let _ = headers.set("Content-Type", "application/json");
            method = "POST";
            body = js_sys::JSON::stringify(&self.body)
                .unwrap_or_default()
                .into();
        }
        object(&[
            ("method", &method.into()),
            ("headers", headers),
            ("body", &body),
            ("credentials", &self.credentials.into()),
            ("cache", &"no-store".into()),
            ("redirect", &"manual".into()),
            ("signal", &self.signal),
        ])
    }

    /// Reads the response's JSON if its status is 2xx, and otherwise reports the status.
    fn read(&self, response: Outcome) -> Result<Progress> {
        let raw = response.unwrap_or_default();
        let headers: web_sys::Headers = property(&raw, "headers").unchecked_into();
        // A page's replacement of `fetch` may resolve to anything.
        if !headers.is_object() {
            return Err(no_response());
        }
        // With `redirect: "manual"`, a redirect is an opaque response. A backend that redirects
        // sends people to its login page.
        if property(&raw, "type") == OPAQUE_REDIRECT {
            return Err(redirected());
        }
        let response = Response::from(raw.clone().unchecked_into::<web_sys::Response>());
        let status = response.status();
        let is_ok = (200..300).contains(&status);
        // The body of an error is discarded unread, so that this request has ended before a retry.
        let most = u32::from(is_ok) * MAX_RESPONSE_BYTES;
        let promise = self.host.read_response(&raw, most);
        let finish = move |_: &Self, read: Outcome| {
            if !is_ok {
                let mut error = Error::from_status(status);
                error.retry_after_ms = retry_after(&headers);
                return Err(error);
            }
            let read = read.map_err(|_| no_response().with_status(status))?;
            match own_property(&read, "wrong").as_string() {
                Some(wrong) => Err(Error::response(&wrong).with_status(status)),
                None => Ok(Progress::Done(property(&read, "json"))),
            }
        };
        Ok(Progress::Waiting(Ok(promise), Box::new(finish)))
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

/// Adds the headers that `stepUp` returned.
fn add_headers(headers: &web_sys::Headers, more: &JsValue) -> Result<()> {
    let names = js_sys::Reflect::own_keys(more).unwrap_or_default();
    for at in 0..names.length() {
        let name = names.get(at).as_string();
        let name = name.ok_or_else(step_up_failed)?;
        let value = property(more, &name).as_string();
        let value = value.ok_or_else(step_up_failed)?;
        headers.set(&name, &value).map_err(|_| step_up_failed())?;
    }
    Ok(())
}

/// The error of a `stepUp` that failed, or that returned something else than is documented.
pub fn step_up_failed() -> Box<Error> {
    Error::new(
        ErrorCode::StepUpFailed,
        "`stepUp` did not resolve to `true`, `false` or a record of headers: see the host app's own code.",
    )
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
    // Neither seconds nor a date. A date in the past saturates to zero.
    (!ms.is_nan()).then_some(ms as u32)
}
