//! What the host asked for, checked: a [`Plan`], or `invalid_options` that names the field and what it takes.
//!
//! Defaults and meanings: the contract's `SetPinOptions`. Nothing here touches the browser: what only a browser knows comes through [`Source`].

use crate::attempt::{Course, OnExpiry, Wait};
use crate::custom_css::{CustomCss, is_colour};
use crate::error::Failure;
use crate::hosted_page::UrlParts;

/// A JavaScript value, as far as options need to tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `undefined`, or not there.
    Missing,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A function.
    Function,
    /// An array; what is not a string is `None`.
    List(Vec<Option<String>>),
    /// Any other object.
    Object,
    /// Anything else, `null` included.
    Other,
}

/// Where options come from: the host's object and its browser.
pub trait Source {
    /// The value at a path of property names.
    fn get(&self, path: &[&str]) -> Value;
    /// `new URL(address)`, or `new URL(address, document.baseURI)`; `None` where it throws.
    fn parse_url(&self, address: &str, relative_to_page: bool) -> Option<UrlParts>;
    /// `CSS.supports("width", length)`.
    fn is_css_length(&self, length: &str) -> bool;
    /// Whether the reader prefers a dark page.
    fn prefers_dark(&self) -> bool;
}

/// Who answers: a route of the host's backend, or a function of the host's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// An absolute address.
    Url(String),
    /// The host's own function.
    Function,
}

/// How the hosted page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In `container`.
    Inline,
    /// In a dialog.
    Modal,
    /// By leaving the page.
    Redirect,
}

/// Where the widget is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    /// `document.body`.
    Body,
    /// The first match.
    Selector(String),
    /// The element that the options hold.
    Element,
}

/// Options, checked, with every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Who gives the token.
    pub token: Call,
    /// Fetch's `credentials` of the widget's own requests.
    pub credentials: &'static str,
    /// How the page is shown.
    pub mode: Mode,
    /// Where.
    pub container: Container,
    /// Sent in `redirect` mode.
    pub redirect_url: Option<String>,
    /// What may be framed, navigated to, and heard.
    pub allowed_origins: Vec<String>,
    /// What is sent to the issuer; `None` where the host gave neither theme nor colours.
    pub css: Option<CustomCss>,
    /// A pair of the host's own colours that is hard to read.
    pub low_contrast: Option<(&'static str, &'static str)>,
    /// CSS length of the frame.
    pub width: String,
    /// CSS length of the frame.
    pub height: String,
    /// Whether a click beside the dialog closes it.
    pub dismiss_on_backdrop: bool,
    /// Who tells the card's status, if it is asked for.
    pub card: Option<Call>,
    /// The iframe's `sandbox`, if any.
    pub sandbox: Option<String>,
    /// The iframe's `allow`, if any.
    pub allow: Option<String>,
    /// The iframe's `referrerpolicy`.
    pub referrer_policy: &'static str,
    /// What decides the attempt's course.
    pub course: Course,
}

impl Plan {
    /// Checks everything that the host gave.
    ///
    /// # Errors
    /// `invalid_options` for the first field that is wrong.
    pub fn check(source: &impl Source) -> Result<Self, Failure> {
        let fields = Fields { source };
        let mode = fields.mode()?;
        let token = fields.token()?;
        let allowed_origins = fields.allowed_origins()?;
        let (css, low_contrast) = fields.look()?;
        let card = fields.card()?;
        fields.kinds()?;
        Ok(Self {
            container: fields.container(mode)?,
            redirect_url: fields.redirect_url(mode)?,
            course: fields.course(mode, card.is_some())?,
            credentials: fields.one_of(
                &["credentials"],
                &["same-origin", "omit", "include"],
                "`same-origin` (default), `omit` or `include`",
            )?,
            width: fields.length("width", "100%")?,
            height: fields.length("height", "500px")?,
            dismiss_on_backdrop: fields.flag(&["dismissOnBackdrop"])?.unwrap_or(false),
            sandbox: fields.sandbox()?,
            allow: fields.text(&["iframe", "allow"])?,
            referrer_policy: fields.referrer_policy()?,
            token,
            mode,
            allowed_origins,
            css,
            low_contrast,
            card,
        })
    }
}

/// The longest delay that a timer takes (engineering.md: a longer one fires at once).
const LONGEST_MS: f64 = 2_147_483_647.0;

struct Fields<'a, S> {
    source: &'a S,
}

impl<S: Source> Fields<'_, S> {
    fn get(&self, path: &[&str]) -> Value {
        self.source.get(path)
    }

    fn mode(&self) -> Result<Mode, Failure> {
        let takes = "`modal` (default), `inline` or `redirect`";
        Ok(
            match self.one_of(&["mode"], &["modal", "inline", "redirect"], takes)? {
                "inline" => Mode::Inline,
                "redirect" => Mode::Redirect,
                _ => Mode::Modal,
            },
        )
    }

    fn token(&self) -> Result<Call, Failure> {
        let both = "the address of your backend's token route, and not together with `fetchToken`: give exactly one of the two";
        match (self.get(&["tokenUrl"]), self.get(&["fetchToken"])) {
            (Value::Missing, Value::Function) => Ok(Call::Function),
            (Value::Missing, Value::Missing) | (_, Value::Function) => {
                Err(Failure::option("tokenUrl", both))
            }
            (_, Value::Missing) => self.route(&["tokenUrl"]).map(Call::Url),
            _ => Err(Failure::option(
                "fetchToken",
                "a function that returns a promise of `{ token, hostedPageUrl }`",
            )),
        }
    }

    /// A route of the host's own: a path, or an absolute address, `string` or `URL`.
    fn route(&self, path: &[&str]) -> Result<String, Failure> {
        self.address(path)
            .and_then(|text| self.source.parse_url(&text, true))
            .filter(|url| matches!(url.protocol.as_str(), "https:" | "http:") && !url.has_user_info())
            .map(|url| url.href)
            .ok_or_else(|| {
                Failure::option(
                    &path.join("."),
                    "a same-origin path or an absolute `https:` or `http:` address without user name and password",
                )
            })
    }

    /// The text of a `string` or a `URL`.
    fn address(&self, path: &[&str]) -> Option<String> {
        let value = match self.get(path) {
            Value::Object => self.get(&[path, &["href"]].concat()),
            value => value,
        };
        match value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn container(&self, mode: Mode) -> Result<Container, Failure> {
        match self.get(&["container"]) {
            Value::Missing if mode != Mode::Inline => Ok(Container::Body),
            Value::Text(selector) => Ok(Container::Selector(selector)),
            Value::Object if self.get(&["container", "nodeType"]) == Value::Number(1.0) => {
                Ok(Container::Element)
            }
            _ => Err(Failure::option(
                "container",
                "an element or a selector, and `inline` needs one",
            )),
        }
    }

    fn redirect_url(&self, mode: Mode) -> Result<Option<String>, Failure> {
        let given = self.get(&["redirectUrl"]) != Value::Missing;
        if mode != Mode::Redirect {
            return if given {
                Err(Failure::option(
                    "redirectUrl",
                    "an address in `redirect` mode only: the issuer ignores it for an embedded page",
                ))
            } else {
                Ok(None)
            };
        }
        self.address(&["redirectUrl"])
            .and_then(|text| self.source.parse_url(&text, false))
            .filter(|url| url.is_secure() && !url.has_user_info())
            .map(|url| Some(url.href))
            .ok_or_else(|| {
                Failure::option(
                    "redirectUrl",
                    "an absolute `https:` address (`http:` on loopback) in `redirect` mode",
                )
            })
    }

    fn allowed_origins(&self) -> Result<Vec<String>, Failure> {
        let origins = match self.get(&["allowedOrigins"]) {
            Value::Missing => return Ok(vec!["https://cards.baanx.com".into()]),
            Value::List(origins) => origins,
            _ => Vec::new(),
        };
        let exact = |origin: &String| {
            self.source
                .parse_url(origin, false)
                .is_some_and(|url| url.is_secure() && url.origin == *origin)
        };
        let checked: Option<Vec<String>> = origins
            .into_iter()
            .map(|origin| origin.filter(exact))
            .collect();
        checked.filter(|origins| !origins.is_empty()).ok_or_else(|| {
            Failure::option(
                "allowedOrigins",
                "a list of exact origins as `new URL(address).origin` writes them, `https:` (`http:` on loopback), such as `https://cards.baanx.com`: no path, no trailing slash, no wildcard",
            )
        })
    }

    /// What is sent as `customCss`, and the pair of it that is hard to read.
    fn look(&self) -> Result<Look, Failure> {
        let theme = match self.get(&["theme"]) {
            Value::Missing => None,
            _ => Some(
                match self.one_of(
                    &["theme"],
                    &["auto", "light", "dark"],
                    "`light`, `dark` or `auto`",
                )? {
                    "auto" if self.source.prefers_dark() => "dark",
                    "auto" => "light",
                    named => named,
                },
            ),
        };
        let own = match self.get(&["customCss"]) {
            Value::Missing => None,
            Value::Object => Some(self.css(&["customCss"])?),
            _ => {
                return Err(Failure::option(
                    "customCss",
                    "an object of the issuer's `customCss` properties",
                ));
            }
        };
        if theme.is_none() && own.is_none() {
            return Ok((None, None));
        }
        let base = match theme {
            Some(name) => self.css(&["themes", name])?,
            None => CustomCss::default(),
        };
        let css = base.overlaid(own.unwrap_or_default());
        if let Some((text, background)) = css.invisible_text() {
            let takes = [
                "a colour other than `",
                background,
                "`, or nothing could be read",
            ]
            .concat();
            return Err(Failure::option(&["customCss.", text].concat(), &takes));
        }
        let themes = ["light", "dark", "brand"].map(|name| self.css(&["themes", name]));
        let themes = themes.into_iter().collect::<Result<Vec<_>, _>>()?;
        let low_contrast = css.low_contrast(&themes);
        Ok((Some(css), low_contrast))
    }

    fn css(&self, at: &[&str]) -> Result<CustomCss, Failure> {
        let colour = |name: &str| match self.get(&[at, &[name]].concat()) {
            Value::Missing => Ok(None),
            Value::Text(text) if is_colour(&text) => Ok(Some(text)),
            _ => Err(Failure::option(
                &[&at.join("."), ".", name].concat(),
                "a colour as `#RRGGBB`",
            )),
        };
        let radius = |name: &str| match self.get(&[at, &[name]].concat()) {
            Value::Missing => Ok(None),
            Value::Number(pixels) if pixels.is_finite() && pixels >= 0.0 => Ok(Some(pixels)),
            _ => Err(Failure::option(
                &[&at.join("."), ".", name].concat(),
                "a number of CSS pixels, zero or more",
            )),
        };
        Ok(CustomCss {
            background_color: colour("backgroundColor")?,
            text_color: colour("textColor")?,
            background_color_primary: colour("backgroundColorPrimary")?,
            text_color_primary: colour("textColorPrimary")?,
            button_border_radius: radius("buttonBorderRadius")?,
            pin_border_radius: radius("pinBorderRadius")?,
            pin_border_color: colour("pinBorderColor")?,
        })
    }

    fn card(&self) -> Result<Option<Call>, Failure> {
        match self.get(&["cardStatus"]) {
            Value::Missing => return Ok(None),
            Value::Object => {}
            _ => {
                return Err(Failure::option(
                    "cardStatus",
                    "an object with `url` or `fetch`",
                ));
            }
        }
        match (
            self.get(&["cardStatus", "url"]),
            self.get(&["cardStatus", "fetch"]),
        ) {
            (Value::Missing, Value::Function) => Ok(Some(Call::Function)),
            (Value::Missing, _) | (_, Value::Function) => Err(Failure::option(
                "cardStatus",
                "exactly one of `url` and `fetch`",
            )),
            _ => Ok(Some(Call::Url(self.route(&["cardStatus", "url"])?))),
        }
    }

    fn course(&self, mode: Mode, card: bool) -> Result<Course, Failure> {
        let expiry = self.one_of(
            &["onExpiry"],
            &["manual", "auto", "close"],
            "`manual` (default), `auto` or `close`",
        )?;
        let failure = self.one_of(
            &["onFailure"],
            &["show", "close"],
            "`show` (default) or `close`",
        )?;
        let (max_requests, retry_delay_ms) = self.retry()?;
        Ok(Course {
            ask_card: card,
            wait: if card { self.wait()? } else { None },
            redirect: mode == Mode::Redirect,
            max_requests,
            retry_delay_ms,
            request_timeout_ms: self.duration(&["requestTimeoutMs"], 15_000)?,
            load_timeout_ms: self.duration(&["loadTimeoutMs"], 30_000)?,
            lifetime_ms: self.duration(&["tokenLifetimeMs"], 600_000)?,
            on_expiry: match expiry {
                "auto" => OnExpiry::Auto,
                "close" => OnExpiry::Close,
                _ => OnExpiry::Manual,
            },
            close_on_failure: failure == "close",
            confirm: self.get(&["confirmOutcome"]) == Value::Function && mode != Mode::Redirect,
        })
    }

    fn retry(&self) -> Result<(u32, u32), Failure> {
        let takes = "`false`, or `{ maxAttempts, delayMs }`";
        match self.get(&["retry"]) {
            Value::Missing => Ok((3, 500)),
            Value::Bool(false) => Ok((1, 0)),
            Value::Object => {
                let most = match self.get(&["retry", "maxAttempts"]) {
                    Value::Missing => 3,
                    Value::Number(n) if (1.0..=100.0).contains(&n) && n.fract() == 0.0 => n as u32,
                    _ => {
                        return Err(Failure::option(
                            "retry.maxAttempts",
                            "a whole number from 1 to 100",
                        ));
                    }
                };
                Ok((most, self.duration(&["retry", "delayMs"], 500)?))
            }
            _ => Err(Failure::option("retry", takes)),
        }
    }

    fn wait(&self) -> Result<Option<Wait>, Failure> {
        match self.get(&["cardStatus", "waitForActive"]) {
            Value::Missing | Value::Bool(false) => return Ok(None),
            Value::Bool(true) | Value::Object => {}
            _ => {
                return Err(Failure::option(
                    "cardStatus.waitForActive",
                    "`true`, `false`, or `{ intervalMs, timeoutMs }`",
                ));
            }
        }
        Ok(Some(Wait {
            interval_ms: self.duration(&["cardStatus", "waitForActive", "intervalMs"], 2_000)?,
            timeout_ms: self.duration(&["cardStatus", "waitForActive", "timeoutMs"], 120_000)?,
        }))
    }

    fn sandbox(&self) -> Result<Option<String>, Failure> {
        let needed = |tokens: &String| {
            let has = |token| tokens.split_ascii_whitespace().any(|t| t == token);
            has("allow-scripts") && has("allow-same-origin")
        };
        match self.get(&["iframe", "sandbox"]) {
            Value::Missing | Value::Bool(false) => Ok(None),
            Value::Text(tokens) if needed(&tokens) => Ok(Some(tokens)),
            _ => Err(Failure::option(
                "iframe.sandbox",
                "`false`, or tokens that hold `allow-scripts` and `allow-same-origin`, without which the page cannot run or be told from others",
            )),
        }
    }

    fn referrer_policy(&self) -> Result<&'static str, Failure> {
        self.one_of(
            &["iframe", "referrerPolicy"],
            &[
                "strict-origin",
                "no-referrer",
                "origin",
                "same-origin",
                "strict-origin-when-cross-origin",
                "origin-when-cross-origin",
                "no-referrer-when-downgrade",
                "unsafe-url",
                "",
            ],
            "a referrer policy, such as `strict-origin` (default)",
        )
    }

    /// Options of which only the kind can be checked, and of which the browser asks later.
    fn kinds(&self) -> Result<(), Failure> {
        let functions = [
            "onReady",
            "onExit",
            "onError",
            "onExpire",
            "onStateChange",
            "onEvent",
            "confirmOutcome",
        ];
        for name in functions {
            if !matches!(self.get(&[name]), Value::Missing | Value::Function) {
                return Err(Failure::option(name, "a function"));
            }
        }
        if !matches!(
            self.get(&["headers"]),
            Value::Missing | Value::Function | Value::Object
        ) {
            return Err(Failure::option(
                "headers",
                "an object of header names and values, or a function that returns one",
            ));
        }
        if !matches!(self.get(&["iframe"]), Value::Missing | Value::Object) {
            return Err(Failure::option(
                "iframe",
                "`{ sandbox, allow, referrerPolicy }`",
            ));
        }
        if self.get(&["signal"]) != Value::Missing
            && !matches!(self.get(&["signal", "aborted"]), Value::Bool(_))
        {
            return Err(Failure::option("signal", "an `AbortSignal`"));
        }
        self.words()
    }

    fn words(&self) -> Result<(), Failure> {
        self.text(&["locale"])?;
        match self.get(&["messages"]) {
            Value::Missing => return Ok(()),
            Value::Object => {}
            _ => return Err(Failure::option("messages", "an object of texts by key")),
        }
        for word in crate::words::Word::ALL {
            self.text(&["messages", word.key()])?;
        }
        Ok(())
    }

    fn one_of(
        &self,
        path: &[&str],
        choices: &[&'static str],
        takes: &str,
    ) -> Result<&'static str, Failure> {
        let chosen = match self.get(path) {
            Value::Missing => choices.first(),
            Value::Text(text) => choices.iter().find(|choice| **choice == text),
            _ => None,
        };
        chosen
            .copied()
            .ok_or_else(|| Failure::option(&path.join("."), takes))
    }

    fn text(&self, path: &[&str]) -> Result<Option<String>, Failure> {
        match self.get(path) {
            Value::Missing => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            _ => Err(Failure::option(&path.join("."), "a string")),
        }
    }

    fn flag(&self, path: &[&str]) -> Result<Option<bool>, Failure> {
        match self.get(path) {
            Value::Missing => Ok(None),
            Value::Bool(flag) => Ok(Some(flag)),
            _ => Err(Failure::option(&path.join("."), "`true` or `false`")),
        }
    }

    fn length(&self, name: &str, default: &str) -> Result<String, Failure> {
        let length = self.text(&[name])?.unwrap_or_else(|| default.into());
        if self.source.is_css_length(&length) {
            Ok(length)
        } else {
            Err(Failure::option(
                name,
                "a CSS length, such as `500px` or `100%`",
            ))
        }
    }

    /// Milliseconds: a number above zero that a timer takes.
    fn duration(&self, path: &[&str], default: u32) -> Result<u32, Failure> {
        match self.get(path) {
            Value::Missing => Ok(default),
            Value::Number(ms) if (1.0..=LONGEST_MS).contains(&ms) => Ok(ms as u32),
            _ => Err(Failure::option(
                &path.join("."),
                "a number of milliseconds from 1 to 2147483647",
            )),
        }
    }
}

type Look = (Option<CustomCss>, Option<(&'static str, &'static str)>);
