//! The iframe: made, styled, sandboxed, watched (load, reload, removal, refusal), taken down when dropped.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{HtmlIFrameElement, MutationObserver, MutationObserverInit, Node};

use crate::attempt::Event;
use crate::dom::{Listener, attribute, document, element, property};
use crate::error::{Code, Failure};
use crate::hosted_page::HostedPage;
use crate::options::Plan;

/// What the frame tells the attempt.
pub type Report = Rc<dyn Fn(Event)>;

/// The one frame of an attempt.
#[derive(Debug)]
pub struct Frame {
    watched: Rc<Watched>,
    _listeners: [Listener; 2],
    _observer: Observer,
}

/// The element, and the window that it had when it was first looked at.
#[derive(Debug)]
struct Watched {
    element: HtmlIFrameElement,
    /// Not looked at right after insertion, which would make Chromium build a script context for the empty first document (engineering.md, "Frames").
    window: RefCell<Option<JsValue>>,
}

impl Watched {
    /// The frame's window, if it is still the one it had at the first look.
    fn own_window(&self) -> Option<JsValue> {
        let now = property(&self.element, "contentWindow");
        if !now.is_object() {
            return None;
        }
        let mut first = self.window.borrow_mut();
        let first = first.get_or_insert_with(|| now.clone());
        js_sys::Object::is(first, &now).then_some(now)
    }

    fn was_looked_at(&self) -> bool {
        self.window.borrow().is_some()
    }

    /// After a refusal by the page's own policy some engines leave a readable, empty document, whose `load` is no sign of life.
    fn shows_nothing(&self) -> bool {
        let document = property(&self.element, "contentDocument");
        document.is_object() && property(&document, "URL") == "about:blank"
    }

    fn loaded(&self) -> Option<Event> {
        if self.shows_nothing() {
            return None;
        }
        Some(match self.own_window() {
            Some(_) => Event::FrameLoaded,
            None => lost(
                Code::FrameReloaded,
                "The frame was moved within the document, so that the browser loaded it again and its token is spent: leave it where it is, or start again.",
            ),
        })
    }

    /// Judges what a change of the document did to the frame.
    fn document_changed(&self, records: &js_sys::Array) -> Option<Event> {
        if !self.element.is_connected() {
            return Some(lost(
                Code::FrameRemoved,
                "The frame was taken out of the document: end the attempt with `close()`, or start again.",
            ));
        }
        let moved = if self.was_looked_at() {
            self.own_window().is_none()
        } else {
            records.iter().any(|record| {
                let removed = property(&record, "removedNodes");
                js_sys::Array::from(&removed).iter().any(|node| {
                    node.unchecked_ref::<Node>()
                        .contains(Some(self.element.unchecked_ref()))
                })
            })
        };
        moved.then(|| {
            lost(
                Code::FrameReloaded,
                "The frame was taken out of the document and put back, so that its token is spent: leave it where it is, or start again.",
            )
        })
    }
}

fn lost(code: Code, message: &str) -> Event {
    Event::FrameLost(Failure::new(code, message))
}

impl Frame {
    /// Makes the frame for a judged page and puts it at the end of `slot`.
    pub fn mount(
        plan: &Plan,
        page: &HostedPage,
        title: &str,
        slot: &web_sys::Element,
        report: &Report,
    ) -> Self {
        let watched = Rc::new(Watched {
            element: build(plan, page, title),
            window: RefCell::new(None),
        });
        let on_load = {
            let (watched, report) = (watched.clone(), report.clone());
            Box::new(move |_| {
                if let Some(event) = watched.loaded() {
                    report(event);
                }
            })
        };
        let listeners = [
            Listener::new(&watched.element, "load", on_load),
            watch_policy(plan, report),
        ];
        // The last child of its cell, so that it paints over the words below it.
        crate::dom::append(slot, &watched.element);
        let observer = Observer::new(&watched, report);
        Self {
            watched,
            _listeners: listeners,
            _observer: observer,
        }
    }

    /// Whether `source` is this frame's own window, the same one throughout the frame's life.
    pub fn is_own_window(&self, source: &JsValue) -> bool {
        source.is_object()
            && self
                .watched
                .own_window()
                .is_some_and(|own| js_sys::Object::is(&own, source))
    }

    /// Moves the keyboard into the hosted page.
    pub fn focus(&self) {
        let _ = self.watched.element.focus();
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.watched.element.remove();
    }
}

fn build(plan: &Plan, page: &HostedPage, title: &str) -> HtmlIFrameElement {
    let look = plan.css.clone().unwrap_or_default();
    // An embedded page whose `color-scheme` differs from its frame's is painted on an opaque white ground: a dark page would show a
    // white box. The frame keeps the light default of pages that say nothing, on the background that the page will have.
    let css = [
        "display:block;grid-area:1/1;border:0;max-width:100%;color-scheme:light;background:",
        look.background(),
        ";width:",
        &plan.width,
        ";height:",
        &plan.height,
        ";",
    ]
    .concat();
    let frame = element("iframe", &css);
    attribute(&frame, "title", title);
    attribute(&frame, "referrerpolicy", plan.referrer_policy);
    if let Some(tokens) = &plan.sandbox {
        attribute(&frame, "sandbox", tokens);
    }
    if let Some(allow) = &plan.allow {
        attribute(&frame, "allow", allow);
    }
    attribute(&frame, "src", &page.href);
    frame.unchecked_into()
}

/// Hears the page's own enforced policy refuse one of the allowed origins. Report-only policies raise the same event and do not count.
fn watch_policy(plan: &Plan, report: &Report) -> Listener {
    let (origins, report) = (plan.allowed_origins.clone(), report.clone());
    let on_violation = move |event: web_sys::Event| {
        let text = |name| property(&event, name).as_string().unwrap_or_default();
        let directive = text("effectiveDirective");
        let framing = matches!(
            directive.as_str(),
            "frame-src" | "child-src" | "default-src"
        );
        if !framing || text("disposition") != "enforce" {
            return;
        }
        let blocked = web_sys::Url::new(&text("blockedURI")).map(|url| url.origin());
        if let Some(origin) = blocked
            .ok()
            .filter(|origin| event.is_trusted() && origins.contains(origin))
        {
            report(Event::FrameLost(Failure::new(
                Code::FrameBlocked,
                [
                    "This page's Content-Security-Policy refuses the frame: add `",
                    &origin,
                    "` to its `frame-src` directive.",
                ]
                .concat(),
            )));
        }
    };
    Listener::new(
        &document(),
        "securitypolicyviolation",
        Box::new(on_violation),
    )
}

/// Watches the document, and every shadow tree between it and the frame, for the frame's removal.
#[derive(Debug)]
struct Observer {
    observer: Option<MutationObserver>,
    _callback: Closure<dyn Fn(js_sys::Array)>,
}

impl Observer {
    fn new(watched: &Rc<Watched>, report: &Report) -> Self {
        let callback = {
            let (watched, report) = (watched.clone(), report.clone());
            Closure::wrap(Box::new(move |records: js_sys::Array| {
                if let Some(event) = watched.document_changed(&records) {
                    report(event);
                }
            }) as Box<dyn Fn(js_sys::Array)>)
        };
        let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            let init = MutationObserverInit::new();
            init.set_child_list(true);
            init.set_subtree(true);
            let mut node: Node = watched.element.clone().into();
            loop {
                let root = node.get_root_node();
                let _ = observer.observe_with_options(&root, &init);
                match property(&root, "host").dyn_into::<web_sys::Element>() {
                    Ok(host) => node = host.into(),
                    Err(_) => break,
                }
            }
        }
        Self {
            observer,
            _callback: callback,
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
