//! What stands around the frame: the words, the way out of a frame that shows nothing, and the retry.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use crate::attempt::{Event, Notice};
use crate::custom_css::CustomCss;
use crate::dialog::Dialog;
use crate::dom::{Listener, append, attribute, element, property, style};
use crate::frame::Report;
use crate::options::{Mode, Plan};
use crate::words::{Word, Words};

/// The widget's own part of the page; it leaves when dropped.
#[derive(Debug)]
pub struct View {
    /// Holds everything in `inline` mode, and stands in the dialog otherwise.
    root: HtmlElement,
    /// The keyboard's place while there is neither a frame nor a button to be at.
    home: HtmlElement,
    stage: HtmlElement,
    status: HtmlElement,
    notice: HtmlElement,
    notice_text: HtmlElement,
    button: HtmlElement,
    look: CustomCss,
    words: Words,
    _on_button: Listener,
    dialog: Option<Dialog>,
}

impl View {
    /// Builds the view and puts it into `container`, as a dialog unless the mode is `inline`.
    pub fn open(plan: &Plan, words: Words, container: &Element, report: &Report) -> Self {
        let look = plan.css.clone().unwrap_or_default();
        let root = element("div", &root_css(&look, &words));
        attribute(&root, "lang", &words.lang);
        let [stage, status, notice, notice_text] =
            ["", STATUS_CSS, NOTICE_CSS, TEXT_CSS].map(|css| element("div", css));
        attribute(&status, "data-set-pin-status", "");
        attribute(&status, "role", "status");
        attribute(&notice_text, "data-set-pin-notice", "");
        attribute(&notice_text, "role", "status");
        let button = element("button", "");
        attribute(&button, "type", "button");
        attribute(&button, "data-set-pin-retry", "");
        append(&stage, &status);
        append(&notice, &notice_text);
        append(&notice, &button);
        let on_button = {
            let report = report.clone();
            Box::new(move |_| report(Event::StartAgain))
        };
        let dialog = (plan.mode != Mode::Inline)
            .then(|| Dialog::new(plan, &look, &words, &root, Rc::clone(report)));
        append(&root, &stage);
        append(&root, &notice);
        let home = dialog
            .as_ref()
            .map_or_else(|| root.clone(), |dialog| dialog.heading().clone());
        attribute(&home, "tabindex", "-1");
        let view = Self {
            _on_button: Listener::new(&button, "click", on_button),
            root,
            home,
            stage,
            status,
            notice,
            notice_text,
            button,
            look,
            words,
            dialog,
        };
        view.enter(container);
        view
    }

    fn enter(&self, container: &Element) {
        if let Some(dialog) = &self.dialog {
            dialog.show(container);
            self.focus(&self.home);
        } else {
            attribute(&self.root, "role", "group");
            attribute(&self.root, "aria-label", self.words.get(Word::Title));
            attribute(&self.root, "data-set-pin-widget", "");
            append(container, &self.root);
        }
    }

    /// Where the frame belongs.
    pub fn stage(&self) -> &Element {
        &self.stage
    }

    /// The frame's accessible name.
    pub fn title(&self) -> &str {
        self.words.get(Word::Title)
    }

    /// Whether the host has taken the view out of the document.
    pub fn is_gone(&self) -> bool {
        !self.root.is_connected()
    }

    /// Whether the keyboard waits for the frame.
    pub fn keyboard_is_home(&self) -> bool {
        self.active()
            .is_some_and(|active| active.is_same_node(Some(&self.home)))
    }

    /// Says something beside the frame. The keyboard moves only if it was within the widget and what held it is going away.
    pub fn show(&self, notice: Notice) {
        let held = self.holds_keyboard();
        let loading = notice == Notice::Loading;
        attribute(
            &self.root,
            "aria-busy",
            if loading { "true" } else { "false" },
        );
        let (said, offered) = match notice {
            Notice::Loading => ("", None),
            Notice::Blank => ("", Some(Word::Blank)),
            Notice::Expired => (self.words.get(Word::Expired), Some(Word::Retry)),
            Notice::Failed => (self.words.get(Word::Failed), Some(Word::Retry)),
        };
        let framed = loading || self.stage.child_element_count() > 1;
        style(&self.stage, if framed { STAGE_CSS } else { HIDDEN_CSS });
        let busy_text = if loading {
            self.words.get(Word::Loading)
        } else {
            ""
        };
        say(&self.status, busy_text);
        style(&self.notice, if loading { HIDDEN_CSS } else { NOTICE_CSS });
        say(&self.notice_text, said);
        style(&self.button, &self.button_css(notice));
        self.button
            .set_text_content(offered.map(|word| self.words.get(word)));
        match notice {
            Notice::Loading if held => self.focus(&self.home),
            Notice::Failed if held || self.dialog.is_some() => self.focus(&self.button),
            _ => {}
        }
    }

    fn button_css(&self, notice: Notice) -> String {
        let look = &self.look;
        if notice == Notice::Blank {
            return [BUTTON_CSS, "background:none;text-decoration:underline;"].concat();
        }
        [
            BUTTON_CSS,
            "background:",
            look.background_primary(),
            ";color:",
            look.text_primary(),
            ";border-radius:",
            &px(look.button_radius()),
            ";",
        ]
        .concat()
    }

    /// The focused element of the tree that the view stands in, which may be a shadow tree.
    fn active(&self) -> Option<Node> {
        property(&self.root.get_root_node(), "activeElement")
            .dyn_into()
            .ok()
    }

    fn holds_keyboard(&self) -> bool {
        self.active()
            .is_some_and(|active| self.root.contains(Some(&active)))
    }

    fn focus(&self, target: &HtmlElement) {
        crate::dom::focus_in_place(target);
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// A live region is told only of what changes.
fn say(region: &HtmlElement, text: &str) {
    if region.text_content().as_deref() != Some(text) {
        region.set_text_content(Some(text));
    }
}

fn px(pixels: f64) -> String {
    // JavaScript writes numbers already; Rust's formatting of floats would weigh kilobytes (engineering.md, "Weight").
    let number = js_sys::JSON::stringify(&pixels.into()).unwrap_or_default();
    [&String::from(number), "px"].concat()
}

fn root_css(look: &CustomCss, words: &Words) -> String {
    let scheme = if look.is_dark() { "dark" } else { "light" };
    let direction = if words.right_to_left { "rtl" } else { "ltr" };
    [
        "display:flex;flex-direction:column;outline:none;color-scheme:",
        scheme,
        ";direction:",
        direction,
        ";background:",
        look.background(),
        ";color:",
        look.text(),
        ";",
    ]
    .concat()
}

const HIDDEN_CSS: &str = "display:none;";
const STAGE_CSS: &str = "display:grid;flex:1 0 auto;";
const STATUS_CSS: &str = "display:block;grid-area:1/1;place-self:center;padding:16px;";
const NOTICE_CSS: &str = "display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:center;padding:8px 16px;";
const TEXT_CSS: &str = "display:block;";
/// `outline: revert` brings the browser's own focus ring back; the border is seen in forced colours only. 44 px: WCAG 2.5.5.
const BUTTON_CSS: &str = "display:block;min-height:44px;padding:8px 16px;border:1px solid transparent;cursor:pointer;outline:revert;";
