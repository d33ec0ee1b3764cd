//! What the tests stand on: JavaScript values, another realm, an ear for signals, and a `fetch` of their own.

use std::cell::RefCell;
use std::rc::Rc;

use set_pin_widget::shell::border::Host;
use set_pin_widget::shell::dom::{BrowserEvent, EventSink, document, property};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Element};

/// The value of a JavaScript expression.
pub fn js(expression: &str) -> JsValue {
    js_sys::eval(&format!("({expression})")).expect("the test's own JavaScript runs")
}

/// Calls what a JavaScript function expression gives.
pub fn call(function: &str, argument: &JsValue) -> JsValue {
    let function: js_sys::Function = js(function).unchecked_into();
    function
        .call1(&JsValue::UNDEFINED, argument)
        .expect("the test's own JavaScript runs")
}

/// A value as JSON, to compare whole.
pub fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value)
        .map(String::from)
        .expect("the value has a JSON form")
}

/// An element in the document, gone at the end of the test.
pub struct Put(pub Element);

impl Put {
    pub fn new(name: &str) -> Self {
        let document: web_sys::Document = document().unchecked_into();
        let element = document.create_element(name).expect("a known element");
        let body: Element = property(&document, "body").unchecked_into();
        body.append_child(&element).expect("the page has a body");
        Self(element)
    }
}

impl Drop for Put {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Another realm of the same origin: an empty frame, whose `Error`, `Promise` and `Object` are not this page's.
pub struct Realm(Put);

impl Realm {
    pub fn new() -> Self {
        Self(Put::new("iframe"))
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

/// Hears signals, and keeps them until they are asked for.
#[derive(Clone, Default)]
pub struct Ear {
    heard: Rc<RefCell<Vec<(BrowserEvent, JsValue)>>>,
    waker: Rc<RefCell<Option<js_sys::Function>>>,
}

impl Ear {
    pub fn sink(&self) -> EventSink {
        let ear = self.clone();
        Rc::new(move |signal, event| {
            ear.heard.borrow_mut().push((signal, event));
            if let Some(wake) = ear.waker.take() {
                let _ = wake.call0(&JsValue::UNDEFINED);
            }
        })
    }

    /// Everything since the last look.
    pub fn signals(&self) -> Vec<BrowserEvent> {
        self.heard.take().into_iter().map(|(one, _)| one).collect()
    }

    /// Waits until `signal` has come, and takes it.
    pub async fn next(&self, signal: BrowserEvent) -> JsValue {
        loop {
            let at = self.heard.borrow().iter().position(|one| one.0 == signal);
            if let Some(at) = at {
                return self.heard.borrow_mut().remove(at).1;
            }
            let wait = js_sys::Promise::new(&mut |resolve, _| {
                *self.waker.borrow_mut() = Some(resolve);
            });
            JsFuture::from(wait).await.expect("it is only resolved");
        }
    }
}

/// Stands in for the browser's `fetch` until dropped, and notes each call's arguments.
pub struct Fetch {
    real: JsValue,
    calls: js_sys::Array,
}

impl Fetch {
    /// `answer` is a JavaScript function expression: `(url, init) => ...`.
    pub fn answering(response: &str) -> Self {
        Self::with(&js(response))
    }

    pub fn with(response: &JsValue) -> Self {
        let calls = js_sys::Array::new();
        let record =
            js("(answer, calls) => (...call) => { calls.push(call); return answer(...call); }");
        let fake = record
            .unchecked_into::<js_sys::Function>()
            .call2(&JsValue::UNDEFINED, response, &calls)
            .expect("the test's own JavaScript runs");
        let real = property(&js_sys::global(), "fetch");
        set_fetch(&fake);
        Self { real, calls }
    }

    pub fn calls(&self) -> u32 {
        self.calls.length()
    }

    /// `init` of the last call.
    pub fn init(&self) -> JsValue {
        let call = self.calls.get(self.calls.length() - 1);
        call.unchecked_into::<js_sys::Array>().get(1)
    }

    pub fn url(&self) -> JsValue {
        let call = self.calls.get(self.calls.length() - 1);
        call.unchecked_into::<js_sys::Array>().get(0)
    }

    /// A header of the last call.
    pub fn header(&self, name: &str) -> Option<String> {
        let headers: web_sys::Headers = property(&self.init(), "headers").unchecked_into();
        headers.get(name).expect("a valid name")
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        set_fetch(&self.real);
    }
}

fn set_fetch(value: &JsValue) {
    js_sys::Reflect::set(&js_sys::global(), &"fetch".into(), value)
        .expect("`fetch` can be replaced");
}

/// A host with the options of a JavaScript object, by their paths. How its `read` is kept from reading too much: tests/e2e/answers.test.mjs.
pub fn host(options: &JsValue) -> Host {
    call(
        "(options) => ({
            option: (path) => options[path],
            readResponse: async (answer) => {
                if (answer.breaks) throw new Error();
                return answer.json().then((json) => ({ json }), () => ({ wrong: 'it is not JSON' }));
            },
        })",
        options,
    )
    .unchecked_into()
}

/// A signal that is never aborted.
pub fn signal() -> AbortSignal {
    AbortController::new()
        .expect("every browser has it")
        .signal()
}
