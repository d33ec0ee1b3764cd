//! Tests how options are read from a host, and how the browser's parser reads URLs.

use set_pin_widget::core::error::ErrorCode;
use set_pin_widget::core::hosted_page::HostedPageUrl;
use set_pin_widget::core::options::Browser;
use set_pin_widget::core::options::kind::OptionName;
use set_pin_widget::core::spent_tokens::SpentTokens;
use set_pin_widget::shell::host_options::{Page, parse_url, read};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Realm, call, js};

#[wasm_bindgen_test]
fn a_url_is_split_into_the_parts_that_the_browser_would_load() {
    let parts = parse_url(
        "HTTPS://Cards.Baanx.com:443/pin-direct/../set?token=a#b",
        false,
    );
    let parts = parts.expect("an absolute URL");
    assert_eq!(parts.href, "https://cards.baanx.com/set?token=a#b");
    assert_eq!(parts.hostname, "cards.baanx.com");
    assert_eq!(parts.origin, "https://cards.baanx.com");
    assert!(!parts.has_user_info() && parts.is_secure());
}

#[wasm_bindgen_test]
fn a_disguised_host_is_normalized() {
    for (url, hostname) in [
        ("https://cards.baanx.com\\@evil.example/", "cards.baanx.com"),
        ("https:cards.baanx.com/", "cards.baanx.com"),
        (" \thttps://cards.baa\nnx.com/ ", "cards.baanx.com"),
        ("https://cards。baanx。com/", "cards.baanx.com"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://2130706433/", "127.0.0.1"),
        ("http://[0:0:0:0:0:0:0:1]/", "[::1]"),
        ("https://cаrds.baanx.com/", "xn--crds-53d.baanx.com"),
    ] {
        let parts = parse_url(url, false).expect("an absolute URL");
        assert_eq!(parts.hostname, hostname, "{url}");
    }
}

#[wasm_bindgen_test]
fn a_user_name_and_a_password_are_each_detected() {
    for (url, has) in [
        ("https://cards.baanx.com@evil.example/", true),
        ("https://name:word@cards.baanx.com/", true),
        ("https://:word@cards.baanx.com/", true),
        ("https://%40@cards.baanx.com/", true),
        ("https://@cards.baanx.com/", false),
        ("https://cards.baanx.com/@name", false),
    ] {
        let parts = parse_url(url, false).expect("an absolute URL");
        assert_eq!(parts.has_user_info(), has, "{url}");
    }
}

#[wasm_bindgen_test]
fn a_string_that_is_not_an_absolute_url_is_none() {
    for url in [
        "",
        "/set",
        "//cards.baanx.com/",
        "cards.baanx.com",
        "https://",
        "?token=a",
    ] {
        assert_eq!(parse_url(url, false), None, "{url}");
    }
}

#[wasm_bindgen_test]
fn a_url_without_an_origin_has_the_origin_null() {
    for url in ["javascript:alert(1)", "data:text/html,x", "about:blank"] {
        let parts = parse_url(url, false).expect("an absolute URL");
        assert!(
            parts.origin == "null" && !parts.is_secure(),
            "{url}: {}",
            parts.origin
        );
    }
}

#[wasm_bindgen_test]
fn a_url_is_accepted_once() {
    let mut spent = SpentTokens::new();
    spent.with_key(|| (1, 2));
    let allowed = ["https://cards.baanx.com".to_owned()];
    let mut accept = |token: &str, url: &str| {
        let page = HostedPageUrl::accept(parse_url(url, false), token, &allowed, &mut spent);
        page.map_err(|error| error.code).err()
    };
    let url = "https://cards.baanx.com/pin-direct/set?token=a";
    assert_eq!(accept("a", url), None);
    assert_eq!(accept("a", url), Some(ErrorCode::TokenReused));
    // Another spelling of the same URL.
    let respelled = "HTTPS://CARDS.baanx.com:443/x/../pin-direct/set?token=a#again";
    assert_eq!(accept("b", respelled), Some(ErrorCode::TokenReused));
    assert_eq!(
        accept("c", "https://cards.baanx.com/pin-direct/set?token=c"),
        None
    );
}

#[wasm_bindgen_test]
fn a_relative_route_is_resolved_against_the_pages_base() {
    let origin = js("location.origin").as_string().expect("a string");
    let parts = parse_url("/api/token", true).expect("a path");
    assert_eq!(parts.href, format!("{origin}/api/token"));
    let base = crate::support::TestElement::new("base");
    let set_base = |href: &str| set_pin_widget::shell::dom::attribute(&base.0, "href", href);
    set_base("/deep/page");
    let parts = parse_url("token", true).expect("a path");
    assert_eq!(parts.href, format!("{origin}/deep/token"));
    assert_eq!(parse_url("https://", true), None);
    // An injected `<base>` must not redirect the host's headers to another origin.
    set_base("https://elsewhere.example/deep/page");
    assert_eq!(parse_url("token", true), None);
    assert_eq!(parse_url("/token", true), None);
    let parts = parse_url("https://api.example/token", true).expect("a URL");
    assert_eq!(parts.href, "https://api.example/token");
}

fn read_one(name: OptionName, expression: &str) -> Option<String> {
    let options = read(&js(expression));
    options.get(name).map(|value| format!("{value:?}"))
}

#[wasm_bindgen_test]
fn each_kind_of_value_is_distinguished_from_the_others() {
    for (value, expected) in [
        ("'a'", "Text(\"a\")"),
        ("1", "Number(1.0)"),
        ("NaN", "Number(NaN)"),
        ("false", "Flag(false)"),
        ("null", "Other"),
        ("undefined", "Other"),
        ("Symbol()", "Other"),
        ("() => 1", "Function"),
        ("{}", "Object"),
        ("new String('a')", "Object"),
        ("['a', 'b']", "Texts([\"a\", \"b\"])"),
        ("[]", "Texts([])"),
        ("['a', 1]", "Other"),
        ("{ 0: 'a', length: 1 }", "Object"),
    ] {
        let options = format!("{{ allowedOrigins: {value} }}");
        assert_eq!(
            read_one(OptionName::ALLOWED_ORIGINS, &options).as_deref(),
            Some(expected),
            "{value}"
        );
    }
    assert_eq!(read_one(OptionName::ALLOWED_ORIGINS, "{}"), None);
}

#[wasm_bindgen_test]
fn an_option_within_another_one_is_read_under_its_own_name() {
    let options = "{ retry: { delayMs: 7 }, cardStatus: { url: '/s', waitForActive: { intervalMs: 600 } }, delayMs: 8, title: 'x' }";
    assert_eq!(
        read_one(OptionName::RETRY_DELAY_MS, options).as_deref(),
        Some("Number(7.0)")
    );
    assert_eq!(
        read_one(OptionName::WAIT_FOR_ACTIVE_INTERVAL_MS, options).as_deref(),
        Some("Number(600.0)")
    );
    assert_eq!(
        read_one(OptionName::CARD_STATUS_URL, options).as_deref(),
        Some("Text(\"/s\")")
    );
    assert_eq!(read_one(OptionName::MESSAGES_TITLE, options), None);
}

#[wasm_bindgen_test]
fn an_array_of_strings_of_another_realm_is_read_like_one_of_this_realm() {
    let realm = Realm::new();
    let options = call(
        "(allowedOrigins) => ({ allowedOrigins })",
        &realm.js("['a']"),
    );
    let value = format!("{:?}", read(&options).get(OptionName::ALLOWED_ORIGINS));
    assert_eq!(value, "Some(Texts([\"a\"]))");
}

#[wasm_bindgen_test]
fn the_browser_decides_whether_a_css_length_is_valid() {
    for (length, is) in [
        ("500px", true),
        ("100%", true),
        ("calc(100% - 1rem)", true),
        ("500", false),
        ("", false),
        ("1px;position:fixed", false),
        ("red", false),
    ] {
        assert_eq!(Page.is_css_length(length), is, "{length}");
    }
}
