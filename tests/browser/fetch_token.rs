//! The host's own way to its backend: what it is given, and every way in which it can fail.

use set_pin_widget::callbacks::Host;
use set_pin_widget::custom_css::CustomCss;
use set_pin_widget::dom::property;
use set_pin_widget::error::{Checked, Code, Failure};
use set_pin_widget::options::{Call, Mode, Plan};
use set_pin_widget::token::{Asked, Question, field};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortSignal;

use crate::support::{Fetch, Realm, call, host, js, json, signal};

async fn ask(
    question: Question,
    plan: &Plan,
    host: &Host,
    signal: &AbortSignal,
) -> Checked<JsValue> {
    Asked::new(question, host).answer(plan, signal).await
}

/// Asks a `fetchToken`, as the first request of an attempt.
async fn ask_function(function: &JsValue) -> Checked<JsValue> {
    let options = call("(fetchToken) => ({ fetchToken })", function);
    ask(
        Question::Token(1),
        &Plan::default(),
        &host(&options),
        &signal(),
    )
    .await
}

async fn refusal_of(function: &str) -> Box<Failure> {
    ask_function(&js(function)).await.expect_err("a refusal")
}

#[wasm_bindgen_test]
async fn it_is_given_the_documented_body_and_its_context() {
    let (seen, signal) = (js("{}"), signal());
    let host = host(&call(
        "(seen) => ({ fetchToken: async (...given) => { seen.given = given; return {}; } })",
        &seen,
    ));
    let plan = Plan {
        mode: Mode::Inline,
        css: Some(CustomCss::default()),
        ..Plan::default()
    };
    assert!(ask(Question::Token(3), &plan, &host, &signal).await.is_ok());
    let given: js_sys::Array = property(&seen, "given").unchecked_into();
    assert_eq!(given.length(), 2);
    assert_eq!(json(&given.get(0)), r#"{"isEmbedded":true,"customCss":{}}"#);
    assert_eq!(property(&given.get(1), "request"), 3);
    assert!(js_sys::Object::is(
        &property(&given.get(1), "signal"),
        &signal
    ));
}

#[wasm_bindgen_test]
async fn the_body_says_embedded_unless_the_page_is_left_and_carries_an_address_to_return_to_only_then()
 {
    for (mode, redirect_url, body) in [
        (Mode::Modal, None, r#"{"isEmbedded":true}"#),
        (Mode::Inline, None, r#"{"isEmbedded":true}"#),
        (
            Mode::Redirect,
            Some("https://app.example/done".to_owned()),
            r#"{"isEmbedded":false,"redirectUrl":"https://app.example/done"}"#,
        ),
    ] {
        let fetch = Fetch::answering("async () => Response.json({})");
        let plan = Plan {
            mode,
            redirect_url,
            token: Call::Url("https://app.example/token".into()),
            ..Plan::default()
        };
        assert!(
            ask(Question::Token(1), &plan, &host(&js("{}")), &signal())
                .await
                .is_ok()
        );
        assert_eq!(property(&fetch.init(), "body"), body);
    }
}

#[wasm_bindgen_test]
async fn what_it_answers_is_taken_from_any_kind_of_promise_or_none() {
    for function in [
        "async () => ({ token: 't' })",
        "() => ({ token: 't' })",
        "() => ({ then(resolve) { resolve({ token: 't' }); } })",
        "() => ({ then(resolve) { resolve({ token: 't' }); resolve('again'); throw 'too late'; } })",
    ] {
        let answer = ask_function(&js(function)).await.expect("an answer");
        assert_eq!(json(&answer), r#"{"token":"t"}"#, "{function}");
    }
}

#[wasm_bindgen_test]
async fn a_promise_of_another_realm_is_awaited() {
    let realm = Realm::new();
    let answer = ask_function(&realm.js("async () => ({ token: 't' })")).await;
    assert_eq!(json(&answer.expect("an answer")), r#"{"token":"t"}"#);
    let failing =
        realm.js("async () => { throw Object.assign(new Error('no'), { status: 429 }); }");
    let failure = ask_function(&failing).await.expect_err("a refusal");
    assert_eq!(
        (failure.code, failure.status),
        (Code::RateLimited, Some(429))
    );
    let failure = ask_function(&realm.js("() => { throw new Error('no'); }")).await;
    assert_eq!(
        failure.expect_err("a refusal").code,
        Code::TokenCallbackFailed
    );
}

#[wasm_bindgen_test]
async fn a_rejection_with_a_status_is_told_like_that_answer() {
    for (status, code) in [
        (401, Code::Unauthenticated),
        (404, Code::CardNotFound),
        (429, Code::RateLimited),
        (500, Code::ServerError),
        (418, Code::UnexpectedStatus),
        (302, Code::Unauthenticated),
    ] {
        for function in [
            format!("async () => {{ throw {{ status: {status} }}; }}"),
            format!("() => {{ throw Object.assign(new Error('no'), {{ status: {status} }}); }}"),
            format!("() => Promise.reject(new Response('', {{ status: {status} }}))"),
        ] {
            let failure = refusal_of(&function).await;
            assert_eq!(
                (failure.code, failure.status),
                (code, Some(status)),
                "{function}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn a_rejection_with_the_0_of_a_request_without_an_answer_is_a_network_failure() {
    let failure = refusal_of("async () => { throw { status: 0 }; }").await;
    assert_eq!((failure.code, failure.status), (Code::Network, None));
    let failure = refusal_of("async () => { throw { status: 0, type: 'opaqueredirect' }; }").await;
    assert_eq!(
        (failure.code, failure.status),
        (Code::Unauthenticated, None)
    );
}

#[wasm_bindgen_test]
async fn what_no_documented_status_is_stays_unexpected() {
    for status in [99, 600, 700] {
        let failure = refusal_of(&format!("async () => {{ throw {{ status: {status} }}; }}")).await;
        assert_eq!(
            (failure.code, failure.status),
            (Code::UnexpectedStatus, Some(status))
        );
    }
}

#[wasm_bindgen_test]
async fn every_other_failure_of_it_is_its_own_and_is_not_quoted() {
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
        let failure = refusal_of(function).await;
        assert_eq!(
            (failure.code, failure.status),
            (Code::TokenCallbackFailed, None),
            "{function}"
        );
        let words = &failure.message;
        assert!(
            words.contains("`fetchToken`") && !words.contains("hush"),
            "{function}: {words}"
        );
    }
}

#[wasm_bindgen_test]
async fn the_other_functions_are_given_their_context_alone() {
    let seen = js("{}");
    let options = call(
        "(given) => ({ confirmOutcome: async (...all) => { given.outcome = all.length; return true; },
            'cardStatus.fetch': async (...all) => { given.card = all.length; return { status: 'ACTIVE' }; } })",
        &seen,
    );
    let plan = Plan {
        card: Some(Call::Function),
        ..Plan::default()
    };
    let host = host(&options);
    let outcome = ask(Question::Outcome, &plan, &host, &signal()).await;
    assert_eq!(outcome.expect("an answer"), true);
    let card = ask(Question::Card, &plan, &host, &signal()).await;
    assert_eq!(json(&card.expect("an answer")), r#"{"status":"ACTIVE"}"#);
    assert_eq!(json(&seen), r#"{"outcome":1,"card":1}"#);
}

#[wasm_bindgen_test]
fn a_field_of_an_answer_is_a_string_that_is_not_empty() {
    assert_eq!(
        field(&js("{ token: 't' }"), "token").as_deref().ok(),
        Some("t")
    );
    for answer in [
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
        let failure = field(&js(answer), "token").expect_err("a refusal");
        assert_eq!(failure.code, Code::InvalidResponse, "{answer}");
        let words = &failure.message;
        assert!(
            words.contains("`token`") && !words.contains("hush"),
            "{answer}: {words}"
        );
    }
}
