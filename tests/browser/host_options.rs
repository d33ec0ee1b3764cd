//! Options as a host gives them, and addresses as the browser's one parser reads them.

use set_pin_widget::core::error::ErrorCode;
use set_pin_widget::core::hosted_page::HostedPageUrl;
use set_pin_widget::core::options::Source;
use set_pin_widget::core::spent_tokens::SpentTokens;
use set_pin_widget::shell::host_options::parse_url;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Realm, call, host, js};

#[wasm_bindgen_test]
fn an_address_is_told_in_the_parts_that_the_browser_would_frame() {
    let parts = parse_url(
        "HTTPS://Cards.Baanx.com:443/pin-direct/../set?token=a#b",
        false,
    );
    let parts = parts.expect("an absolute address");
    assert_eq!(parts.href, "https://cards.baanx.com/set?token=a#b");
    assert_eq!(parts.protocol, "https:");
    assert_eq!(parts.hostname, "cards.baanx.com");
    assert_eq!(parts.origin, "https://cards.baanx.com");
    assert!(!parts.has_user_info && parts.is_secure());
}

#[wasm_bindgen_test]
fn a_disguised_host_is_told_as_what_it_is() {
    for (address, hostname) in [
        ("https://cards.baanx.com\\@evil.example/", "cards.baanx.com"),
        ("https:cards.baanx.com/", "cards.baanx.com"),
        (" \thttps://cards.baa\nnx.com/ ", "cards.baanx.com"),
        ("https://cards。baanx。com/", "cards.baanx.com"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://2130706433/", "127.0.0.1"),
        ("http://[0:0:0:0:0:0:0:1]/", "[::1]"),
        ("https://cаrds.baanx.com/", "xn--crds-53d.baanx.com"),
    ] {
        let parts = parse_url(address, false).expect("an absolute address");
        assert_eq!(parts.hostname, hostname, "{address}");
    }
}

#[wasm_bindgen_test]
fn a_user_name_and_a_password_are_each_told() {
    for (address, has) in [
        ("https://cards.baanx.com@evil.example/", true),
        ("https://name:word@cards.baanx.com/", true),
        ("https://:word@cards.baanx.com/", true),
        ("https://%40@cards.baanx.com/", true),
        ("https://@cards.baanx.com/", false),
        ("https://cards.baanx.com/@name", false),
    ] {
        let parts = parse_url(address, false).expect("an absolute address");
        assert_eq!(parts.has_user_info, has, "{address}");
    }
}

#[wasm_bindgen_test]
fn what_is_no_absolute_address_is_none() {
    for address in [
        "",
        "/set",
        "//cards.baanx.com/",
        "cards.baanx.com",
        "https://",
        "?token=a",
    ] {
        assert_eq!(parse_url(address, false), None, "{address}");
    }
}

#[wasm_bindgen_test]
fn an_address_without_an_origin_of_its_own_says_so() {
    for address in ["javascript:alert(1)", "data:text/html,x", "about:blank"] {
        let parts = parse_url(address, false).expect("an absolute address");
        assert!(
            parts.origin == "null" && !parts.is_secure(),
            "{address}: {}",
            parts.origin
        );
    }
}

#[wasm_bindgen_test]
fn an_address_that_was_accepted_is_not_accepted_again() {
    let mut spent = SpentTokens::new();
    spent.with_key(|| (1, 2));
    let allowed = ["https://cards.baanx.com".to_owned()];
    let mut accept = |token: &str, address: &str| {
        let page = HostedPageUrl::accept(parse_url(address, false), token, &allowed, &mut spent);
        page.map_err(|error| error.code).err()
    };
    let address = "https://cards.baanx.com/pin-direct/set?token=a";
    assert_eq!(accept("a", address), None);
    assert_eq!(accept("a", address), Some(ErrorCode::TokenReused));
    // In other words, but the same request.
    let spelled = "HTTPS://CARDS.baanx.com:443/x/../pin-direct/set?token=a#again";
    assert_eq!(accept("b", spelled), Some(ErrorCode::TokenReused));
    assert_eq!(
        accept("c", "https://cards.baanx.com/pin-direct/set?token=c"),
        None
    );
}

#[wasm_bindgen_test]
fn a_route_of_the_hosts_own_is_read_from_the_pages_base() {
    let origin = js("location.origin").as_string().expect("a string");
    let parts = parse_url("/api/token", true).expect("a path");
    assert_eq!(parts.href, format!("{origin}/api/token"));
    let base = crate::support::Put::new("base");
    let based = |href: &str| set_pin_widget::shell::dom::attribute(&base.0, "href", href);
    based("/deep/page");
    let parts = parse_url("token", true).expect("a path");
    assert_eq!(parts.href, format!("{origin}/deep/token"));
    assert_eq!(parse_url("https://", true), None);
    // Whoever could write a `<base>` into the page does not lead the host's headers away.
    based("https://elsewhere.example/deep/page");
    assert_eq!(parse_url("token", true), None);
    assert_eq!(parse_url("/token", true), None);
    let parts = parse_url("https://api.example/token", true).expect("an address");
    assert_eq!(parts.href, "https://api.example/token");
}

#[wasm_bindgen_test]
fn each_kind_of_value_is_told_from_the_others() {
    let host = host(&js(
        "{ text: 'a', number: 1, flag: false, none: null, run: () => 1, object: {}, text_object: new String('a') }",
    ));
    assert!(host.is_missing("nothing") && !host.is_missing("none") && !host.is_missing("flag"));
    assert!(host.is_function("run") && !host.is_function("object"));
    assert!(host.is_object("object") && !host.is_object("none") && !host.is_object("text"));
    assert_eq!(host.text("text").as_deref(), Some("a"));
    assert_eq!(host.text("text_object"), None);
    assert_eq!(host.text("number"), None);
    assert_eq!(host.number("number"), Some(1.0));
    assert_eq!(host.number("text"), None);
    assert_eq!(host.flag("flag"), Some(false));
    assert_eq!(host.flag("number"), None);
}

#[wasm_bindgen_test]
fn a_list_of_texts_is_an_array_of_strings_of_any_realm_and_nothing_else() {
    let realm = Realm::new();
    let options = call(
        "(foreign) => ({ foreign, good: ['a', 'b'], none: [], mixed: ['a', 1], like: { 0: 'a', length: 1 }, text: 'a' })",
        &realm.js("['a']"),
    );
    let host = host(&options);
    assert_eq!(host.texts("good"), Some(vec!["a".into(), "b".into()]));
    assert_eq!(host.texts("foreign"), Some(vec!["a".into()]));
    assert_eq!(host.texts("none"), Some(vec![]));
    for wrong in ["mixed", "like", "text", "nothing"] {
        assert_eq!(host.texts(wrong), None, "{wrong}");
    }
}

#[wasm_bindgen_test]
fn the_browser_says_what_a_css_length_is() {
    let host = host(&js("{}"));
    for (length, is) in [
        ("500px", true),
        ("100%", true),
        ("calc(100% - 1rem)", true),
        ("500", false),
        ("", false),
        ("1px;position:fixed", false),
        ("red", false),
    ] {
        assert_eq!(host.is_css_length(length), is, "{length}");
    }
}
