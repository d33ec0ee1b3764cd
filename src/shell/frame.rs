//! The iframe: creates, styles, sandboxes and watches it (load, reload, removal, refusal), and
//! removes it when dropped.

use std::cell::OnceCell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, HtmlElement};

use crate::core::error::{Error, ErrorCode};
use crate::core::hosted_page::{self, HostedPageUrl};
use crate::core::options::ResolvedOptions;
use crate::core::text::concat;
use crate::shell::dom::{
    BrowserEvent, EventSink, Listener, attribute, call_document, document_property, monotonic_ms,
    property, remove, root_of, succeeded, text,
};

/// The one frame of an attempt.
pub struct Frame {
    element: HtmlElement,
    /// The frame's window at the first `load` or message. Reading it earlier would make Chromium
    /// create a script context for the empty first document (docs/browser-notes.md).
    window: OnceCell<JsValue>,
    /// The monotonic time of the first `load`, in milliseconds.
    loaded_at: OnceCell<f64>,
    _listeners: [Listener; 4],
}

impl Frame {
    /// Creates the frame for a validated URL, and adds its listeners, in the view's `document`,
    /// which may be that of another window. If something throws, reports it and returns `None`.
    pub fn new(
        options: &ResolvedOptions,
        page: &HostedPageUrl,
        document: &JsValue,
        sink: &EventSink,
    ) -> Option<Self> {
        let window: EventTarget = document_property(document, "defaultView").unchecked_into();
        let element = build(document, options, page)?;
        // Before the frame is in the document, so that its first message is received.
        let listeners = [
            Listener::new(&element, "load", sink, BrowserEvent::Loaded),
            Listener::new(&window, "message", sink, BrowserEvent::Message),
            Listener::new(&window, "blur", sink, BrowserEvent::Blurred),
            // On the window, since markup can hide the document's `addEventListener`.
            Listener::new(
                &window,
                "securitypolicyviolation",
                sink,
                BrowserEvent::PolicyViolation,
            ),
        ];
        let is_watched = listeners.iter().all(|listener| listener.is_listening);
        is_watched.then_some(Self {
            element,
            window: OnceCell::new(),
            loaded_at: OnceCell::new(),
            _listeners: listeners,
        })
    }

    /// The iframe, for the view to insert.
    pub fn element(&self) -> &HtmlElement {
        &self.element
    }

    /// Whether the focus is in the frame.
    pub fn has_focus(&self) -> bool {
        let active = property(&root_of(&self.element), "activeElement");
        let element: &JsValue = &self.element;
        active == *element
    }

    /// The frame's window, if it has not changed since it was first read.
    ///
    /// Windows of other origins must only be compared by identity: in a bundle that was compiled to
    /// ES5, `typeof` reads one of their properties, which throws.
    fn unchanged_window(&self) -> Option<JsValue> {
        let now = property(&self.element, "contentWindow");
        if is_nothing(&now) {
            return None;
        }
        let first = self.window.get_or_init(|| now.clone());
        (*first == now).then_some(now)
    }

    /// Whether `source` is this frame's window, which must not have changed.
    pub fn has_window(&self, source: &JsValue) -> bool {
        let window = self.unchanged_window();
        window.is_some_and(|window| window == *source)
    }

    /// Classifies a `load`. Returns `None` if it may be that of the empty first document, `Ok` if the
    /// frame still has the same window, and otherwise the error.
    pub fn loaded(&self) -> Option<Result<(), Box<Error>>> {
        // If the page's own policy refuses the frame, WebKit fires `load` for a readable, empty
        // document (docs/browser-notes.md).
        let inside = property(&self.element, "contentDocument");
        if !is_nothing(&inside) && property(&inside, "URL") == "about:blank" {
            return None;
        }
        self.loaded_at.get_or_init(monotonic_ms);
        Some(match self.unchanged_window() {
            Some(_) => Ok(()),
            None => Err(reloaded()),
        })
    }

    /// The error, after the frame or an element around it was removed and perhaps inserted again:
    /// `frame_removed` if the frame is not in a document, and otherwise `frame_reloaded`. `None` if
    /// `moveBefore` moved the frame, which keeps its window. An ordinary move gives the frame another
    /// window, and loads its URL again. Before the window was first read, nothing cheap distinguishes
    /// a `moveBefore` from such a move. Both are then `frame_reloaded`, which offers a new token:
    /// after a move, the frame would show the issuer's error page for a used one.
    pub fn lost_by_move(&self) -> Option<Box<Error>> {
        if !self.element.is_connected() {
            return Some(removed());
        }
        let is_unchanged = self.window.get().is_some() && self.unchanged_window().is_some();
        (!is_unchanged).then(reloaded)
    }

    /// The error, if a trusted `securitypolicyviolation` reports that the page's policy refused
    /// this frame. Report-only policies fire the same event and do not count. Violations by frames
    /// on other origins do not count either, nor do those too long after this frame's `load`.
    pub fn refused_by(&self, event: &JsValue) -> Option<Box<Error>> {
        let framing = ["frame-src", "child-src", "default-src"];
        let directive = property(event, "effectiveDirective");
        let since_load_ms = self.loaded_at.get().map(|at| monotonic_ms() - at);
        if property(event, "disposition") != "enforce"
            || !hosted_page::violation_can_concern_frame(since_load_ms)
            || !framing.iter().any(|framing| directive == *framing)
        {
            return None;
        }
        let origin = |value: JsValue| {
            let url = web_sys::Url::new(&value.as_string()?).ok()?;
            Some(text(&url, "origin"))
        };
        let blocked = origin(property(event, "blockedURI"))?;
        if origin(property(&self.element, "src"))? != blocked {
            return None;
        }
        let message = [
            "This page's Content-Security-Policy refuses the frame: add `",
            &blocked,
            "` to its `frame-src` directive.",
        ];
        Some(Error::new(ErrorCode::FrameBlocked, &concat(&message)))
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Frame") // Never its URL.
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        remove(&self.element);
        // Removes the token, because a script may still have the element.
        attribute(&self.element, "src", "");
    }
}

/// Whether a frame or an event has no window.
fn is_nothing(window: &JsValue) -> bool {
    window.is_null() || window.is_undefined()
}

fn reloaded() -> Box<Error> {
    Error::new(
        ErrorCode::FrameReloaded,
        "The frame was moved, so that the browser loaded it again, and its token is spent: leave it where it is.",
    )
}

/// The error if the frame, or the view around it, is not in the document or not displayed, or its
/// dialog is no longer modal.
pub fn removed() -> Box<Error> {
    Error::new(
        ErrorCode::FrameRemoved,
        "The frame or its `container` was removed from the document, or a dialog was moved or is no longer displayed: end the attempt with `close()` instead.",
    )
}

fn build(
    document: &JsValue,
    options: &ResolvedOptions,
    page: &HostedPageUrl,
) -> Option<HtmlElement> {
    let element = call_document(document, "createElement", "iframe")?;
    let element: HtmlElement = element.unchecked_into();
    // Transparent, on the view's background and the text that it shows while the page loads. An
    // embedded page whose `color-scheme` differs from its frame's gets an opaque white background,
    // so that a dark page would show a white box: the frame keeps the light default.
    // The style is set through the CSSOM, because a strict policy refuses a `style` attribute.
    let style = element.style();
    style.set_css_text("display:block;grid-area:1/1;place-self:start center;border:0;max-width:100%;color-scheme:light");
    // Set separately: in one text, an unclosed function (`calc(1px`) would include everything after
    // it.
    let mut is_complete = succeeded(style.set_property("width", &options.width))
        & succeeded(style.set_property("height", &options.height));
    let attributes = [
        ("data-part", Some("frame")),
        ("referrerpolicy", Some(options.referrer_policy)),
        ("sandbox", options.sandbox.as_deref()),
        ("allow", options.allow.as_deref()),
        ("src", Some(page.href.as_str())),
    ];
    for (name, value) in attributes {
        if let Some(value) = value {
            is_complete &= attribute(&element, name, value);
        }
    }
    is_complete.then_some(element)
}
