//! Validates the host's options, field by field.

use std::cell::Cell;

use super::{Endpoint, Mode, ResolvedOptions, Source};
use crate::core::attempt::{AttemptConfig, OnExpiry, Wait};
use crate::core::custom_css::{COLOURS, Colour, CustomCss, RADII, is_colour};
use crate::core::error::{Error, Result};
use crate::core::hosted_page::UrlParts;
use crate::core::text::concat;

impl ResolvedOptions {
    /// Validates everything that the host gave.
    ///
    /// # Errors
    /// `invalid_options` for the first field that is wrong.
    pub fn check(source: &dyn Source) -> Result<Box<Self>> {
        let validator = OptionsValidator {
            source,
            wrong: Cell::new(None),
        };
        validator.kinds();
        // Filled in place, with the first error kept for the end: a `?` at each field would weigh
        // more than the checks (docs/contributing.md).
        let mut options = Box::new(Self::default());
        options.mode = match validator.one_of("mode", &["modal", "inline", "redirect"]) {
            0 => Mode::Modal,
            1 => Mode::Inline,
            _ => Mode::Redirect,
        };
        options.token = validator.call("tokenUrl", "fetchToken");
        if !source.is_missing("cardStatus") {
            options.card = Some(validator.call("cardStatus.url", "cardStatus.fetch"));
        }
        options.css = validator.look();
        options.warning = validator.contrast_warning(options.css.as_ref());
        options.redirect_url = validator.redirect_url(options.mode);
        options.allowed_origins = validator.allowed_origins();
        options.width = validator.length("width", "100%");
        options.height = validator.length("height", "500px");
        options.dismiss_on_backdrop = validator.flag("dismissOnBackdrop", false);
        options.credentials = validator.choice("credentials", &["same-origin", "omit", "include"]);
        options.referrer_policy = validator.choice("iframe.referrerPolicy", &REFERRER_POLICIES);
        options.sandbox = validator.sandbox();
        options.allow = source.text("iframe.allow");
        options.config = validator.config(&options);
        match validator.wrong.take() {
            None => Ok(options),
            Some(error) => Err(error),
        }
    }
}

const ONE_OF_TWO: &str =
    "the URL of your backend's route, or a function instead: exactly one of the two";

/// The shortest pause between two requests for the card's status, so that no backend is polled in a
/// loop.
const MIN_INTERVAL_MS: u32 = 500;

/// The longest delay that a timer takes: a longer one fires at once (docs/browser-notes.md).
const MAX_TIMER_MS: f64 = 2_147_483_647.0;

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

/// Options whose kind is all that can be checked.
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

/// Reads field by field. A wrong field gets its default, and the first error is kept.
struct OptionsValidator<'a> {
    source: &'a dyn Source,
    wrong: Cell<Option<Box<Error>>>,
}

impl OptionsValidator<'_> {
    fn wrong(&self, field: &str, takes: &str) {
        let first = self.wrong.take();
        self.wrong
            .set(first.or_else(|| Some(Error::option(field, takes))));
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

    /// Exactly one of a URL and a function.
    fn call(&self, url: &str, function: &str) -> Endpoint {
        let source = self.source;
        if source.is_missing(url) == source.is_missing(function) {
            self.wrong(url, ONE_OF_TWO);
        } else if source.is_function(function) {
            return Endpoint::Function;
        } else if source.is_missing(url) {
            self.wrong(function, "a function");
        } else {
            let fits =
                |parts: &UrlParts| parts.protocol.starts_with("http") && !parts.has_user_info;
            return Endpoint::Url(self.address(
                url,
                true,
                fits,
                "an absolute `https:` or `http:` URL without user name and password, or, unless the page has a scheme of its own (an app's web view), a path on its origin",
            ));
        }
        Endpoint::Function
    }

    /// The parsed URL at a path.
    fn address(
        &self,
        path: &str,
        relative_to_page: bool,
        fits: fn(&UrlParts) -> bool,
        takes: &str,
    ) -> String {
        // To the URL parser the empty string is the page's own URL; from a host it is a mistake.
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
            let takes = "an absolute `https:` URL (`http:` on loopback) in `redirect` mode";
            return Some(self.address(NAME, false, fits, takes));
        }
        if !self.source.is_missing(NAME) {
            self.wrong(NAME, "a URL in `redirect` mode only");
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
            // WebKit's parser accepts `*` in a host name.
            parts.is_some_and(|parts| parts.is_secure() && parts.origin == *origin)
                && !origin.bytes().any(|byte| byte == b'*')
        };
        let origins = self.source.texts(NAME).unwrap_or_default();
        if origins.is_empty() || !origins.iter().all(exact) {
            self.wrong(
                NAME,
                "a list of exact origins, as `new URL(url).origin` returns them, `https:` (`http:` on loopback), without path or wildcard",
            );
        } else if origins
            .iter()
            .any(|origin| self.source.is_page_origin(origin))
        {
            self.wrong(NAME, "the issuer's origins, never the page's own");
        }
        origins
    }

    /// The `customCss` to send.
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
        css.merge(self.css("customCss."));
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
        // An attacker may have written the markup, to make the hosted page unreadable. Only
        // `set-pin-element.ts` sets this flag.
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

    /// The first pair of colours with a low contrast that is not in one of the issuer's own themes.
    fn low_contrast(&self, css: &CustomCss) -> Option<(Colour, Colour)> {
        let themes = [
            self.css("themes.light."),
            self.css("themes.dark."),
            self.css("themes.brand."),
        ];
        css.low_contrast(&themes)
    }

    fn config(&self, options: &ResolvedOptions) -> AttemptConfig {
        let (max_requests, retry_delay_ms) = self.retry();
        AttemptConfig {
            check_card: options.card.is_some(),
            wait: self.wait(),
            redirect: options.mode == Mode::Redirect,
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

    /// The number of requests and the first pause.
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
                MIN_INTERVAL_MS,
            ),
            timeout_ms: self.duration("cardStatus.waitForActive.timeoutMs", 120_000),
        })
    }

    /// Without scripts the hosted page cannot run, and without its origin its messages cannot be
    /// told from others.
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

    /// The index of the choice. The first is the default.
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
            Some(number) => (f64::from(least)..=MAX_TIMER_MS).contains(&number),
            None => self.source.is_missing(path),
        };
        if !fits {
            let least = if least == MIN_INTERVAL_MS { "500" } else { "1" };
            self.wrong(path, &concat(&["a number from ", least, " to 2147483647"]));
        }
        number.map_or(default, |number| number as u32)
    }
}
