//! Tests the host's own functions: their arguments, and each way in which they can fail.

use set_pin_widget::core::error::{Error, ErrorCode, Result};
use set_pin_widget::core::options::{Endpoint, Mode, ResolvedOptions};
use set_pin_widget::shell::dom::property;
use set_pin_widget::shell::requests::{PreparedRequest, RequestKind, field};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortSignal;

use crate::support::{FakeFetch, Realm, call, host, js, json, response, signal};

async fn send(
    kind: RequestKind,
    options: &ResolvedOptions,
    snapshot: &JsValue,
    signal: &AbortSignal,
) -> Result<JsValue> {
    let prepared = PreparedRequest::new(kind, &host(), snapshot.clone(), JsValue::UNDEFINED);
    response(|respond| prepared.send(options, signal, respond)).await
}

/// Calls a `fetchToken`, as the first request of an attempt.
async fn call_fetch_token(function: &JsValue) -> Result<JsValue> {
    let options = call("(fetchToken) => ({ fetchToken })", function);
    send(
        RequestKind::Token(1),
        &ResolvedOptions::default(),
        &options,
        &signal(),
    )
    .await
}

async fn error_from(function: &str) -> Box<Error> {
    call_fetch_token(&js(function)).await.expect_err("an error")
}

#[wasm_bindgen_test]
async fn it_receives_the_documented_body_and_its_context() {
    let (seen, signal) = (js("{}"), signal());
    let snapshot = call(
        "(seen) => ({ fetchToken: async (...args) => { seen.args = args; return {}; } })",
        &seen,
    );
    let options = ResolvedOptions {
        mode: Mode::Inline,
        css: Some(Box::default()),
        ..ResolvedOptions::default()
    };
    assert!(
        send(RequestKind::Token(3), &options, &snapshot, &signal)
            .await
            .is_ok()
    );
    let args: js_sys::Array = property(&seen, "args").unchecked_into();
    assert_eq!(args.length(), 2);
    assert_eq!(json(&args.get(0)), r#"{"isEmbedded":true,"customCss":{}}"#);
    assert_eq!(property(&args.get(1), "request"), 3);
    assert!(js_sys::Object::is(
        &property(&args.get(1), "signal"),
        &signal
    ));
}

#[wasm_bindgen_test]
async fn the_body_says_embedded_except_for_a_redirect_which_has_a_url_to_return_to() {
    for (mode, redirect_url, body) in [
        (Mode::Modal, None, r#"{"isEmbedded":true}"#),
        (Mode::Inline, None, r#"{"isEmbedded":true}"#),
        (
            Mode::Redirect,
            Some("https://app.example/done".to_owned()),
            r#"{"isEmbedded":false,"redirectUrl":"https://app.example/done"}"#,
        ),
    ] {
        let fetch = FakeFetch::new("async () => Response.json({})");
        let options = ResolvedOptions {
            mode,
            redirect_url,
            token: Endpoint::Url("https://app.example/token".into()),
            ..ResolvedOptions::default()
        };
        assert!(
            send(RequestKind::Token(1), &options, &js("{}"), &signal())
                .await
                .is_ok()
        );
        assert_eq!(property(&fetch.init(), "body"), body);
    }
}

#[wasm_bindgen_test]
async fn its_result_may_be_any_kind_of_promise_or_a_value() {
    for function in [
        "async () => ({ token: 't' })",
        "() => ({ token: 't' })",
        "() => ({ then(resolve) { resolve({ token: 't' }); } })",
        "() => ({ then(resolve) { resolve({ token: 't' }); resolve('again'); throw 'too late'; } })",
    ] {
        let response = call_fetch_token(&js(function)).await.expect("a response");
        assert_eq!(json(&response), r#"{"token":"t"}"#, "{function}");
    }
}

#[wasm_bindgen_test]
async fn a_promise_of_another_realm_is_awaited() {
    let realm = Realm::new();
    let response = call_fetch_token(&realm.js("async () => ({ token: 't' })")).await;
    assert_eq!(json(&response.expect("a response")), r#"{"token":"t"}"#);
    let failing =
        realm.js("async () => { throw Object.assign(new Error('no'), { status: 429 }); }");
    let error = call_fetch_token(&failing).await.expect_err("an error");
    assert_eq!(
        (error.code, error.status),
        (ErrorCode::RateLimited, Some(429))
    );
    let error = call_fetch_token(&realm.js("() => { throw new Error('no'); }")).await;
    assert_eq!(
        error.expect_err("an error").code,
        ErrorCode::TokenCallbackFailed
    );
}

#[wasm_bindgen_test]
async fn a_rejection_with_a_status_is_reported_like_that_response() {
    for (status, code) in [
        (401, ErrorCode::Unauthenticated),
        (404, ErrorCode::CardNotFound),
        (429, ErrorCode::RateLimited),
        (500, ErrorCode::ServerError),
        (418, ErrorCode::UnexpectedStatus),
        (302, ErrorCode::Unauthenticated),
    ] {
        for function in [
            format!("async () => {{ throw {{ status: {status} }}; }}"),
            format!("() => {{ throw Object.assign(new Error('no'), {{ status: {status} }}); }}"),
            format!("() => Promise.reject(new Response('', {{ status: {status} }}))"),
        ] {
            let error = error_from(&function).await;
            assert_eq!(
                (error.code, error.status),
                (code, Some(status)),
                "{function}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn a_rejection_with_status_0_is_a_network_failure() {
    let error = error_from("async () => { throw { status: 0 }; }").await;
    assert_eq!((error.code, error.status), (ErrorCode::Network, None));
    let error = error_from("async () => { throw { status: 0, type: 'opaqueredirect' }; }").await;
    assert_eq!(
        (error.code, error.status),
        (ErrorCode::Unauthenticated, None)
    );
}

#[wasm_bindgen_test]
async fn a_status_that_is_not_documented_is_unexpected() {
    for status in [99, 600, 700] {
        let error = error_from(&format!("async () => {{ throw {{ status: {status} }}; }}")).await;
        assert_eq!(
            (error.code, error.status),
            (ErrorCode::UnexpectedStatus, Some(status))
        );
    }
}

#[wasm_bindgen_test]
async fn any_other_failure_is_token_callback_failed_and_is_not_quoted() {
    for function in [
        "() => { throw new Error('hush'); }",
        "() => { throw 'hush'; }",
        "() => { throw undefined; }",
        "() => Promise.reject()",
        "() => Promise.reject(null)",
        "() => Promise.reject(404)",
        "async () => { throw { status: '404' }; }",
        "async () => { throw { status: 404.5 }; }",
        "async () => { throw { status: -404 }; }",
        "async () => { throw { status: NaN }; }",
        "async () => { throw { status: Infinity }; }",
        "async () => { throw { get status() { throw 'hush'; } }; }",
        "() => ({ then() { throw 'hush'; } })",
        "(() => { const { proxy, revoke } = Proxy.revocable(() => 1, {}); revoke(); return proxy; })()",
    ] {
        let error = error_from(function).await;
        assert_eq!(
            (error.code, error.status),
            (ErrorCode::TokenCallbackFailed, None),
            "{function}"
        );
        let message = &error.message;
        assert!(
            message.contains("`fetchToken`") && !message.contains("hush"),
            "{function}: {message}"
        );
    }
}

#[wasm_bindgen_test]
async fn the_other_functions_receive_only_their_context() {
    let seen = js("{}");
    let functions = call(
        "(seen) => ({ confirmOutcome: async (...args) => { seen.outcome = args.length; return true; },
            cardStatus: { fetch: async (...args) => { seen.card = args.length; return { status: 'ACTIVE' }; } } })",
        &seen,
    );
    let options = ResolvedOptions {
        card: Some(Endpoint::Function),
        ..ResolvedOptions::default()
    };
    let outcome = send(RequestKind::Outcome, &options, &functions, &signal()).await;
    assert_eq!(outcome.expect("a response"), true);
    let card = send(RequestKind::Card, &options, &functions, &signal()).await;
    assert_eq!(json(&card.expect("a response")), r#"{"status":"ACTIVE"}"#);
    assert_eq!(json(&seen), r#"{"outcome":1,"card":1}"#);
}

#[wasm_bindgen_test]
fn a_field_of_a_response_is_a_string_that_is_not_empty() {
    assert_eq!(
        field(&js("{ token: 't' }"), "token").as_deref().ok(),
        Some("t")
    );
    for response in [
        "null",
        "undefined",
        "'token'",
        "[]",
        "{}",
        "{ token: '' }",
        "{ token: null }",
        "{ token: 7 }",
        "{ token: ['hush'] }",
        "{ token: new String('hush') }",
        "{ get token() { throw 'hush'; } }",
    ] {
        let error = field(&js(response), "token").expect_err("an error");
        assert_eq!(error.code, ErrorCode::InvalidResponse, "{response}");
        let message = &error.message;
        assert!(
            message.contains("`token`") && !message.contains("hush"),
            "{response}: {message}"
        );
    }
}
