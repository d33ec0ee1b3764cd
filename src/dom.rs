//! Owned listeners and timers that undo themselves when dropped, and the few verbs for elements under a strict policy.
//!
//! Everything that the browser can tell comes as a [`Signal`] through one [`Sink`]: one kind of closure, since each kind brings code of its own.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, EventTarget, Window};

use crate::attempt::Timer;

/// What the browser can tell an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// A timer ran out.
    Elapsed(Timer),
    /// The page was woken, shown or focused: the wall clock may have moved on.
    Woken,
    /// The frame fired `load`.
    Loaded,
    /// The document's tree changed.
    Changed,
    /// A Content-Security-Policy refused something.
    Refused,
    /// A message came.
    Message,
    /// The browser is about to leave the page.
    Leaving,
}

/// Where signals go, with the event or the mutation records.
pub type Sink = Rc<dyn Fn(Signal, JsValue)>;

fn callback(sink: &Sink, signal: Signal) -> Closure<dyn Fn(JsValue)> {
    let sink = sink.clone();
    Closure::wrap(Box::new(move |event| sink(signal, event)) as Box<dyn Fn(JsValue)>)
}

/// An event listener that ends when dropped.
#[must_use = "a listener ends when it is dropped: keep it for as long as it should hear"]
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Closure<dyn Fn(JsValue)>,
}

impl Listener {
    /// Listens to `name` on `target`. A listener may be dropped while it is heard.
    pub fn new(target: &EventTarget, name: &'static str, sink: &Sink, signal: Signal) -> Self {
        let callback = callback(sink, signal);
        // Refused only by what is no event target.
        let _ = target.add_event_listener_with_callback(name, callback.as_ref().unchecked_ref());
        Self {
            target: target.clone(),
            name,
            callback,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, self.callback.as_ref().unchecked_ref());
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);

    type MutationObserver;
    #[wasm_bindgen(constructor)]
    fn new(callback: &JsValue) -> MutationObserver;
    #[wasm_bindgen(method)]
    fn observe(this: &MutationObserver, target: &JsValue, options: &JsValue);
    #[wasm_bindgen(method)]
    fn disconnect(this: &MutationObserver);
}

/// A timer that is cleared when dropped.
#[must_use = "a timer is cleared when it is dropped: keep it until it has run"]
#[derive(Debug)]
pub struct Timeout {
    id: JsValue,
    _callback: Closure<dyn Fn(JsValue)>,
}

impl Timeout {
    /// Tells [`Signal::Elapsed`] once, after `ms` milliseconds. A timer may be dropped while it is told.
    pub fn new(ms: u32, sink: &Sink, timer: Timer) -> Self {
        let callback = callback(sink, Signal::Elapsed(timer));
        Self {
            id: set_timeout(callback.as_ref(), ms),
            _callback: callback,
        }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

/// Watches the trees that an element stands in for additions and removals, until dropped.
#[must_use = "an observer ends when it is dropped"]
pub struct Observer {
    observer: MutationObserver,
    _callback: Closure<dyn Fn(JsValue)>,
}

impl Observer {
    /// Watches the document, and every shadow tree between it and `element`.
    pub fn new(element: &Element, sink: &Sink) -> Self {
        let callback = callback(sink, Signal::Changed);
        let observer = MutationObserver::new(callback.as_ref());
        let options = object(&[("childList", &JsValue::TRUE), ("subtree", &JsValue::TRUE)]);
        let mut node: JsValue = element.into();
        while node.is_object() {
            let root = node.unchecked_ref::<web_sys::Node>().get_root_node();
            observer.observe(&root, &options);
            node = property(&root, "host");
        }
        Self {
            observer,
            _callback: callback,
        }
    }
}

impl std::fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Observer")
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The page's window. JavaScript refuses `open()` where there is none, so that it is there.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The page's document.
pub fn document() -> Document {
    property(&window(), "document").unchecked_into()
}

/// `setAttribute` with a name that is always valid.
pub fn attribute(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// A property of any value; `undefined` where reading throws.
pub fn property(value: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(value, &name.into()).unwrap_or_default()
}

/// A property, unless every object on the page has it: whoever could add to `Object.prototype` must not speak for the host's backend.
pub fn own(value: &JsValue, name: &str) -> JsValue {
    let found = property(value, name);
    let everybodys = property(&js_sys::Object::new(), name);
    if js_sys::Object::is(&found, &everybodys) {
        JsValue::UNDEFINED
    } else {
        found
    }
}

/// An object that inherits nothing: what the browser reads from it (`fetch`, `observe`) is what was given, and nothing that every object on the page has.
pub fn object(properties: &[(&str, &JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&object, &"__proto__".into(), &JsValue::NULL);
    for (name, value) in properties {
        // Refused only by frozen objects.
        let _ = js_sys::Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
