//! The only file that knows the network: one request to the host's backend, and a bounded JSON answer.

use gloo_net::http::{Method, RequestBuilder, Response};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache, RequestCredentials, RequestRedirect};

use crate::dom::property;
use crate::error::{Code, Failure};

/// The documented answer has two short fields; more than this is something else.
const MOST_ANSWER_BYTES: usize = 64 * 1024;

/// One request of the widget's own.
#[derive(Debug)]
pub struct Request<'a> {
    /// Absolute.
    pub url: &'a str,
    /// JSON; a request without one is a `GET`.
    pub body: Option<&'a JsValue>,
    /// Fetch's `credentials`.
    pub credentials: &'a str,
    /// The host's own `headers` option.
    pub headers: &'a JsValue,
    /// Aborts the request.
    pub signal: &'a AbortSignal,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// Awaits whatever a host's function returned: a promise of any realm, a thenable, or a plain value.
pub async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(js_sys::Promise::resolve(value)).await
}

/// Sends the request and reads its answer.
///
/// # Errors
/// What the contract lists under "asking for the token"; `part` of `invalid_response` names what is wrong.
pub async fn ask(request: Request<'_>) -> Result<JsValue, Failure> {
    let headers = own_headers(request.headers).await?;
    let raw = build(&request, headers).map_err(|_| unreachable_backend())?;
    // gloo-net's own `send` panics on a rejection that is not an `Error` of this realm (a string, say), and a panic poisons the engine.
    let sent = fetch(&raw).map_err(|_| unreachable_backend())?;
    let answer = settled(&sent).await.map_err(|_| unreachable_backend())?;
    if !answer.is_object() {
        return Err(unreachable_backend());
    }
    // "manual" shows a redirect as an opaque answer: the host's backend sends people to its log-in page.
    if property(&answer, "type") == "opaqueredirect" {
        return Err(Failure::new(
            Code::Unauthenticated,
            "The backend answered with a redirect, as to a log-in page: let the cardholder sign in again; a token route must not redirect.",
        ));
    }
    let answer = Response::from(answer.unchecked_into::<web_sys::Response>());
    let status = answer.status();
    if !(200..300).contains(&status) {
        return Err(Failure {
            retry_after_ms: retry_after(&answer),
            ..Failure::from_status(status)
        });
    }
    let text = read(&answer)
        .await
        .map_err(|failure| failure.with_status(status))?;
    js_sys::JSON::parse(&text).map_err(|_| Failure::response("it is not JSON").with_status(status))
}

/// What a page can know of a request without an answer, and no more.
pub fn unreachable_backend() -> Failure {
    Failure::new(
        Code::Network,
        "The backend did not answer: the network is down, the address is wrong, or the backend does not allow this origin (CORS).",
    )
}

fn build(
    request: &Request<'_>,
    headers: web_sys::Headers,
) -> Result<web_sys::Request, gloo_net::Error> {
    let _ = headers.set("Accept", "application/json");
    if request.body.is_some() {
        let _ = headers.set("Content-Type", "application/json");
    }
    let builder = RequestBuilder::new(request.url)
        .headers(gloo_net::http::Headers::from_raw(headers))
        .credentials(
            RequestCredentials::from_js_value(&request.credentials.into())
                .unwrap_or(RequestCredentials::SameOrigin),
        )
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(request.signal));
    let built = match request.body {
        Some(body) => builder
            .method(Method::POST)
            .body(js_sys::JSON::stringify(body).unwrap_or_default()),
        None => builder.method(Method::GET).build(),
    };
    built.map(Into::into)
}

/// The host's headers, asked for anew for each request.
async fn own_headers(option: &JsValue) -> Result<web_sys::Headers, Failure> {
    let headers = match option.dyn_ref::<js_sys::Function>() {
        Some(function) => match function.call0(&JsValue::UNDEFINED) {
            Ok(returned) => settled(&returned).await,
            Err(thrown) => Err(thrown),
        }
        .map_err(|_| callback_failed("`headers` threw or rejected"))?,
        None => option.clone(),
    };
    if headers.is_undefined() {
        return web_sys::Headers::new().map_err(|_| unreachable_backend());
    }
    web_sys::Headers::new_with_record_from_str_to_str(headers.unchecked_ref())
        .map_err(|_| callback_failed("`headers` holds a name or a value that HTTP does not allow"))
}

/// A function of the host's that did not do its part.
pub fn callback_failed(what: &str) -> Failure {
    Failure::new(
        Code::TokenCallbackFailed,
        [what, ": see the host app's own code."].concat(),
    )
}

/// `Retry-After` in milliseconds, as seconds or as a date (RFC 9110, 10.2.3); across origins the backend must expose it.
fn retry_after(answer: &Response) -> Option<u32> {
    let text = answer.headers().get("Retry-After")?;
    let ms = match text.trim().parse::<u32>() {
        Ok(seconds) => f64::from(seconds) * 1000.0,
        Err(_) => js_sys::Date::parse(&text) - js_sys::Date::now(),
    };
    // NaN, for what is neither, saturates to zero.
    Some(ms as u32)
}

/// Reads at most [`MOST_ANSWER_BYTES`] and lets go of the rest.
async fn read(answer: &Response) -> Result<String, Failure> {
    let Some(stream) = answer.body() else {
        return Err(Failure::response("it has no body"));
    };
    let reader: web_sys::ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let part = JsFuture::from(reader.read())
            .await
            .map_err(|_| unreachable_backend())?;
        if property(&part, "done").is_truthy() {
            break;
        }
        bytes.extend(js_sys::Uint8Array::new(&property(&part, "value")).to_vec());
        if bytes.len() > MOST_ANSWER_BYTES {
            let _ = reader.cancel();
            return Err(Failure::response("it is larger than 64 KiB"));
        }
    }
    if bytes.is_empty() {
        return Err(Failure::response("it is empty"));
    }
    String::from_utf8(bytes).map_err(|_| Failure::response("it is not UTF-8"))
}
