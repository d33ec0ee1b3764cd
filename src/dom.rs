//! Owned listeners and timers that undo themselves when dropped, and the few verbs that build elements under a strict policy.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

/// An event listener that ends when dropped.
#[must_use = "a listener ends when it is dropped: keep it for as long as it should hear"]
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Listens to `name` on `target`. The callback may drop its own listener.
    pub fn new(target: &EventTarget, name: &'static str, callback: Box<dyn Fn(Event)>) -> Self {
        let callback = Closure::wrap(callback);
        // Refused only for a callback that is no function.
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
}

/// A timer that is cleared when dropped.
#[must_use = "a timer is cleared when it is dropped: keep it until it has run"]
#[derive(Debug)]
pub struct Timeout {
    id: JsValue,
    _callback: Closure<dyn Fn()>,
}

impl Timeout {
    /// Calls back once after `ms` milliseconds. The callback may drop its own timer.
    pub fn new(ms: u32, callback: Box<dyn Fn()>) -> Self {
        let callback = Closure::wrap(callback);
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

/// The page's window. JavaScript refuses `open()` where there is none, so that it is there.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The page's document.
pub fn document() -> Document {
    js_sys::Reflect::get(&js_sys::global(), &"document".into())
        .unwrap_or_default()
        .unchecked_into()
}

/// An element with its style, by CSSOM: a strict policy refuses `style` attributes and `<style>` alike.
///
/// Every declaration is `!important`, and everything else is reset, so that no rule of the host's page reaches in.
pub fn element(tag: &str, css: &str) -> HtmlElement {
    let element: HtmlElement = document()
        .create_element(tag)
        .unwrap_or_else(JsCast::unchecked_into)
        .unchecked_into();
    style(&element, css);
    element
}

/// Replaces an element's own style; see [`element`].
pub fn style(element: &HtmlElement, css: &str) {
    let css = ["all:initial;font:inherit;color:inherit;color-scheme:inherit;direction:inherit;box-sizing:border-box;", css].concat();
    element
        .style()
        .set_css_text(&css.replace(';', "!important;"));
}

/// `setAttribute` with a name that is always valid.
pub fn attribute(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// `append` with nodes that can always be there.
pub fn append(parent: &Element, child: &Element) {
    let _ = parent.append_child(child);
}

/// A property of any value; `undefined` where reading throws.
pub fn property(value: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(value, &name.into()).unwrap_or_default()
}

/// Focuses without scrolling the page.
pub fn focus_in_place(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}
