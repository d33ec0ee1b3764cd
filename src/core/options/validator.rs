//! Validates the host's options: first the kind of each one, then the rules.

use super::kind::{Kind, OptionName};
use super::value::{HostOptions, Value};
use super::{Browser, Endpoint, Mode, ResolvedOptions};
use crate::core::attempt::{AttemptConfig, OnExpiry, Wait};
use crate::core::custom_css::{Colour, CustomCss};
use crate::core::error::{Error, Result};
use crate::core::generated::options::{COLOURS, Choice, RADII, defaults};
use crate::core::hosted_page::UrlParts;
use crate::core::text::concat;

impl ResolvedOptions {
    /// Validates everything that the host gave.
    ///
    /// # Errors
    /// `invalid_options` for the first option that is wrong.
    pub fn check(given: &HostOptions, browser: &dyn Browser) -> Result<Box<Self>> {
        for (name, value) in &given.0 {
            let kind = name.kind();
            if !kind.accepts(value, browser) {
                return Err(match kind {
                    Kind::Choice(choice) => wrong(*name, &one_of(choice)),
                    _ => wrong(*name, kind.takes()),
                });
            }
        }
        Validator { given, browser }.resolve()
    }
}

/// Applies the rules to options whose kinds are right.
struct Validator<'a> {
    given: &'a HostOptions,
    browser: &'a dyn Browser,
}

impl Validator<'_> {
    fn resolve(&self) -> Result<Box<ResolvedOptions>> {
        let given = self.given;
        let text = |name, default| given.text(name).unwrap_or(default).into();
        let mut options = Box::<ResolvedOptions>::default();
        options.mode = match given.choice(OptionName::MODE, Choice::Mode) {
            "inline" => Mode::Inline,
            "redirect" => Mode::Redirect,
            _ => Mode::Modal,
        };
        options.token = self.endpoint(OptionName::TOKEN_URL, OptionName::FETCH_TOKEN)?;
        if given.get(OptionName::CARD_STATUS).is_some() {
            let card = self.endpoint(OptionName::CARD_STATUS_URL, OptionName::CARD_STATUS_FETCH)?;
            options.card = Some(card);
        }
        options.purpose = given.choice(OptionName::PURPOSE, Choice::Purpose);
        options.redirect_url = self.redirect_url(options.mode)?;
        options.allowed_origins = self.allowed_origins()?;
        options.css = self.custom_css()?;
        options.warning = self.contrast_warning(options.css.as_deref());
        options.width = text(OptionName::WIDTH, defaults::WIDTH);
        options.height = text(OptionName::HEIGHT, defaults::HEIGHT);
        options.credentials = given.choice(OptionName::CREDENTIALS, Choice::Credentials);
        options.referrer_policy =
            given.choice(OptionName::IFRAME_REFERRER_POLICY, Choice::ReferrerPolicy);
        options.sandbox = self.sandbox()?;
        options.allow = given.text(OptionName::IFRAME_ALLOW).map(Into::into);
        options.config = self.config(&options);
        Ok(options)
    }

    /// Exactly one of a URL and a function.
    fn endpoint(&self, url: OptionName, function: OptionName) -> Result<Endpoint> {
        let has = |name| self.given.get(name).is_some();
        if has(url) == has(function) {
            return Err(wrong(
                url,
                "the URL of your backend's route, or a function instead: exactly one of the two",
            ));
        }
        if has(function) {
            return Ok(Endpoint::Function);
        }
        let fits = |parts: &UrlParts| {
            // A scheme of an app, such as `httpx:`, has no origin to start with.
            parts.href.starts_with("http") && !parts.has_user_info()
        };
        let takes = "an absolute `https:` or `http:` URL without user name and password, or a path on the page's origin (not in an app's web view with a scheme of its own)";
        self.url(url, true, fits, takes).map(Endpoint::Url)
    }

    /// The parsed URL of an option.
    fn url(
        &self,
        name: OptionName,
        relative_to_page: bool,
        fits: fn(&UrlParts) -> bool,
        takes: &str,
    ) -> Result<String> {
        // The URL parser resolves an empty string to the page's URL; as an option it is a mistake.
        let text = self.given.text(name).filter(|text| !text.is_empty());
        let parts = text.and_then(|text| self.browser.parse_url(text, relative_to_page));
        match parts.filter(fits) {
            Some(parts) => Ok(parts.href),
            None => Err(wrong(name, takes)),
        }
    }

    fn redirect_url(&self, mode: Mode) -> Result<Option<String>> {
        let name = OptionName::REDIRECT_URL;
        if mode == Mode::Redirect {
            let fits = |parts: &UrlParts| parts.is_secure() && !parts.has_user_info();
            let takes = "an absolute `https:` URL (`http:` on loopback) in `redirect` mode";
            return self.url(name, false, fits, takes).map(Some);
        }
        match self.given.get(name) {
            Some(_) => Err(wrong(name, "a URL in `redirect` mode only")),
            None => Ok(None),
        }
    }

    fn allowed_origins(&self) -> Result<Vec<String>> {
        let name = OptionName::ALLOWED_ORIGINS;
        let is_exact = |origin: &String| {
            let parts = self.browser.parse_url(origin, false);
            // WebKit's parser accepts `*` in a host name.
            parts.is_some_and(|parts| parts.is_secure() && parts.origin == *origin)
                && !origin.bytes().any(|byte| byte == b'*')
        };
        match self.given.get(name) {
            None => {
                let [origin] = defaults::ALLOWED_ORIGINS;
                Ok(vec![origin.into()])
            }
            Some(Value::Texts(origins)) if !origins.is_empty() && origins.iter().all(is_exact) => {
                let mut all = origins.iter();
                if all.any(|origin| self.browser.is_page_origin(origin)) {
                    return Err(wrong(name, "the issuer's origins, never the page's own"));
                }
                Ok(origins.clone())
            }
            Some(_) => Err(wrong(
                name,
                "a list of exact origins as `new URL(url).origin` returns them: `https:` (`http:` on loopback), no path, no wildcard",
            )),
        }
    }

    /// The `customCss` to send. JavaScript has merged the host's colours over the `theme`.
    fn custom_css(&self) -> Result<Option<Box<CustomCss>>> {
        let given = self.given;
        if given.get(OptionName::CUSTOM_CSS).is_none() {
            return Ok(None);
        }
        let mut css = Box::<CustomCss>::default();
        for (name, slot) in COLOURS.into_iter().zip(&mut css.colours) {
            *slot = given.text(name).map(Into::into);
        }
        for (name, slot) in RADII.into_iter().zip(&mut css.radii) {
            *slot = given.number(name);
        }
        if let Some((text, background)) = css.invisible_text() {
            let takes = [
                "a colour other than `",
                background.name(),
                "`, or nothing could be read",
            ];
            return Err(wrong_colour(text, &concat(&takes)));
        }
        // `set-pin-element.ts` sets this flag for colours from markup, which an attacker may have
        // written to make the hosted page unreadable.
        if given.flag(OptionName::CUSTOM_CSS_IS_MARKUP) == Some(true)
            && let Some((text, background)) = css.low_contrast()
        {
            let takes = [
                "in markup a colour with a contrast of at least 4.5 to 1 to `",
                background.name(),
                "`; set other colours by script",
            ];
            return Err(wrong_colour(text, &concat(&takes)));
        }
        Ok(Some(css))
    }

    fn contrast_warning(&self, css: Option<&CustomCss>) -> Option<String> {
        let warns = self.given.flag(OptionName::CONTRAST_WARNING);
        let css = css.filter(|_| warns.unwrap_or(defaults::CONTRAST_WARNING))?;
        let (text, background) = css.low_contrast()?;
        Some(concat(&[
            "set-pin-widget: `",
            text.name(),
            "` on `",
            background.name(),
            "` has a contrast below 4.5 to 1 (WCAG 2.2 AA). Set `contrastWarning: false` to silence this.",
        ]))
    }

    fn config(&self, options: &ResolvedOptions) -> AttemptConfig {
        let given = self.given;
        let number = |name, default| given.number(name).map_or(default, |number| number as u32);
        let waits = match given.get(OptionName::CARD_STATUS_WAIT_FOR_ACTIVE) {
            Some(Value::Flag(waits)) => *waits,
            waits => waits.is_some(),
        };
        AttemptConfig {
            check_card: options.card.is_some(),
            wait: waits.then(|| Wait {
                interval_ms: number(
                    OptionName::WAIT_FOR_ACTIVE_INTERVAL_MS,
                    defaults::WAIT_FOR_ACTIVE_INTERVAL_MS,
                ),
                timeout_ms: number(
                    OptionName::WAIT_FOR_ACTIVE_TIMEOUT_MS,
                    defaults::WAIT_FOR_ACTIVE_TIMEOUT_MS,
                ),
            }),
            step_up: given.get(OptionName::STEP_UP).is_some(),
            read_pin_version: given.get(OptionName::PIN_VERSION).is_some(),
            redirect: options.mode == Mode::Redirect,
            max_requests: match given.flag(OptionName::RETRY) {
                Some(_) => 1,
                None => number(OptionName::RETRY_MAX_ATTEMPTS, defaults::RETRY_MAX_ATTEMPTS),
            },
            retry_delay_ms: number(OptionName::RETRY_DELAY_MS, defaults::RETRY_DELAY_MS),
            request_timeout_ms: number(
                OptionName::REQUEST_TIMEOUT_MS,
                defaults::REQUEST_TIMEOUT_MS,
            ),
            load_timeout_ms: number(OptionName::LOAD_TIMEOUT_MS, defaults::LOAD_TIMEOUT_MS),
            lifetime_ms: number(OptionName::TOKEN_LIFETIME_MS, defaults::TOKEN_LIFETIME_MS),
            on_expiry: match given.choice(OptionName::ON_EXPIRY, Choice::OnExpiry) {
                "auto" => OnExpiry::Auto,
                "close" => OnExpiry::Close,
                _ => OnExpiry::Manual,
            },
            close_on_failure: given.text(OptionName::ON_FAILURE) == Some("close"),
            modal: options.mode != Mode::Inline,
        }
    }

    /// Requires two tokens: without scripts the hosted page cannot run, and without its origin its
    /// messages cannot be distinguished from others.
    fn sandbox(&self) -> Result<Option<String>> {
        let name = OptionName::IFRAME_SANDBOX;
        if matches!(self.given.get(name), None | Some(Value::Flag(false))) {
            return Ok(None);
        }
        let tokens = self.given.text(name).unwrap_or_default();
        let (mut scripts, mut same_origin) = (false, false);
        for token in tokens.as_bytes().split(u8::is_ascii_whitespace) {
            scripts |= token == b"allow-scripts";
            same_origin |= token == b"allow-same-origin";
        }
        if scripts && same_origin {
            return Ok(Some(tokens.into()));
        }
        Err(wrong(
            name,
            "`false`, or tokens with `allow-scripts` and `allow-same-origin`",
        ))
    }
}

fn one_of(choice: Choice) -> String {
    let mut takes = String::from("one of");
    for value in choice.values() {
        takes.push_str(&concat(&[" `", value, "`"]));
    }
    takes
}

fn wrong(name: OptionName, takes: &str) -> Box<Error> {
    Error::option(&name.full_name(), takes)
}

fn wrong_colour(colour: Colour, takes: &str) -> Box<Error> {
    Error::option(&concat(&["customCss.", colour.name()]), takes)
}
