//! Tests which options the validator accepts, and which option the error of each other one names.

use super::kind::OptionName;
use super::value::{HostOptions, Value};
use super::*;
use crate::core::attempt::{OnExpiry, Wait};
use crate::core::error::Result;
use serde_json::{Value as Json, json};

/// Represents a function in the options of a test.
const FUNCTION: &str = "function";

/// The browser on `https://app.example/account/`.
struct TestBrowser;

impl Browser for TestBrowser {
    fn parse_url(&self, url: &str, relative_to_page: bool) -> Option<UrlParts> {
        let absolute = url::Url::parse("https://app.example/account/")
            .ok()?
            .join(url)
            .ok()?;
        crate::core::testing::parse(if relative_to_page {
            absolute.as_str()
        } else {
            url
        })
    }
    fn is_page_origin(&self, origin: &str) -> bool {
        origin == "https://app.example"
    }
    fn is_css_length(&self, length: &str) -> bool {
        length.ends_with("px") || length.ends_with('%')
    }
}

fn value(json: &Json) -> Value {
    let texts = |list: &Vec<Json>| {
        let texts = list.iter().map(|item| item.as_str().map(Into::into));
        texts.collect::<Option<_>>().map(Value::Texts)
    };
    match json {
        Json::String(text) if text == FUNCTION => Value::Function,
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => Value::Number(number.as_f64().unwrap()),
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Array(list) => texts(list).unwrap_or(Value::Other),
        Json::Object(_) => Value::Object,
        Json::Null => Value::Other,
    }
}

/// Reads the options as `shell::host_options` reads them from JavaScript.
fn read(json: &Json, within: Option<OptionName>, options: &mut HostOptions) {
    for (name, json) in json.as_object().into_iter().flatten() {
        if let Some(name) = OptionName::find(within, name) {
            options.0.push((name, value(json)));
            read(json, Some(name), options);
        }
    }
}

fn check(json: &Json) -> Result<Box<ResolvedOptions>> {
    let mut options = HostOptions::default();
    read(json, None, &mut options);
    ResolvedOptions::check(&options, &TestBrowser)
}

fn resolve(mut options: Json) -> Result<Box<ResolvedOptions>> {
    if options.get("fetchToken").is_none() && options.get("tokenUrl").is_none() {
        options["tokenUrl"] = json!("/api/pin");
    }
    check(&options)
}

/// The option that the error names.
fn refused_option(options: Json) -> String {
    let message = resolve(options.clone())
        .expect_err(&options.to_string())
        .message;
    let (_, rest) = message.split_once('`').unwrap();
    rest.split_once('`').unwrap().0.into()
}

#[test]
fn the_defaults_are_the_contracts() {
    let options = resolve(json!({})).unwrap();
    assert_eq!(
        options.token,
        Endpoint::Url("https://app.example/api/pin".into())
    );
    assert_eq!(options.mode, Mode::Modal);
    assert_eq!(options.allowed_origins, ["https://cards.baanx.com"]);
    assert_eq!(
        (options.width.as_str(), options.height.as_str()),
        ("100%", "500px")
    );
    assert_eq!(options.credentials, "same-origin");
    assert_eq!(options.referrer_policy, "strict-origin");
    assert_eq!(
        (options.css, options.sandbox, options.allow, options.card),
        (None, None, None, None)
    );
    assert_eq!(
        options.config,
        AttemptConfig {
            check_card: false,
            wait: None,
            step_up: false,
            read_pin_version: false,
            redirect: false,
            max_requests: 3,
            retry_delay_ms: 500,
            request_timeout_ms: 15_000,
            load_timeout_ms: 30_000,
            lifetime_ms: 600_000,
            on_expiry: OnExpiry::Manual,
            close_on_failure: false,
            modal: true,
        }
    );
}

#[test]
fn each_wrong_option_is_named() {
    for (field, options) in [
        ("mode", json!({"mode": "popup"})),
        ("mode", json!({"mode": 1})),
        ("tokenUrl", json!({"tokenUrl": 1})),
        ("tokenUrl", json!({"tokenUrl": ""})),
        ("tokenUrl", json!({"tokenUrl": null})),
        ("tokenUrl", json!({"tokenUrl": "ftp://app.example/"})),
        ("tokenUrl", json!({"tokenUrl": "javascript:alert(1)"})),
        (
            "tokenUrl",
            json!({"tokenUrl": "https://user:pw@app.example/"}),
        ),
        (
            "tokenUrl",
            json!({"tokenUrl": "/a", "fetchToken": FUNCTION}),
        ),
        ("fetchToken", json!({"fetchToken": 1})),
        (
            "redirectUrl",
            json!({"redirectUrl": "https://app.example/"}),
        ),
        ("redirectUrl", json!({"mode": "redirect"})),
        (
            "redirectUrl",
            json!({"mode": "redirect", "redirectUrl": "/done"}),
        ),
        (
            "redirectUrl",
            json!({"mode": "redirect", "redirectUrl": "http://app.example/"}),
        ),
        (
            "redirectUrl",
            json!({"mode": "redirect", "redirectUrl": "javascript:alert(1)"}),
        ),
        (
            "redirectUrl",
            json!({"mode": "redirect", "redirectUrl": "https://a@app.example/"}),
        ),
        ("theme", json!({"theme": "brand"})),
        ("customCss", json!({"customCss": "red"})),
        (
            "customCss.textColor",
            json!({"customCss": {"textColor": "red"}}),
        ),
        (
            "customCss.textColor",
            json!({"customCss": {"textColor": "#EFEFEF"}}),
        ),
        (
            "customCss.textColorPrimary",
            json!({"customCss": {"backgroundColorPrimary": "#ffffff"}}),
        ),
        (
            "customCss.pinBorderRadius",
            json!({"customCss": {"pinBorderRadius": -1}}),
        ),
        (
            "customCss.buttonBorderRadius",
            json!({"customCss": {"buttonBorderRadius": "8px"}}),
        ),
        ("width", json!({"width": "wide"})),
        ("height", json!({"height": 500})),
        ("dismissOnBackdrop", json!({"dismissOnBackdrop": "yes"})),
        ("contrastWarning", json!({"contrastWarning": 0})),
        ("cardStatus", json!({"cardStatus": "/status"})),
        ("cardStatus.url", json!({"cardStatus": {}})),
        (
            "cardStatus.url",
            json!({"cardStatus": {"url": "/s", "fetch": FUNCTION}}),
        ),
        (
            "cardStatus.waitForActive",
            json!({"cardStatus": {"url": "/s", "waitForActive": 1}}),
        ),
        (
            "cardStatus.waitForActive.intervalMs",
            json!({"cardStatus": {"url": "/s", "waitForActive": {"intervalMs": 499}}}),
        ),
        ("confirmOutcome", json!({"confirmOutcome": true})),
        ("retry", json!({"retry": true})),
        ("retry.maxAttempts", json!({"retry": {"maxAttempts": 0}})),
        ("requestTimeoutMs", json!({"requestTimeoutMs": "15s"})),
        (
            "tokenLifetimeMs",
            json!({"tokenLifetimeMs": 2_147_483_648_u32}),
        ),
        ("loadTimeoutMs", json!({"loadTimeoutMs": -5})),
        ("onExpiry", json!({"onExpiry": "reload"})),
        ("onFailure", json!({"onFailure": "hide"})),
        ("iframe", json!({"iframe": true})),
        ("iframe.sandbox", json!({"iframe": {"sandbox": ""}})),
        (
            "iframe.sandbox",
            json!({"iframe": {"sandbox": "allow-scripts"}}),
        ),
        ("iframe.sandbox", json!({"iframe": {"sandbox": true}})),
        ("iframe.allow", json!({"iframe": {"allow": 1}})),
        (
            "iframe.referrerPolicy",
            json!({"iframe": {"referrerPolicy": "always"}}),
        ),
        ("credentials", json!({"credentials": "none"})),
        ("headers", json!({"headers": "x: y"})),
        ("locale", json!({"locale": 1})),
        ("messages", json!({"messages": "hi"})),
        ("messages.retry", json!({"messages": {"retry": 1}})),
        ("onExit", json!({"onExit": "log"})),
        ("onEvent", json!({"onEvent": 1})),
        ("signal", json!({"signal": 1})),
    ] {
        assert_eq!(refused_option(options.clone()), field, "{options}");
    }
    let neither = check(&json!({})).unwrap_err();
    assert!(
        neither.message.contains("`tokenUrl`"),
        "{}",
        neither.message
    );
}

#[test]
fn a_path_on_a_page_with_a_custom_scheme_is_refused_with_advice() {
    // A path on such a page has this URL. If the browser's parser throws, the error is the same.
    let error = check(&json!({"tokenUrl": "capacitor://localhost/api/pin"})).unwrap_err();
    assert!(
        error.message.contains("`tokenUrl`") && error.message.contains("absolute"),
        "{}",
        error.message
    );
    assert!(
        error.message.contains("an app's web view"),
        "{}",
        error.message
    );
}

#[test]
fn an_allowed_origin_is_written_exactly_as_the_parser_serializes_it() {
    for origin in [
        "https://cards.baanx.com/",
        "https://cards.baanx.com/pin",
        "https://Cards.baanx.com",
        "https://cards.baanx.com:443",
        "https://*.baanx.com",
        "https://user@cards.baanx.com",
        "cards.baanx.com",
        "http://cards.baanx.com",
        "null",
        "*",
        "",
    ] {
        assert_eq!(
            refused_option(json!({"allowedOrigins": [origin]})),
            "allowedOrigins",
            "{origin}"
        );
    }
    for wrong in [
        json!([]),
        json!("https://cards.baanx.com"),
        json!([1]),
        json!(null),
    ] {
        assert_eq!(
            refused_option(json!({"allowedOrigins": wrong})),
            "allowedOrigins"
        );
    }
    let page_origin = json!({"allowedOrigins": ["https://pin.example", "https://app.example"]});
    assert_eq!(refused_option(page_origin), "allowedOrigins");
    let local = json!({"allowedOrigins": ["https://pin.example", "http://127.0.0.1:8082", "http://localhost"]});
    assert_eq!(resolve(local).unwrap().allowed_origins.len(), 3);
}

#[test]
fn only_the_colours_that_the_host_gave_are_sent() {
    let options = json!({"customCss": {"textColor": "#FFFFFF", "pinBorderRadius": 0}});
    let css = resolve(options).unwrap().css.unwrap();
    assert_eq!(css.colours[1].as_deref(), Some("#FFFFFF"));
    assert_eq!(css.colours[0], None);
    assert_eq!(css.radii, [None, Some(0.0)]);
}

#[test]
fn the_specification_is_in_the_order_of_its_names() {
    for (name, full_name) in [
        (OptionName::MODE, "mode"),
        (OptionName::CUSTOM_CSS_TEXT_COLOR, "customCss.textColor"),
        (
            OptionName::WAIT_FOR_ACTIVE_INTERVAL_MS,
            "cardStatus.waitForActive.intervalMs",
        ),
        (OptionName::ON_EVENT, "onEvent"),
    ] {
        assert_eq!(name.full_name(), full_name);
    }
}

#[test]
fn weak_contrast_causes_a_warning_unless_the_host_turns_it_off() {
    let weak = json!({"customCss": {"textColor": "#999999"}});
    assert!(
        resolve(weak.clone())
            .unwrap()
            .warning
            .unwrap()
            .contains("`textColor`")
    );
    let mut silent = weak;
    silent["contrastWarning"] = json!(false);
    assert_eq!(resolve(silent).unwrap().warning, None);
    assert_eq!(resolve(json!({})).unwrap().warning, None);
}

#[test]
fn markup_must_not_make_the_hosted_page_hard_to_read() {
    let weak =
        json!({"tokenUrl": "/t", "customCss": {"textColor": "#EEEEEE"}, "customCssIsMarkup": true});
    let error = resolve(weak).unwrap_err();
    assert!(
        error.message.contains("`customCss.textColor`"),
        "{}",
        error.message
    );
    let strong =
        json!({"tokenUrl": "/t", "customCss": {"textColor": "#111111"}, "customCssIsMarkup": true});
    assert!(resolve(strong).is_ok());
}

#[test]
fn the_hosts_own_functions_and_times_are_used() {
    let options = resolve(json!({
        "fetchToken": FUNCTION, "confirmOutcome": FUNCTION, "onExpiry": "auto", "onFailure": "close", "retry": false,
        "cardStatus": {"fetch": FUNCTION, "waitForActive": {"intervalMs": 500}},
        "iframe": {"sandbox": "allow-same-origin allow-forms allow-scripts"},
    }))
    .unwrap();
    assert_eq!(
        (options.token, options.card),
        (Endpoint::Function, Some(Endpoint::Function))
    );
    let wait = Wait {
        interval_ms: 500,
        timeout_ms: 120_000,
    };
    assert_eq!(options.config.wait, Some(wait));
    assert_eq!(options.config.max_requests, 1);
    assert_eq!(options.config.on_expiry, OnExpiry::Auto);
    assert!(options.config.close_on_failure && options.config.check_card);
    assert!(options.sandbox.is_some());
}
