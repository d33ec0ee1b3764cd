//! The modal around the frame: a native `<dialog>`, focus in and back, a close button, the page behind it held still.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlDialogElement, HtmlElement};

use crate::attempt::Event;
use crate::custom_css::CustomCss;
use crate::dom::{
    Listener, append, attribute, document, element, focus_in_place, property, window,
};
use crate::frame::Report;
use crate::options::Plan;
use crate::words::{Word, Words};

/// An open dialog. Dropping it closes it, gives the focus back and lets the page scroll again.
#[derive(Debug)]
pub struct Dialog {
    element: HtmlDialogElement,
    heading: HtmlElement,
    before: Option<HtmlElement>,
    _listeners: Vec<Listener>,
    _scroll: ScrollLock,
}

impl Dialog {
    /// Builds the dialog around `content`, whose first children become its title and its close button.
    pub fn new(
        plan: &Plan,
        look: &CustomCss,
        words: &Words,
        content: &HtmlElement,
        report: Report,
    ) -> Self {
        let dialog: HtmlDialogElement = element("dialog", DIALOG_CSS).unchecked_into();
        attribute(&dialog, "data-set-pin-widget", "");
        attribute(&dialog, "aria-label", words.get(Word::Title));
        let panel = element("div", PANEL_CSS);
        let (header, heading, close) = header(look, words);
        append(content, &header);
        append(&panel, content);
        append(&dialog, &panel);
        let _ = content
            .style()
            .set_property_with_priority("flex", "1 0 auto", "important");
        let listeners = listen(&dialog, &close, plan.dismiss_on_backdrop, &report);
        Self {
            element: dialog,
            heading,
            before: focused(),
            _listeners: listeners,
            _scroll: ScrollLock::new(),
        }
    }

    /// Puts the dialog into `container` and opens it.
    pub fn show(&self, container: &Element) {
        append(container, &self.element);
        // Refused only where the dialog is open or not in a document.
        let _ = self.element.show_modal();
    }

    /// The title, where the keyboard starts.
    pub fn heading(&self) -> &HtmlElement {
        &self.heading
    }
}

impl Drop for Dialog {
    fn drop(&mut self) {
        // Not `close()`, which gives the focus back with scrolling. Removal closes it all the same.
        let held = focused().is_none_or(|active| self.element.contains(Some(&active)));
        self.element.remove();
        if let Some(before) = self.before.take().filter(|_| held) {
            focus_in_place(&before);
        }
    }
}

fn header(look: &CustomCss, words: &Words) -> (HtmlElement, HtmlElement, HtmlElement) {
    let header = element(
        "div",
        &[HEADER_CSS, "background:", look.background(), ";"].concat(),
    );
    let heading = element("h2", HEADING_CSS);
    heading.set_text_content(Some(words.get(Word::Title)));
    let close = element("button", CLOSE_CSS);
    attribute(&close, "type", "button");
    attribute(&close, "data-set-pin-close", "");
    attribute(&close, "aria-label", words.get(Word::Close));
    close.set_text_content(Some("✕"));
    append(&header, &heading);
    append(&header, &close);
    (header, heading, close)
}

/// `close` is the truth, however it came about: some browsers close without a `cancel` that can be heard (engineering.md).
fn listen(
    dialog: &HtmlDialogElement,
    close: &HtmlElement,
    dismiss_on_backdrop: bool,
    report: &Report,
) -> Vec<Listener> {
    let dismiss = || {
        let report = report.clone();
        Box::new(move |_| report(Event::Dismissed))
    };
    let mut listeners = vec![
        Listener::new(dialog, "close", dismiss()),
        Listener::new(close, "click", dismiss()),
    ];
    if dismiss_on_backdrop {
        // The press decides: a drag that ends beside the dialog is no wish to close it, but would count as a click on it.
        let (report, backdrop) = (report.clone(), dialog.clone());
        let on_press = move |event: web_sys::Event| {
            if event.target().as_ref() == Some(backdrop.as_ref()) {
                report(Event::Dismissed);
            }
        };
        listeners.push(Listener::new(dialog, "mousedown", Box::new(on_press)));
    }
    listeners
}

fn focused() -> Option<HtmlElement> {
    let mut active = document().active_element()?;
    while let Ok(inner) = property(&property(&active, "shadowRoot"), "activeElement").dyn_into() {
        active = inner;
    }
    active.dyn_into().ok()
}

/// Holds the page still behind the dialog. The count and the page's own value stand on the root element, so that several dialogs, of
/// several copies of this package too, may come and go in any order.
#[derive(Debug)]
struct ScrollLock;

const LOCKS: &str = "data-set-pin-locks";
const OVERFLOW: &str = "data-set-pin-overflow";

impl ScrollLock {
    fn new() -> Self {
        if let Some(root) = page_root() {
            let locks = root.get_attribute(LOCKS).unwrap_or_default();
            if locks.is_empty() {
                let own = root.style().get_property_value("overflow");
                attribute(&root, OVERFLOW, &own.unwrap_or_default());
                let _ = root.style().set_property("overflow", "hidden");
            }
            attribute(&root, LOCKS, &[&locks, "|"].concat());
        }
        Self
    }
}

impl Drop for ScrollLock {
    fn drop(&mut self) {
        let Some(root) = page_root() else { return };
        let locks = root.get_attribute(LOCKS).unwrap_or_default();
        match locks.strip_prefix('|') {
            Some("") | None => {
                let own = root.get_attribute(OVERFLOW).unwrap_or_default();
                let _ = root.style().set_property("overflow", &own);
                let _ = root.remove_attribute(LOCKS);
                let _ = root.remove_attribute(OVERFLOW);
            }
            Some(rest) => attribute(&root, LOCKS, rest),
        }
    }
}

fn page_root() -> Option<HtmlElement> {
    window().document()?.document_element()?.dyn_into().ok()
}

/// The dialog is its own backdrop, so that no style sheet is needed for `::backdrop`, and it scrolls where the screen is too short.
const DIALOG_CSS: &str = "display:flex;position:fixed;inset:0;width:100%;height:100%;overflow:auto;overscroll-behavior:contain;background:rgba(0,0,0,.6);padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);outline:none;";
/// Full height where the screen is narrower than 480 px, a centred sheet elsewhere, without a media query: the difference, times a thousand, clamps to all or nothing.
const PANEL_CSS: &str = "display:flex;flex-direction:column;margin:auto;width:fit-content;min-width:min(100%,480px);max-width:100%;min-height:clamp(0px,(480px - 100vw)*1000,100%);";
/// Sticky, so that the close button is always visible.
const HEADER_CSS: &str = "display:flex;position:sticky;top:0;z-index:1;align-items:center;justify-content:space-between;gap:16px;padding:8px 8px 8px 16px;";
const HEADING_CSS: &str = "display:block;font-size:1.125em;font-weight:bold;outline:none;";
const CLOSE_CSS: &str = "display:block;width:44px;height:44px;text-align:center;border:1px solid transparent;cursor:pointer;outline:revert;";
