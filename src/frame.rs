//! The iframe: made, styled, sandboxed, watched (load, reload, removal, refusal), taken down when dropped.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, HtmlElement};

use crate::custom_css::Colour;
use crate::dom::{
    Listener, Signal, Sink, attribute, call_document, document_property, property, remove, root_of,
    succeeded,
};
use crate::error::{Code, Failure};
use crate::hosted_page::HostedPage;
use crate::options::Plan;
use crate::text::concat;

/// The one frame of an attempt.
pub struct Frame {
    element: HtmlElement,
    /// The window that the frame had when it was first looked at. Not looked at right after insertion, which would make Chromium build a
    /// script context for the empty first document (engineering.md, "Frames").
    window: Cell<Option<JsValue>>,
    _listeners: [Listener; 4],
}

impl Frame {
    /// Makes the frame for a validated page and puts it at the end of `stage`; none where something of the browser's, the host's or the page's markup threw, which
    /// is reported. Listens in the stage's own document, which may be another one than the script's.
    pub fn mount(
        plan: &Plan,
        page: &HostedPage,
        title: &str,
        stage: &Element,
        sink: &Sink,
    ) -> Option<Self> {
        let document = stage.owner_document()?;
        let window: EventTarget = document_property(&document, "defaultView").unchecked_into();
        let element = build(&document, plan, page, title)?;
        // All before the frame is in the document, so that its first message is received.
        let listeners = [
            Listener::new(&element, "load", sink, Signal::Loaded),
            Listener::new(&window, "message", sink, Signal::Message),
            Listener::new(&window, "blur", sink, Signal::Blurred),
            // Not at the document, where markup can hide `addEventListener`.
            Listener::new(&window, "securitypolicyviolation", sink, Signal::Refused),
        ];
        let is_watched = listeners.iter().all(|listener| listener.is_listening);
        let frame = Self {
            element,
            window: Cell::new(None),
            _listeners: listeners,
        };
        let is_there = is_watched && succeeded(stage.append_child(&frame.element));
        is_there.then_some(frame)
    }

    /// Whether the focus is in the frame.
    pub fn has_focus(&self) -> bool {
        let active = property(&root_of(&self.element), "activeElement");
        js_sys::Object::is(&active, &self.element)
    }

    /// The frame's window, if it is still the one that it had at the first look.
    ///
    /// Windows of other origins are compared and nothing else: in a bundle that was compiled to ES5, a look at their type reads a property of theirs, which throws.
    fn own_window(&self) -> Option<JsValue> {
        let now = property(&self.element, "contentWindow");
        if is_nothing(&now) {
            return None;
        }
        let first = self.window.take().unwrap_or_else(|| now.clone());
        let same = js_sys::Object::is(&first, &now);
        self.window.set(Some(first));
        same.then_some(now)
    }

    /// Whether `source` is this frame's own window, the same one throughout the frame's life.
    pub fn is_own_window(&self, source: &JsValue) -> bool {
        !is_nothing(source)
            && self
                .own_window()
                .is_some_and(|own| js_sys::Object::is(&own, source))
    }

    /// What a `load` means: `None` where it is no sign of life, `Some(Ok(()))` for a page in the frame's own window.
    pub fn loaded(&self) -> Option<Result<(), Box<Failure>>> {
        // After a refusal by the page's own policy some engines leave a readable, empty document and say `load` all the same.
        let inside = property(&self.element, "contentDocument");
        if !is_nothing(&inside) && property(&inside, "URL") == "about:blank" {
            return None;
        }
        Some(match self.own_window() {
            Some(_) => Ok(()),
            None => Err(reloaded()),
        })
    }

    /// What a change around the frame did to it. The first is its own insertion, which is when its window is looked at first: a frame that is moved has
    /// another window from then on, except by `moveBefore`.
    pub fn lost_by_change(&self) -> Option<Box<Failure>> {
        if !self.element.is_connected() {
            return Some(removed());
        }
        self.own_window().is_none().then(reloaded)
    }

    /// Whether a trusted `securitypolicyviolation` is the page's own enforced policy refusing this frame's address. Report-only policies raise the same
    /// event and do not count, and neither does the refusal of another widget's frame, or of one of the host's own.
    pub fn refused_by(&self, event: &JsValue) -> Option<Box<Failure>> {
        let framing = ["frame-src", "child-src", "default-src"];
        let directive = property(event, "effectiveDirective");
        if property(event, "disposition") != "enforce"
            || !framing.iter().any(|framing| directive == *framing)
        {
            return None;
        }
        let origin = |value: JsValue| Some(web_sys::Url::new(&value.as_string()?).ok()?.origin());
        let blocked = origin(property(event, "blockedURI"))?;
        if origin(property(&self.element, "src"))? != blocked {
            return None;
        }
        let message = [
            "This page's Content-Security-Policy refuses the frame: add `",
            &blocked,
            "` to its `frame-src` directive.",
        ];
        Some(Failure::new(Code::FrameBlocked, &concat(&message)))
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Frame") // Never its address.
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        remove(&self.element);
        // A script that still holds the element finds no token in it.
        attribute(&self.element, "src", "");
    }
}

/// Whether a frame or an event has no window.
fn is_nothing(window: &JsValue) -> bool {
    window.is_null() || window.is_undefined()
}

fn reloaded() -> Box<Failure> {
    Failure::new(
        Code::FrameReloaded,
        "The frame was moved, so that the browser loaded it anew and its token is spent: leave it where it is.",
    )
}

/// The frame, or the view around it, is not in the document or not displayed.
pub fn removed() -> Box<Failure> {
    Failure::new(
        Code::FrameRemoved,
        "The frame or its `container` was removed from the document, or is no longer displayed: end the attempt with `close()` instead.",
    )
}

fn build(document: &JsValue, plan: &Plan, page: &HostedPage, title: &str) -> Option<HtmlElement> {
    let element = call_document(document, "createElement", "iframe")?;
    let element: HtmlElement = element.unchecked_into();
    let look = plan.css.clone().unwrap_or_default();
    // An embedded page whose `color-scheme` differs from its frame's is painted on an opaque white ground: a dark page would show a
    // white box. The frame keeps the light default of pages that say nothing, on the background that the page will have.
    // A `style` attribute would be refused by a strict policy; the CSSOM is not.
    let style = element.style();
    style.set_css_text(&concat(&[
        "all:initial;visibility:inherit;display:block;grid-area:1/1;border:0;max-width:100%;color-scheme:light;background:",
        look.colour(Colour::Background),
    ]));
    // One property each: a function that is not closed (`calc(1px`) takes everything that follows it in the same text.
    let mut is_complete = succeeded(style.set_property("width", &plan.width))
        & succeeded(style.set_property("height", &plan.height));
    let attributes = [
        ("title", Some(title)),
        ("part", Some("frame")),
        ("referrerpolicy", Some(plan.referrer_policy)),
        ("sandbox", plan.sandbox.as_deref()),
        ("allow", plan.allow.as_deref()),
        ("src", Some(page.href.as_str())),
    ];
    for (name, value) in attributes {
        if let Some(value) = value {
            is_complete &= attribute(&element, name, value);
        }
    }
    is_complete.then_some(element)
}
