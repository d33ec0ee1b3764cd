//! The iframe: made, styled, sandboxed, watched (load, reload, removal, refusal), taken down when dropped.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Node};

use crate::custom_css::Colour;
use crate::dom::{Listener, Observer, Signal, Sink, attribute, document, property, window};
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
    _listeners: [Listener; 3],
    _observer: Observer,
}

impl Frame {
    /// Makes the frame for a judged page and puts it at the end of `stage`; none where the document makes no elements.
    pub fn mount(
        plan: &Plan,
        page: &HostedPage,
        title: &str,
        stage: &Element,
        sink: &Sink,
    ) -> Option<Self> {
        let element = build(plan, page, title)?;
        // All before the frame is there, so that its first word is heard.
        let listeners = [
            Listener::new(&element, "load", sink, Signal::Loaded),
            Listener::new(&window(), "message", sink, Signal::Message),
            Listener::new(
                &document(),
                "securitypolicyviolation",
                sink,
                Signal::Refused,
            ),
        ];
        // Its first record is the frame's own arrival, a moment after it: see `lost_by`.
        let observer = Observer::new(stage, sink);
        let _ = stage.append_child(&element);
        Some(Self {
            _observer: observer,
            element,
            window: Cell::new(None),
            _listeners: listeners,
        })
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

    /// What a change of the document, told as mutation records, did to the frame.
    pub fn lost_by(&self, records: &JsValue) -> Option<Box<Failure>> {
        if !self.element.is_connected() {
            return Some(removed());
        }
        let first = self.window.take();
        let looked_at = first.is_some();
        self.window.set(first);
        let records: &js_sys::Array = records.unchecked_ref();
        // Before the first look, a removal is all that tells of a move. The first look is at the frame's own arrival: not earlier, see `window`.
        let moved = !looked_at && self.is_among_removed(records)
            || records.length() > 0 && self.own_window().is_none();
        moved.then(reloaded)
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

    fn is_among_removed(&self, records: &js_sys::Array) -> bool {
        (0..records.length()).any(|at| {
            let removed = js_sys::Array::from(&property(&records.get(at), "removedNodes"));
            (0..removed.length()).any(|at| {
                removed
                    .get(at)
                    .unchecked_ref::<Node>()
                    .contains(Some(&self.element))
            })
        })
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Frame") // Never its address.
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.element.remove();
        // Whoever still holds the element finds no token in it.
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

/// The frame is not in the document.
pub fn removed() -> Box<Failure> {
    Failure::new(
        Code::FrameRemoved,
        "The frame was taken out of the document: end the attempt with `close()` instead.",
    )
}

fn build(plan: &Plan, page: &HostedPage, title: &str) -> Option<HtmlElement> {
    // Fails where markup has taken the function's name (`<img name=createElement>`).
    let element = document().create_element("iframe").ok()?;
    let element: HtmlElement = element.unchecked_into();
    let look = plan.css.clone().unwrap_or_default();
    // An embedded page whose `color-scheme` differs from its frame's is painted on an opaque white ground: a dark page would show a
    // white box. The frame keeps the light default of pages that say nothing, on the background that the page will have.
    // A `style` attribute would be refused by a strict policy; the CSSOM is not.
    element.style().set_css_text(
        &concat(&[
            "all:initial;display:block;grid-area:1/1;border:0;max-width:100%;color-scheme:light;background:",
            look.colour(Colour::Background),
            ";width:",
            &plan.width,
            ";height:",
            &plan.height,
        ]),
    );
    attribute(&element, "title", title);
    attribute(&element, "part", "frame");
    attribute(&element, "referrerpolicy", plan.referrer_policy);
    for (name, value) in [("sandbox", &plan.sandbox), ("allow", &plan.allow)] {
        if let Some(value) = value {
            attribute(&element, name, value);
        }
    }
    attribute(&element, "src", &page.href);
    Some(element)
}
