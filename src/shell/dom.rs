//! Owned listeners and timers that undo themselves when dropped, and helpers for elements under a
//! strict policy.
//!
//! A page may have replaced any DOM method by one that throws. So each import that a page can
//! replace is declared `catch`, and nothing in a `Drop` throws. Only an exception of `setTimeout`,
//! without which an attempt cannot continue, passes through the engine: JavaScript catches it.
//!
//! Everything that the browser reports arrives as a [`BrowserEvent`] in one [`EventSink`], because
//! each further type of closure would add code to the engine.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, Window};

use crate::core::attempt::Timer;

/// Everything that the browser can report to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserEvent {
    /// A timer fired.
    TimerFired(Timer),
    /// The page was woken, shown or focused: the wall clock may have moved on.
    Woken,
    /// The frame fired `load`.
    Loaded,
    /// A Content-Security-Policy refused something.
    PolicyViolation,
    /// A message arrived.
    Message,
    /// The window of the frame's document lost the focus, perhaps to the frame.
    Blurred,
    /// The browser is about to leave the page.
    BeforeUnload,
}

/// Receives browser events, each with its event object.
pub type EventSink = Rc<dyn Fn(BrowserEvent, JsValue)>;

fn callback(sink: &EventSink, browser_event: BrowserEvent) -> Closure<dyn Fn(JsValue)> {
    let sink = sink.clone();
    Closure::wrap(Box::new(move |event| sink(browser_event, event)) as Box<dyn Fn(JsValue)>)
}

/// An event listener that ends when dropped.
#[must_use = "a listener ends when it is dropped: keep it for as long as it should listen"]
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Closure<dyn Fn(JsValue)>,
    /// `false` if `addEventListener` threw; the error is reported.
    pub is_listening: bool,
}

impl Listener {
    /// Listens to `name` on `target`. A listener may be dropped while it is called.
    pub fn new(
        target: &EventTarget,
        name: &'static str,
        sink: &EventSink,
        browser_event: BrowserEvent,
    ) -> Self {
        let callback = callback(sink, browser_event);
        let function = callback.as_ref().unchecked_ref();
        Self {
            is_listening: succeeded(target.add_event_listener_with_callback(name, function)),
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
    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    fn performance_now() -> Result<f64, JsValue>;
    #[wasm_bindgen(catch, js_name = reportError)]
    fn report_error(thrown: &JsValue) -> Result<(), JsValue>;

    /// `Reflect.get`. js-sys declares it without a receiver.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn get_as(target: &JsValue, name: &str, receiver: &JsValue) -> Result<JsValue, JsValue>;
    /// js-sys declares it as never throwing.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = create)]
    fn create_object(prototype: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = console, js_name = warn)]
    fn console_warn(warning: &str) -> Result<(), JsValue>;

    /// A node, with the methods that web-sys declares as never throwing.
    pub type AnyNode;
    #[wasm_bindgen(method, catch, js_name = getRootNode)]
    fn get_root_node(this: &AnyNode) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn remove(this: &AnyNode) -> Result<(), JsValue>;
}

/// Whether `result` is a success. Otherwise the thrown value is reported as an uncaught error.
pub fn succeeded<T>(result: Result<T, JsValue>) -> bool {
    if let Err(thrown) = &result {
        let _ = report_error(thrown);
    }
    result.is_ok()
}

/// Warns on the console, once per page about each `subject`, to keep the console readable.
pub fn warn_once(subject: &str, warning: &str) {
    thread_local! {
        static WARNED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }
    let is_new = WARNED.with_borrow_mut(|warned| {
        let is_new = !warned.iter().any(|earlier| earlier == subject);
        if is_new {
            warned.push(subject.into());
        }
        is_new
    });
    if is_new {
        let _ = console_warn(warning);
    }
}

/// The root of the tree that contains `node`; `undefined` if reading it throws.
pub fn root_of(node: &JsValue) -> JsValue {
    let node: &AnyNode = node.unchecked_ref();
    node.get_root_node().unwrap_or_default()
}

/// Removes an element. Prototype.js and other libraries replace `remove` by a method of their own,
/// which may throw; then the parent removes it.
pub fn remove(element: &Element) {
    let node: &AnyNode = element.unchecked_ref();
    if node.remove().is_err()
        && let Some(parent) = element.parent_node()
    {
        let _ = parent.remove_child(element);
    }
}

/// Milliseconds on a clock that is never set back.
pub fn monotonic_ms() -> f64 {
    performance_now().unwrap_or_default()
}

/// A timer that is cleared when dropped.
#[must_use = "a timer is cleared when it is dropped: keep it until it has run"]
#[derive(Debug)]
pub struct Timeout {
    id: JsValue,
    _callback: Closure<dyn Fn(JsValue)>,
}

impl Timeout {
    /// Sends [`BrowserEvent::TimerFired`] once, after `ms` milliseconds. A timer may be dropped
    /// while it fires.
    pub fn new(ms: u32, sink: &EventSink, timer: Timer) -> Self {
        let callback = callback(sink, BrowserEvent::TimerFired(timer));
        Self {
            id: set_timeout(callback.as_ref(), ms),
            _callback: callback,
        }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.id);
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: Window;
}

/// The page's window. It exists: without one, JavaScript refuses `open()`.
pub fn window() -> Window {
    GLOBAL.with(Window::clone)
}

/// The page's document. Its properties and methods are reached by [`document_property`] and
/// [`call_document`].
pub fn document() -> JsValue {
    property(&window(), "document")
}

/// A property of a document, read through the prototype: markup can hide the document's own (`<img
/// name="baseURI">`). `undefined` if reading throws.
pub fn document_property(document: &JsValue, name: &str) -> JsValue {
    get_as(&document_prototype(), name, document).unwrap_or_default()
}

/// Calls a method of a document through the prototype; see [`document_property`]. `None` if it
/// throws.
pub fn call_document(document: &JsValue, method: &str, argument: &str) -> Option<JsValue> {
    let method: js_sys::Function = property(&document_prototype(), method).unchecked_into();
    let arguments = js_sys::Array::of1(&argument.into());
    method.apply(document, &arguments).ok()
}

fn document_prototype() -> JsValue {
    property(&property(&window(), "Document"), "prototype")
}

/// Calls `setAttribute`, and returns whether it succeeded.
pub fn attribute(element: &Element, name: &str, value: &str) -> bool {
    succeeded(element.set_attribute(name, value))
}

/// A property of any value; `undefined` if reading throws.
pub fn property(value: &JsValue, name: &str) -> JsValue {
    get_as(value, name, value).unwrap_or_default()
}

/// A property that is a string; empty if it is anything else.
pub fn text(value: &JsValue, name: &str) -> String {
    property(value, name).as_string().unwrap_or_default()
}

/// A property, unless every object on the page has it: a value that a script added to
/// `Object.prototype` must not count as a part of the backend's response.
pub fn own_property(value: &JsValue, name: &str) -> JsValue {
    let found = property(value, name);
    let inherited = property(&js_sys::Object::new(), name);
    if found == inherited {
        JsValue::UNDEFINED
    } else {
        found
    }
}

/// Whether a value is a record, of whatever realm: not the `Response` of a host that forgot to
/// look at its status, for example.
pub fn is_plain_object(value: &JsValue) -> bool {
    let prototype_of = |object: &JsValue| {
        js_sys::Reflect::get_prototype_of(object).map_or(JsValue::UNDEFINED, JsValue::from)
    };
    let prototype = prototype_of(value);
    prototype.is_null() || prototype_of(&prototype).is_null()
}

/// An object without a prototype, so that the browser (in `fetch`, for example) reads only the
/// properties that are set here, and none of `Object.prototype`.
pub fn object(properties: &[(&str, &JsValue)]) -> JsValue {
    let object = create_object(&JsValue::NULL).unwrap_or_default();
    for (name, value) in properties {
        // Fails only on frozen objects.
        let _ = js_sys::Reflect::set(&object, &(*name).into(), value);
    }
    object
}
