//! Helpers of the tests: JavaScript values, another realm, a recorder of events, and a fake
//! `fetch`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use set_pin_widget::core::error::Result;
use set_pin_widget::shell::border::Host;
use set_pin_widget::shell::dom::{BrowserEvent, EventSink, document, property};
use set_pin_widget::shell::fetch::Respond;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Element};

/// Evaluates a JavaScript expression.
pub fn js(expression: &str) -> JsValue {
    js_sys::eval(&format!("({expression})")).expect("the test's own JavaScript runs")
}

/// Evaluates a JavaScript function expression, and calls the function.
pub fn call(function: &str, argument: &JsValue) -> JsValue {
    let function: js_sys::Function = js(function).unchecked_into();
    function
        .call1(&JsValue::UNDEFINED, argument)
        .expect("the test's own JavaScript runs")
}

/// Converts a value to JSON, so that a test can compare all of it.
pub fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value)
        .map(String::from)
        .expect("the value has a JSON form")
}

/// Waits for the response of a request, which `send` sends.
pub async fn response(send: impl FnOnce(Respond)) -> Result<JsValue> {
    let received = Rc::new(Cell::new(None));
    let (mut send, slot) = (Some(send), received.clone());
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let (send, slot) = (send.take().expect("one call"), slot.clone());
        send(Box::new(move |response| {
            slot.set(Some(response));
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }));
    });
    let _ = JsFuture::from(promise).await;
    received.take().expect("a response or an error")
}

/// An element in the document, removed when dropped.
pub struct TestElement(pub Element);

impl TestElement {
    pub fn new(name: &str) -> Self {
        let document: web_sys::Document = document().unchecked_into();
        let element = document.create_element(name).expect("a known element");
        let body: Element = property(&document, "body").unchecked_into();
        body.append_child(&element).expect("the page has a body");
        Self(element)
    }
}

impl Drop for TestElement {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Another realm of the same origin: an empty frame, whose `Error`, `Promise` and `Object` differ
/// from this page's.
pub struct Realm(TestElement);

impl Realm {
    pub fn new() -> Self {
        Self(TestElement::new("iframe"))
    }

    pub fn window(&self) -> JsValue {
        property(&self.0.0, "contentWindow")
    }

    pub fn js(&self, expression: &str) -> JsValue {
        let eval: js_sys::Function = property(&self.window(), "eval").unchecked_into();
        eval.call1(&self.window(), &format!("({expression})").into())
            .expect("the test's own JavaScript runs")
    }
}

/// Records browser events until a test takes them.
#[derive(Clone, Default)]
pub struct EventRecorder {
    events: Rc<RefCell<Vec<(BrowserEvent, JsValue)>>>,
    waker: Rc<RefCell<Option<js_sys::Function>>>,
}

impl EventRecorder {
    pub fn sink(&self) -> EventSink {
        let recorder = self.clone();
        Rc::new(move |kind, event| {
            recorder.events.borrow_mut().push((kind, event));
            if let Some(wake) = recorder.waker.take() {
                let _ = wake.call0(&JsValue::UNDEFINED);
            }
        })
    }

    /// Takes the kinds of all events since the last call.
    pub fn take_events(&self) -> Vec<BrowserEvent> {
        self.events
            .take()
            .into_iter()
            .map(|(kind, _)| kind)
            .collect()
    }

    /// Waits for an event of this kind, and takes it.
    pub async fn next(&self, kind: BrowserEvent) -> JsValue {
        loop {
            let at = self.events.borrow().iter().position(|one| one.0 == kind);
            if let Some(at) = at {
                return self.events.borrow_mut().remove(at).1;
            }
            let wait = js_sys::Promise::new(&mut |resolve, _| {
                *self.waker.borrow_mut() = Some(resolve);
            });
            JsFuture::from(wait).await.expect("it is only resolved");
        }
    }
}

/// Replaces the browser's `fetch` until dropped, and records the arguments of each call.
pub struct FakeFetch {
    real: JsValue,
    calls: js_sys::Array,
}

impl FakeFetch {
    /// `respond` is a JavaScript function expression: `(url, init) => ...`.
    pub fn new(respond: &str) -> Self {
        Self::from_function(&js(respond))
    }

    pub fn from_function(respond: &JsValue) -> Self {
        let calls = js_sys::Array::new();
        let record =
            js("(respond, calls) => (...call) => { calls.push(call); return respond(...call); }");
        let fake = record
            .unchecked_into::<js_sys::Function>()
            .call2(&JsValue::UNDEFINED, respond, &calls)
            .expect("the test's own JavaScript runs");
        let real = property(&js_sys::global(), "fetch");
        set_fetch(&fake);
        Self { real, calls }
    }

    pub fn calls(&self) -> u32 {
        self.calls.length()
    }

    /// The `init` argument of the last call.
    pub fn init(&self) -> JsValue {
        let call = self.calls.get(self.calls.length() - 1);
        call.unchecked_into::<js_sys::Array>().get(1)
    }

    pub fn url(&self) -> JsValue {
        let call = self.calls.get(self.calls.length() - 1);
        call.unchecked_into::<js_sys::Array>().get(0)
    }

    /// A request header of the last call.
    pub fn header(&self, name: &str) -> Option<String> {
        let headers: web_sys::Headers = property(&self.init(), "headers").unchecked_into();
        headers.get(name).expect("a valid name")
    }
}

impl Drop for FakeFetch {
    fn drop(&mut self) {
        set_fetch(&self.real);
    }
}

fn set_fetch(value: &JsValue) {
    js_sys::Reflect::set(&js_sys::global(), &"fetch".into(), value)
        .expect("`fetch` can be replaced");
}

/// A host whose `readResponse` has no limit; tests/e2e/responses.test.mjs tests the limit of the real
/// one.
pub fn host() -> Host {
    js("{
        readResponse: async (response) => {
            if (response.breaks) throw new Error();
            return response.json().then((json) => ({ json }), () => ({ wrong: 'it is not JSON' }));
        },
    }")
    .unchecked_into()
}

/// A signal that is never aborted.
pub fn signal() -> AbortSignal {
    AbortController::new()
        .expect("every browser has it")
        .signal()
}
