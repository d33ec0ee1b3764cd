//! Tests a request of the widget, with each response that a browser, a backend or a replaced
//! `fetch` can give.

use set_pin_widget::core::error::{Error, ErrorCode, Result};
use set_pin_widget::shell::dom::property;
use set_pin_widget::shell::fetch::Request;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortSignal;

use crate::support::{FakeFetch, Realm, host, js, json, response, signal};

const ROUTE: &str = "https://app.example/api/card/set-pin/token";
const GOOD: &str = "async () => Response.json({ token: 't', hostedPageUrl: 'u' })";

async fn send(body: &JsValue, headers: JsValue, signal: &AbortSignal) -> Result<JsValue> {
    let request = Request {
        url: ROUTE.into(),
        body: body.clone(),
        credentials: "same-origin",
        headers,
        more_headers: JsValue::UNDEFINED,
        signal: signal.clone(),
        host: host(),
    };
    response(|respond| request.send(respond)).await
}

async fn with_headers(headers: JsValue) -> Result<JsValue> {
    send(&js("{ isEmbedded: true }"), headers, &signal()).await
}

async fn request() -> Result<JsValue> {
    with_headers(JsValue::UNDEFINED).await
}

async fn request_error() -> Box<Error> {
    request().await.expect_err("an error")
}

/// The error of a request whose `fetch` is this JavaScript function.
async fn error_from(respond: &str) -> Box<Error> {
    let _fetch = FakeFetch::new(respond);
    request_error().await
}

#[wasm_bindgen_test]
async fn a_request_with_a_body_is_posted_as_json_without_redirects_or_caching() {
    let (fetch, signal) = (FakeFetch::new(GOOD), signal());
    let body = js("{ isEmbedded: true, customCss: { textColor: '#000000' } }");
    let response = send(&body, JsValue::UNDEFINED, &signal).await;
    assert_eq!(
        json(&response.expect("a response")),
        r#"{"token":"t","hostedPageUrl":"u"}"#
    );
    assert_eq!(fetch.calls(), 1);
    assert_eq!(fetch.url(), ROUTE);
    let init = fetch.init();
    for (name, value) in [
        ("method", "POST"),
        (
            "body",
            r##"{"isEmbedded":true,"customCss":{"textColor":"#000000"}}"##,
        ),
        ("credentials", "same-origin"),
        ("cache", "no-store"),
        ("redirect", "manual"),
    ] {
        assert_eq!(property(&init, name), value, "{name}");
    }
    assert_eq!(
        fetch.header("Content-Type").as_deref(),
        Some("application/json")
    );
    assert_eq!(fetch.header("Accept").as_deref(), Some("application/json"));
    assert!(js_sys::Object::is(&property(&init, "signal"), &signal));
}

#[wasm_bindgen_test]
async fn a_request_without_a_body_is_a_get() {
    let fetch = FakeFetch::new("async () => Response.json({ status: 'ACTIVE' })");
    let response = send(&JsValue::UNDEFINED, JsValue::UNDEFINED, &signal()).await;
    assert_eq!(
        json(&response.expect("a response")),
        r#"{"status":"ACTIVE"}"#
    );
    assert_eq!(property(&fetch.init(), "method"), "GET");
    assert!(property(&fetch.init(), "body").is_undefined());
    assert_eq!(fetch.header("Content-Type"), None);
    assert_eq!(fetch.header("Accept").as_deref(), Some("application/json"));
}

#[wasm_bindgen_test]
async fn no_response_is_a_network_failure_whatever_was_thrown() {
    for response in [
        "() => Promise.reject('a string')",
        "() => Promise.reject({ message: 'an object' })",
        "() => Promise.reject(null)",
        "() => Promise.reject()",
        "() => Promise.reject(Symbol('no'))",
        "() => Promise.reject(new TypeError('Failed to fetch'))",
        "() => Promise.reject(new DOMException('gone', 'AbortError'))",
        "() => { throw 'at once'; }",
        "() => { throw new Error('at once'); }",
        "() => ({ then(_, reject) { reject('a thenable'); } })",
        "() => ({ get then() { throw 'while looked at'; } })",
    ] {
        let error = error_from(response).await;
        assert_eq!(
            (error.code, error.status),
            (ErrorCode::Network, None),
            "{response}"
        );
    }
    // The engine still works.
    let _fetch = FakeFetch::new(GOOD);
    assert!(request().await.is_ok());
}

#[wasm_bindgen_test]
async fn an_error_of_another_realm_is_a_network_failure() {
    let realm = Realm::new();
    for response in [
        "() => Promise.reject(new TypeError('Failed to fetch'))",
        "() => { throw new Error('at once'); }",
    ] {
        let _fetch = FakeFetch::from_function(&realm.js(response));
        assert_eq!(request_error().await.code, ErrorCode::Network, "{response}");
    }
}

#[wasm_bindgen_test]
async fn a_response_of_another_realm_is_read() {
    let realm = Realm::new();
    let _fetch =
        FakeFetch::from_function(&realm.js("async () => new Response('{\"token\":\"t\"}')"));
    let response = request().await.expect("a response");
    assert_eq!(json(&response), r#"{"token":"t"}"#);
}

#[wasm_bindgen_test]
async fn a_fetch_that_resolves_with_nothing_is_a_network_failure() {
    for response in [
        "async () => undefined",
        "async () => null",
        "() => undefined",
        "async () => 'text'",
    ] {
        assert_eq!(
            error_from(response).await.code,
            ErrorCode::Network,
            "{response}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_redirect_is_never_followed_and_means_that_the_session_has_ended() {
    let error = error_from(
        "async (url, { redirect }) => redirect === 'manual'
            ? { type: 'opaqueredirect', status: 0, headers: new Headers() }
            : new Response('<form>Log in</form>', { headers: { 'Content-Type': 'text/html' } })",
    )
    .await;
    assert_eq!(
        (error.code, error.status),
        (ErrorCode::Unauthenticated, None)
    );
}

#[wasm_bindgen_test]
async fn each_status_becomes_its_error_code_without_the_body() {
    for (status, code) in [
        (401, ErrorCode::Unauthenticated),
        (404, ErrorCode::CardNotFound),
        (422, ErrorCode::ValidationRejected),
        (498, ErrorCode::InvalidClientKey),
        (503, ErrorCode::ServerError),
        (418, ErrorCode::UnexpectedStatus),
    ] {
        let response =
            format!("async () => Response.json({{ message: 'hush' }}, {{ status: {status} }})");
        let error = error_from(&response).await;
        assert_eq!((error.code, error.status), (code, Some(status)));
        assert!(!error.message.contains("hush"), "{}", error.message);
    }
}

#[wasm_bindgen_test]
async fn a_body_of_another_kind_is_an_invalid_response_with_the_readers_reason() {
    let error = error_from("async () => new Response('<p>hush</p>')").await;
    assert_eq!(
        (error.code, error.status),
        (ErrorCode::InvalidResponse, Some(200))
    );
    assert!(error.message.contains("it is not JSON"));
    assert!(!error.message.contains("hush"), "{}", error.message);
}

#[wasm_bindgen_test]
async fn a_response_that_breaks_off_is_a_network_failure() {
    let error = error_from("async () => Object.assign(new Response('{'), { breaks: true })").await;
    assert_eq!((error.code, error.status), (ErrorCode::Network, Some(200)));
}

#[wasm_bindgen_test]
async fn a_response_without_real_headers_is_reported_by_its_status() {
    let error = error_from("async () => ({ status: 500, headers: {} })").await;
    assert_eq!(
        (error.code, error.retry_after_ms),
        (ErrorCode::ServerError, None)
    );
}

async fn retry_after(header: &str) -> Option<u32> {
    let response = format!(
        "async () => new Response('', {{ status: 429, headers: {{ 'Retry-After': {header} }} }})"
    );
    let error = error_from(&response).await;
    assert_eq!(error.code, ErrorCode::RateLimited);
    error.retry_after_ms
}

#[wasm_bindgen_test]
async fn retry_after_is_read_as_seconds_or_as_a_date() {
    assert_eq!(retry_after("'2'").await, Some(2000));
    assert_eq!(retry_after("'0'").await, Some(0));
    assert_eq!(retry_after("'-5'").await, Some(0));
    assert_eq!(retry_after("'99999999999'").await, Some(u32::MAX));
    let ms = retry_after("new Date(Date.now() + 60000).toUTCString()").await;
    // An HTTP date has no milliseconds.
    assert!(
        ms.is_some_and(|ms| (55_000..=60_000).contains(&ms)),
        "{ms:?}"
    );
    assert_eq!(retry_after("new Date(0).toUTCString()").await, Some(0));
    assert_eq!(retry_after("'soon'").await, None);
}

#[wasm_bindgen_test]
async fn a_rejection_without_retry_after_requires_no_wait() {
    let error = error_from("async () => new Response('', { status: 429 })").await;
    assert_eq!(
        (error.code, error.retry_after_ms),
        (ErrorCode::RateLimited, None)
    );
}

#[wasm_bindgen_test]
async fn the_hosts_headers_are_sent_however_they_are_given() {
    for headers in [
        "{ 'X-CSRF': 'c' }",
        "() => ({ 'X-CSRF': 'c' })",
        "async () => ({ 'X-CSRF': 'c' })",
        "() => ({ then(resolve) { resolve({ 'X-CSRF': 'c' }); } })",
        "new Headers({ 'X-CSRF': 'c' })",
    ] {
        let fetch = FakeFetch::new(GOOD);
        assert!(with_headers(js(headers)).await.is_ok(), "{headers}");
        assert_eq!(fetch.header("x-csrf").as_deref(), Some("c"), "{headers}");
        assert_eq!(fetch.header("Accept").as_deref(), Some("application/json"));
    }
}

#[wasm_bindgen_test]
async fn a_headers_function_is_called_for_each_request() {
    let fetch = FakeFetch::new(GOOD);
    let headers = js("(() => { let count = 0; return () => ({ 'X-Count': String(++count) }); })()");
    for count in ["1", "2"] {
        assert!(with_headers(headers.clone()).await.is_ok());
        assert_eq!(fetch.header("X-Count").as_deref(), Some(count));
    }
}

#[wasm_bindgen_test]
async fn the_hosts_headers_never_replace_accept_and_content_type() {
    let fetch = FakeFetch::new(GOOD);
    let headers = js("{ accept: 'text/html', 'content-type': 'text/plain' }");
    assert!(with_headers(headers).await.is_ok());
    assert_eq!(fetch.header("Accept").as_deref(), Some("application/json"));
    assert_eq!(
        fetch.header("Content-Type").as_deref(),
        Some("application/json")
    );
}

#[wasm_bindgen_test]
async fn headers_that_cannot_be_read_fail_before_any_request_and_are_not_quoted() {
    for headers in [
        "() => { throw new Error('hush'); }",
        "() => { throw 'hush'; }",
        "async () => { throw 'hush'; }",
        "() => null",
        "() => 'hush'",
        "{ 'bad name': 'hush' }",
        "{ good: 'hush\\nX-Evil: 1' }",
        "{ get name() { throw 'hush'; } }",
    ] {
        let fetch = FakeFetch::new(GOOD);
        let error = with_headers(js(headers)).await.expect_err("an error");
        assert_eq!(error.code, ErrorCode::TokenCallbackFailed, "{headers}");
        assert!(
            error.message.contains("`headers`") && !error.message.contains("hush"),
            "{headers}"
        );
        assert_eq!(fetch.calls(), 0, "{headers}");
    }
}

#[wasm_bindgen_test]
async fn headers_that_are_rejected_with_a_status_are_reported_like_that_response() {
    let fetch = FakeFetch::new(GOOD);
    let error = with_headers(js("async () => { throw { status: 401 }; }")).await;
    assert_eq!(
        error.expect_err("an error").code,
        ErrorCode::Unauthenticated
    );
    assert_eq!(fetch.calls(), 0);
}
