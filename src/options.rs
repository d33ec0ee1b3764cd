//! What the host asked for, checked: a [`Plan`], or `invalid_options` that names the field and what it takes.
//!
//! Defaults and meanings: the contract's `SetPinOptions`. Nothing here touches the browser: what only a browser knows comes through
//! [`Source`].

use std::cell::Cell;

use crate::attempt::{Course, OnExpiry, Wait};
use crate::custom_css::{COLOURS, Colour, CustomCss, RADII, is_colour};
use crate::error::{Checked, Failure};
use crate::hosted_page::UrlParts;
use crate::text::concat;

/// Where options come from: the host's object and its browser. A path is property names with dots between; a `URL` reads as its text.
pub trait Source {
    /// Whether the value is `undefined`.
    fn is_missing(&self, path: &str) -> bool;
    /// Whether it is a function.
    fn is_function(&self, path: &str) -> bool;
    /// Whether it is an object other than `null`.
    fn is_object(&self, path: &str) -> bool;
    /// The value, if it is a string.
    fn text(&self, path: &str) -> Option<String>;
    /// The value, if it is a number.
    fn number(&self, path: &str) -> Option<f64>;
    /// The value, if it is a boolean.
    fn flag(&self, path: &str) -> Option<bool>;
    /// The value, if it is an array of strings.
    fn texts(&self, path: &str) -> Option<Vec<String>>;
    /// `new URL(address)`, or what it is on this page, if that is of the page's own origin; `None` where it throws.
    fn parse_url(&self, address: &str, relative_to_page: bool) -> Option<UrlParts>;
    /// Whether `origin` is the page's own.
    fn is_page_origin(&self, origin: &str) -> bool;
    /// `CSS.supports("width", length)`.
    fn is_css_length(&self, length: &str) -> bool;
    /// Whether the reader prefers a dark page.
    fn prefers_dark(&self) -> bool;
}

/// Who answers: a route of the host's backend (an absolute address), or a function of the host's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Call {
    /// An absolute address.
    Url(String),
    /// The host's own function.
    #[default]
    Function,
}

/// How the hosted page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// In a dialog.
    #[default]
    Modal,
    /// In `container`.
    Inline,
    /// By leaving the page.
    Redirect,
}

/// Options, checked, with every default filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Who gives the token.
    pub token: Call,
    /// Who tells the card's status, if it is asked for.
    pub card: Option<Call>,
    /// How the page is shown.
    pub mode: Mode,
    /// Sent in `redirect` mode.
    pub redirect_url: Option<String>,
    /// What may be framed, navigated to, and heard.
    pub allowed_origins: Vec<String>,
    /// What is sent to the issuer; `None` where the host gave neither theme nor colours.
    pub css: Option<CustomCss>,
    /// Whether the host's own colours are hard to read, and the host wants to know.
    pub warning: Option<String>,
    /// CSS length of the frame.
    pub width: String,
    /// CSS length of the frame.
    pub height: String,
    /// Whether a click beside the dialog closes it.
    pub dismiss_on_backdrop: bool,
    /// Fetch's `credentials` of the widget's own requests.
    pub credentials: &'static str,
    /// The iframe's `referrerpolicy`.
    pub referrer_policy: &'static str,
    /// The iframe's `sandbox`, if any.
    pub sandbox: Option<String>,
    /// The iframe's `allow`, if any.
    pub allow: Option<String>,
    /// What decides the attempt's course.
    pub course: Course,
}

impl Plan {
    /// Checks everything that the host gave.
    ///
    /// # Errors
    /// `invalid_options` for the first field that is wrong.
    pub fn check(source: &dyn Source) -> Checked<Box<Self>> {
        let fields = Fields {
            source,
            wrong: Cell::new(None),
        };
        fields.kinds();
        // Filled in place, and the first wrong field looked for at the end: with a `?` at each field, the ways out weigh more than the checks.
        let mut plan = Box::new(Self::default());
        plan.mode = match fields.one_of("mode", &["modal", "inline", "redirect"]) {
            0 => Mode::Modal,
            1 => Mode::Inline,
            _ => Mode::Redirect,
        };
        plan.token = fields.call("tokenUrl", "fetchToken");
        if !source.is_missing("cardStatus") {
            plan.card = Some(fields.call("cardStatus.url", "cardStatus.fetch"));
        }
        plan.css = fields.look();
        plan.warning = fields.contrast_warning(plan.css.as_ref());
        plan.redirect_url = fields.redirect_url(plan.mode);
        plan.allowed_origins = fields.allowed_origins();
        plan.width = fields.length("width", "100%");
        plan.height = fields.length("height", "500px");
        plan.dismiss_on_backdrop = fields.flag("dismissOnBackdrop", false);
        plan.credentials = fields.choice("credentials", &["same-origin", "omit", "include"]);
        plan.referrer_policy = fields.choice("iframe.referrerPolicy", &REFERRER_POLICIES);
        plan.sandbox = fields.sandbox();
        plan.allow = source.text("iframe.allow");
        plan.course = fields.course(&plan);
        match fields.wrong.take() {
            None => Ok(plan),
            Some(failure) => Err(failure),
        }
    }
}

const ONE_OF_TWO: &str = "the address of your backend's route, or a function stands in its place: exactly one of the two";

/// The shortest time between two requests for the card's status: a backend must not be polled in a loop.
const LEAST_INTERVAL_MS: u32 = 500;

/// The longest delay that a timer takes (engineering.md: a longer one fires at once).
const LONGEST_MS: f64 = 2_147_483_647.0;

/// The Referrer Policy standard's values, this project's default first.
const REFERRER_POLICIES: [&str; 9] = [
    "strict-origin",
    "no-referrer",
    "origin",
    "same-origin",
    "strict-origin-when-cross-origin",
    "origin-when-cross-origin",
    "no-referrer-when-downgrade",
    "unsafe-url",
    "",
];

/// Options of which only the kind can be checked.
const FUNCTIONS: [&str; 7] = [
    "confirmOutcome",
    "onReady",
    "onExit",
    "onError",
    "onExpire",
    "onStateChange",
    "onEvent",
];
const OBJECTS: [&str; 5] = ["customCss", "cardStatus", "messages", "iframe", "signal"];
const TEXTS: [&str; 9] = [
    "locale",
    "iframe.allow",
    "messages.title",
    "messages.close",
    "messages.loading",
    "messages.expired",
    "messages.retry",
    "messages.failed",
    "messages.blank",
];

/// Reads field by field; what is wrong gives its default, and the first of it is kept.
struct Fields<'a> {
    source: &'a dyn Source,
    wrong: Cell<Option<Box<Failure>>>,
}

impl Fields<'_> {
    fn wrong(&self, field: &str, takes: &str) {
        let first = self.wrong.take();
        self.wrong
            .set(first.or_else(|| Some(Failure::option(field, takes))));
    }

    fn kinds(&self) {
        let source = self.source;
        for path in FUNCTIONS {
            if !source.is_missing(path) && !source.is_function(path) {
                self.wrong(path, "a function");
            }
        }
        for path in OBJECTS {
            if !source.is_missing(path) && !source.is_object(path) {
                self.wrong(path, "an object");
            }
        }
        for path in TEXTS {
            if !self.is_text_or_missing(path) {
                self.wrong(path, "a string");
            }
        }
        let headers = "headers";
        if !source.is_missing(headers) && !source.is_object(headers) && !source.is_function(headers)
        {
            self.wrong(headers, "an object, or a function that returns one");
        }
    }

    /// Exactly one of an address and a function.
    fn call(&self, url: &str, function: &str) -> Call {
        let source = self.source;
        if source.is_missing(url) == source.is_missing(function) {
            self.wrong(url, ONE_OF_TWO);
        } else if source.is_function(function) {
            return Call::Function;
        } else if source.is_missing(url) {
            self.wrong(function, "a function");
        } else {
            let fits =
                |parts: &UrlParts| parts.protocol.starts_with("http") && !parts.has_user_info;
            return Call::Url(self.address(
                url,
                true,
                fits,
                "an absolute `https:` or `http:` URL without user name and password, or, unless the page has a scheme of its own (an app's web view), a path on its origin",
            ));
        }
        Call::Function
    }

    /// The parsed address at a path.
    fn address(
        &self,
        path: &str,
        relative_to_page: bool,
        fits: fn(&UrlParts) -> bool,
        takes: &str,
    ) -> String {
        // The empty string is the page's own address to the parser, and a mistake to everyone else.
        let text = self.source.text(path).filter(|text| !text.is_empty());
        let parts = text.and_then(|text| self.source.parse_url(&text, relative_to_page));
        match parts.filter(fits) {
            Some(parts) => parts.href,
            None => {
                self.wrong(path, takes);
                String::new()
            }
        }
    }

    fn redirect_url(&self, mode: Mode) -> Option<String> {
        const NAME: &str = "redirectUrl";
        if mode == Mode::Redirect {
            let fits = |parts: &UrlParts| parts.is_secure() && !parts.has_user_info;
            let takes = "an absolute `https:` address (`http:` on loopback) in `redirect` mode";
            return Some(self.address(NAME, false, fits, takes));
        }
        if !self.source.is_missing(NAME) {
            self.wrong(NAME, "an address in `redirect` mode only");
        }
        None
    }

    fn allowed_origins(&self) -> Vec<String> {
        const NAME: &str = "allowedOrigins";
        if self.source.is_missing(NAME) {
            return vec!["https://cards.baanx.com".into()];
        }
        let exact = |origin: &String| {
            let parts = self.source.parse_url(origin, false);
            // WebKit's parser takes `*` for a part of a name.
            parts.is_some_and(|parts| parts.is_secure() && parts.origin == *origin)
                && !origin.bytes().any(|byte| byte == b'*')
        };
        let origins = self.source.texts(NAME).unwrap_or_default();
        if origins.is_empty() || !origins.iter().all(exact) {
            self.wrong(
                NAME,
                "a list of exact origins, as `new URL(address).origin` writes them, `https:` (`http:` on loopback), without path or wildcard",
            );
        } else if origins
            .iter()
            .any(|origin| self.source.is_page_origin(origin))
        {
            self.wrong(NAME, "the issuer's origins, never the page's own");
        }
        origins
    }

    /// What is sent as `customCss`.
    fn look(&self) -> Option<CustomCss> {
        let missing = |path| self.source.is_missing(path);
        if missing("theme") && missing("customCss") {
            return None;
        }
        let mut css = CustomCss::default();
        if !missing("theme") {
            let dark = match self.one_of("theme", &["auto", "light", "dark"]) {
                0 => self.source.prefers_dark(),
                theme => theme == 2,
            };
            css = self.css(if dark {
                "themes.dark."
            } else {
                "themes.light."
            });
        }
        css.overlay(self.css("customCss."));
        if let Some((text, background)) = css.invisible_text() {
            self.wrong(
                &concat(&["customCss.", text.name()]),
                &concat(&[
                    "a colour other than `",
                    background.name(),
                    "`, or nothing could be read",
                ]),
            );
        }
        // Markup may come from somebody who wants the hosted page to be unreadable. Only `set-pin-element.ts` sets this flag.
        let is_markup = self.source.flag("customCssIsMarkup") == Some(true);
        if let Some((text, background)) = self.low_contrast(&css).filter(|_| is_markup) {
            self.wrong(
                &concat(&["customCss.", text.name()]),
                &concat(&[
                    "in markup a colour with a contrast of at least 4.5 to 1 to `",
                    background.name(),
                    "`; set other colours by script",
                ]),
            );
        }
        Some(css)
    }

    fn css(&self, prefix: &str) -> CustomCss {
        let mut css = CustomCss::default();
        for ((name, _), slot) in COLOURS.into_iter().zip(&mut css.colours) {
            let path = concat(&[prefix, name]);
            *slot = self.source.text(&path);
            if !self.source.is_missing(&path) && !slot.as_deref().is_some_and(is_colour) {
                self.wrong(&path, "a colour as `#RRGGBB`");
            }
        }
        for ((name, _), slot) in RADII.into_iter().zip(&mut css.radii) {
            let path = concat(&[prefix, name]);
            *slot = self.source.number(&path);
            let fits = |pixels: f64| pixels.is_finite() && pixels >= 0.0;
            if !self.source.is_missing(&path) && !slot.is_some_and(fits) {
                self.wrong(&path, "a number of CSS pixels, zero or more");
            }
        }
        css
    }

    fn contrast_warning(&self, css: Option<&CustomCss>) -> Option<String> {
        let wanted = self.flag("contrastWarning", true);
        let (text, background) = self.low_contrast(css.filter(|_| wanted)?)?;
        Some(concat(&[
            "set-pin-widget: `",
            text.name(),
            "` on `",
            background.name(),
            "` has a contrast below 4.5 to 1 (WCAG 2.2 AA). Set `contrastWarning: false` to silence this.",
        ]))
    }

    /// The first pair of colours that is hard to read and is not in one of the issuer's own themes.
    fn low_contrast(&self, css: &CustomCss) -> Option<(Colour, Colour)> {
        let themes = [
            self.css("themes.light."),
            self.css("themes.dark."),
            self.css("themes.brand."),
        ];
        css.low_contrast(&themes)
    }

    fn course(&self, plan: &Plan) -> Course {
        let (max_requests, retry_delay_ms) = self.retry();
        Course {
            ask_card: plan.card.is_some(),
            wait: self.wait(),
            redirect: plan.mode == Mode::Redirect,
            max_requests,
            retry_delay_ms,
            request_timeout_ms: self.duration("requestTimeoutMs", 15_000),
            load_timeout_ms: self.duration("loadTimeoutMs", 30_000),
            lifetime_ms: self.duration("tokenLifetimeMs", 600_000),
            on_expiry: match self.one_of("onExpiry", &["manual", "auto", "close"]) {
                0 => OnExpiry::Manual,
                1 => OnExpiry::Auto,
                _ => OnExpiry::Close,
            },
            close_on_failure: self.one_of("onFailure", &["show", "close"]) == 1,
            confirm: false,
        }
    }

    /// How often, and how long to wait first.
    fn retry(&self) -> (u32, u32) {
        const NAME: &str = "retry";
        if self.source.flag(NAME) == Some(false) {
            return (1, 0);
        }
        if !self.source.is_missing(NAME) && !self.source.is_object(NAME) {
            self.wrong(NAME, "`false` or `{ maxAttempts, delayMs }`");
        }
        (
            self.duration("retry.maxAttempts", 3),
            self.duration("retry.delayMs", 500),
        )
    }

    fn wait(&self) -> Option<Wait> {
        const NAME: &str = "cardStatus.waitForActive";
        if !self.source.is_object(NAME) && !self.flag(NAME, false) {
            return None;
        }
        Some(Wait {
            interval_ms: self.duration_from(
                "cardStatus.waitForActive.intervalMs",
                2_000,
                LEAST_INTERVAL_MS,
            ),
            timeout_ms: self.duration("cardStatus.waitForActive.timeoutMs", 120_000),
        })
    }

    /// Without scripts the page cannot run, and without its origin it cannot be told from others.
    fn sandbox(&self) -> Option<String> {
        const NAME: &str = "iframe.sandbox";
        if self.source.is_missing(NAME) || self.source.flag(NAME) == Some(false) {
            return None;
        }
        let tokens = self.source.text(NAME).unwrap_or_default();
        let mut given = tokens.as_bytes().split(u8::is_ascii_whitespace);
        let scripts = given.clone().any(|token| token == b"allow-scripts");
        if !scripts || !given.any(|token| token == b"allow-same-origin") {
            self.wrong(
                NAME,
                "`false`, or tokens that hold `allow-scripts` and `allow-same-origin`",
            );
        }
        Some(tokens)
    }

    /// The index of the choice; the first is the default.
    fn one_of(&self, path: &str, choices: &[&'static str]) -> usize {
        if self.source.is_missing(path) {
            return 0;
        }
        let text = self.source.text(path);
        let found = choices
            .iter()
            .position(|choice| text.as_deref() == Some(*choice));
        found.unwrap_or_else(|| {
            let mut takes = String::from("one of");
            for choice in choices {
                takes.push_str(&concat(&[" `", choice, "`"]));
            }
            self.wrong(path, &takes);
            0
        })
    }

    fn choice(&self, path: &str, choices: &[&'static str]) -> &'static str {
        let at = self.one_of(path, choices);
        choices.get(at).copied().unwrap_or_default()
    }

    fn flag(&self, path: &str, default: bool) -> bool {
        let flag = self.source.flag(path);
        if flag.is_none() && !self.source.is_missing(path) {
            self.wrong(path, "`true` or `false`");
        }
        flag.unwrap_or(default)
    }

    fn length(&self, path: &str, default: &str) -> String {
        let length = self.source.text(path).unwrap_or_else(|| default.into());
        let fits = self.source.is_css_length(&length) && self.is_text_or_missing(path);
        if !fits {
            self.wrong(path, "a CSS length, such as `500px` or `100%`");
        }
        length
    }

    fn is_text_or_missing(&self, path: &str) -> bool {
        self.source.is_missing(path) || self.source.text(path).is_some()
    }

    /// A whole number above zero that a timer takes.
    fn duration(&self, path: &str, default: u32) -> u32 {
        self.duration_from(path, default, 1)
    }

    fn duration_from(&self, path: &str, default: u32, least: u32) -> u32 {
        let number = self.source.number(path);
        let fits = match number {
            Some(number) => (f64::from(least)..=LONGEST_MS).contains(&number),
            None => self.source.is_missing(path),
        };
        if !fits {
            let least = if least == LEAST_INTERVAL_MS {
                "500"
            } else {
                "1"
            };
            self.wrong(path, &concat(&["a number from ", least, " to 2147483647"]));
        }
        number.map_or(default, |number| number as u32)
    }
}

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
