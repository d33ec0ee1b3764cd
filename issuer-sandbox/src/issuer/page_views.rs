//! The hosted page's HTML.

use maud::{DOCTYPE, Markup, html};

use super::{cardholders::Variant, open_pages::PageInfo, pin::PinRefusal};

/// The steps that a cardholder sees, in order.
const STEPS: [&str; 2] = ["Choose a PIN", "Repeat it"];
/// The hint of the second step.
const REPEAT: &str = "Enter the same 4 digits again.";

/// The text of a page with a form.
struct Text {
    title: &'static str,
    hint: &'static str,
    /// An index of [`STEPS`].
    step: usize,
}

/// The first page: both entries, or the first of two.
pub fn first(info: &PageInfo, refusal: Option<PinRefusal>) -> Markup {
    let stepwise = info.variant == Variant::Multi;
    // The script shows the second entry after the first. Without a script, it is on a page of its own.
    let fields = html! {
        (entry("pin", "pin", "New PIN", false))
        @if !stepwise { (entry("pin-confirm", "confirmation", "Repeat the PIN", true)) }
    };
    let button = if stepwise {
        ("next", "Next")
    } else {
        ("submit", "Continue")
    };
    let text = Text {
        title: "Set your card PIN",
        hint: "4 digits, not all the same. After the last one, you repeat them.",
        step: 0,
    };
    form(info, &text, fields, button, refusal)
}

/// The second of several pages.
pub fn second(info: &PageInfo) -> Markup {
    let fields = entry("pin-confirm", "confirmation", "Repeat the PIN", false);
    let text = Text {
        title: "Repeat your new PIN",
        hint: REPEAT,
        step: 1,
    };
    form(info, &text, fields, ("submit", "Set PIN"), None)
}

/// The last page. Its script sends a message to the parent, or redirects.
pub fn over(info: &PageInfo) -> Markup {
    let body = html! {
        main #over data-embedded[info.request.is_embedded] data-redirect=[info.redirect_url()] {
            h1 { "Your PIN is set" }
            p { "You can use it right away." }
        }
    };
    document("Your PIN is set", Some(info), body)
}

/// The page for a token that is unknown, used or expired.
pub fn spent() -> Markup {
    let body = html! {
        main #spent {
            h1 { "This page is no longer valid" }
            p { "It opens once, and for about ten minutes only. Your PIN has not been changed here: go back to the app and start again." }
        }
    };
    document("No longer valid", None, body)
}

/// The page on another origin, which redirects at once.
pub fn hop(back: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { "One moment" }
                script src="/pin-direct/hop.js" defer {}
            }
            body { p { a #back href=(back) { "Continue" } } }
        }
    }
}

fn form(
    info: &PageInfo,
    text: &Text,
    fields: Markup,
    button: (&str, &str),
    refusal: Option<PinRefusal>,
) -> Markup {
    let body = html! {
        main data-embedded[info.request.is_embedded] data-redirect=[info.redirect_url()] {
            h1 { (text.title) }
            ol #steps aria-label="Steps" {
                @for (at, name) in STEPS.iter().enumerate() {
                    li aria-current=[(at == text.step).then_some("step")] data-done[at < text.step] { (name) }
                }
            }
            form #entry method="post" action="/pin-direct/step" autocomplete="off" novalidate
                data-stepwise[info.variant == Variant::Multi]
                data-not-four=(PinRefusal::NotFourDigits.sentence())
                data-all-same=(PinRefusal::AllTheSame.sentence())
                data-different=(PinRefusal::Different.sentence())
                data-repeat=(REPEAT) {
                p #hint { (text.hint) }
                input type="hidden" name="page" value=(info.id);
                (fields)
                p #error role="alert" { @if let Some(refusal) = refusal { (refusal.sentence()) } }
                div.buttons {
                    button type="submit" id=(button.0) { (button.1) }
                    button #restart type="button" hidden { "Choose another PIN" }
                    button #cancel type="button" { "Cancel" }
                }
            }
        }
    };
    document(text.title, Some(info), body)
}

/// One field with four boxes behind it. A single input is what screen readers, pasting and the
/// keypads of phones work with best.
fn entry(id: &str, name: &str, label: &str, hidden: bool) -> Markup {
    html! {
        div.field hidden[hidden] {
            label for=(id) { (label) }
            div.digits {
                @for _ in 0..4 { span.digit aria-hidden="true" {} }
                input id=(id) name=(name) type="password" inputmode="numeric" maxlength="4" autocomplete="off" required
                    aria-describedby="hint error";
            }
        }
    }
}

fn document(title: &str, info: Option<&PageInfo>, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/pin-direct/page.css";
                @if let Some(info) = info {
                    link rel="stylesheet" href={ "/pin-direct/look.css?" (info.request.look.query()) };
                }
                script src="/pin-direct/page.js" defer {}
            }
            body { (body) }
        }
    }
}
