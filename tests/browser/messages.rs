//! Tests which facts the message gate reads from an event.

use set_pin_widget::core::message_gate::Facts;
use set_pin_widget::shell::messages::facts;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Realm, call, js};

const ISSUER: &str = "https://cards.baanx.com";

fn read(event: &JsValue) -> Facts {
    facts(event, &[ISSUER.into()], true, true)
}

fn event_with(data: &JsValue) -> JsValue {
    call(
        "(data) => ({ isTrusted: true, origin: 'https://cards.baanx.com', data })",
        data,
    )
}

fn is_abort(data: &JsValue) -> bool {
    read(&event_with(data)).abort
}

#[wasm_bindgen_test]
fn the_documented_message_is_an_abort_with_or_without_more_beside_its_type() {
    for data in [
        "{ type: 'abort' }",
        "{ type: 'abort', reason: 'done' }",
        "Object.assign(Object.create(null), { type: 'abort' })",
        "Object.freeze({ type: 'abort' })",
        "new Proxy({ type: 'abort' }, {})",
    ] {
        assert!(is_abort(&js(data)), "{data}");
    }
}

#[wasm_bindgen_test]
fn an_object_of_another_realm_is_an_abort_too() {
    let realm = Realm::new();
    assert!(is_abort(&realm.js("{ type: 'abort' }")));
    assert!(!is_abort(&realm.js("Object.create({ type: 'abort' })")));
}

#[wasm_bindgen_test]
fn only_an_own_data_property_with_the_exact_string_makes_an_abort() {
    for data in [
        "null",
        "undefined",
        "0",
        "true",
        "Symbol('abort')",
        "10n",
        "'abort'",
        "new String('abort')",
        "['abort']",
        "['type', 'abort']",
        "Object.assign(() => undefined, { type: 'abort' })",
        "{}",
        "{ type: undefined }",
        "{ type: null }",
        "{ type: 'ABORT' }",
        "{ type: 'abort ' }",
        "{ type: 'abort\\0' }",
        "{ type: ['abort'] }",
        "{ type: new String('abort') }",
        "{ type: { toString: () => 'abort' } }",
        "{ data: { type: 'abort' } }",
        "Object.create({ type: 'abort' })",
        "new (class { get type() { return 'abort'; } })()",
        "{ get type() { return 'abort'; } }",
        "{ set type(value) {} }",
        "new Map([['type', 'abort']])",
    ] {
        assert!(!is_abort(&js(data)), "{data}");
    }
}

#[wasm_bindgen_test]
fn data_that_throws_when_it_is_read_is_not_an_abort() {
    for data in [
        "{ get type() { throw new Error('no'); } }",
        "new Proxy({ type: 'abort' }, { getOwnPropertyDescriptor() { throw new Error('no'); } })",
        "new Proxy({}, { get() { throw 'no'; }, has() { throw 'no'; }, ownKeys() { throw 'no'; } })",
        "(() => { const { proxy, revoke } = Proxy.revocable({ type: 'abort' }, {}); revoke(); return proxy; })()",
    ] {
        assert!(!is_abort(&js(data)), "{data}");
    }
    assert!(is_abort(&js("{ type: 'abort' }")));
}

#[wasm_bindgen_test]
fn no_getter_of_the_sender_is_run() {
    let data = js("{ get type() { this.ran = true; return 'abort'; }, ran: false }");
    assert!(!is_abort(&data));
    assert_eq!(set_pin_widget::shell::dom::property(&data, "ran"), false);
}

#[wasm_bindgen_test]
fn an_event_that_a_script_made_is_not_trusted() {
    let event = js(
        "new MessageEvent('message', { data: { type: 'abort' }, origin: 'https://cards.baanx.com', source: window })",
    );
    let facts = read(&event);
    assert!(facts.abort && facts.allowed_origin && !facts.trusted);
}

#[wasm_bindgen_test]
fn an_origin_is_allowed_when_it_is_exactly_one_of_the_list() {
    for (origin, allowed) in [
        ("'https://cards.baanx.com'", true),
        ("'https://cards.baanx.com/'", false),
        ("'https://cards.baanx.com:443'", false),
        ("'https://cards.baanx.com.evil.example'", false),
        ("'https://CARDS.baanx.com'", false),
        ("'http://cards.baanx.com'", false),
        ("'null'", false),
        ("''", false),
        ("undefined", false),
        ("null", false),
        ("['https://cards.baanx.com']", false),
        ("new String('https://cards.baanx.com')", false),
    ] {
        let event = js(&format!(
            "{{ isTrusted: true, origin: {origin}, data: null }}"
        ));
        assert_eq!(read(&event).allowed_origin, allowed, "{origin}");
    }
}

#[wasm_bindgen_test]
fn a_value_that_is_not_an_event_has_no_facts_and_never_throws() {
    for event in [
        "null",
        "undefined",
        "{}",
        "{ get data() { throw 1; }, get origin() { throw 2; }, get isTrusted() { throw 3; } }",
    ] {
        let Facts {
            trusted,
            allowed_origin,
            abort,
            ..
        } = read(&js(event));
        assert!(!trusted && !allowed_origin && !abort, "{event}");
    }
}
