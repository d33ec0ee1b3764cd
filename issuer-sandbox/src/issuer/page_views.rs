//! The hosted page's HTML.

use maud::{DOCTYPE, Markup, html};

use super::{cardholders::Variant, open_pages::PageInfo, pin::PinRefusal};

/// The first page: both entries, or the first of two.
pub fn first(info: &PageInfo, refusal: Option<PinRefusal>) -> Markup {
    let stepwise = info.variant == Variant::Multi;
    let fields = html! {
        (entry("pin", "pin", "New PIN"))
        @if !stepwise { (entry("pin-confirm", "confirmation", "Repeat the PIN")) }
    };
    let button = if stepwise {
        ("next", "Next")
    } else {
        ("submit", "Set PIN")
    };
    let hint = "4 digits, not all the same.";
    form(info, "Set your card PIN", hint, fields, button, refusal)
}

/// The second of several pages.
pub fn second(info: &PageInfo) -> Markup {
    let fields = entry("pin-confirm", "confirmation", "Repeat the PIN");
    form(
        info,
        "Repeat your new PIN",
        "Enter the same 4 digits again.",
        fields,
        ("submit", "Set PIN"),
        None,
    )
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
    title: &str,
    hint: &str,
    fields: Markup,
    button: (&str, &str),
    refusal: Option<PinRefusal>,
) -> Markup {
    let body = html! {
        main data-embedded[info.request.is_embedded] data-redirect=[info.redirect_url()] {
            h1 { (title) }
            form #entry method="post" action="/pin-direct/step" autocomplete="off" novalidate
                data-stepwise[info.variant == Variant::Multi]
                data-not-four=(PinRefusal::NotFourDigits.sentence())
                data-all-same=(PinRefusal::AllTheSame.sentence())
                data-different=(PinRefusal::Different.sentence()) {
                p #hint { (hint) }
                input type="hidden" name="page" value=(info.id);
                (fields)
                p #error role="alert" { @if let Some(refusal) = refusal { (refusal.sentence()) } }
                div.buttons {
                    button type="submit" id=(button.0) { (button.1) }
                    button #cancel type="button" { "Cancel" }
                }
            }
        }
    };
    document(title, Some(info), body)
}

fn entry(id: &str, name: &str, label: &str) -> Markup {
    html! {
        div.field {
            label for=(id) { (label) }
            input id=(id) name=(name) type="password" inputmode="numeric" maxlength="4" autocomplete="off" required
                aria-describedby="hint error";
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
