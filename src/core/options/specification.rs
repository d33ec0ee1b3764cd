//! Every option that the engine reads: its name, the object that it is in, and its kind.

use super::Browser;
use super::value::Value;
use crate::core::custom_css::is_colour;
use crate::core::text::concat;

/// The shortest pause between two requests for the card's status, so that no backend is polled in a
/// loop.
pub const MIN_INTERVAL_MS: f64 = 500.0;

/// The longest delay that a timer takes: a longer one fires at once (docs/browser-notes.md).
const MAX_TIMER_MS: f64 = 2_147_483_647.0;

/// The values that an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A rule of its own, in `validator.rs`.
    Rule,
    /// A function.
    Function,
    /// An object.
    Object,
    /// An object, or a function that returns one.
    ObjectOrFunction,
    /// An object, or `true` or `false`.
    ObjectOrFlag,
    /// An object, or `false`.
    ObjectOrFalse,
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number above zero that a timer takes.
    Number,
    /// The same, at least [`MIN_INTERVAL_MS`].
    Interval,
    /// One of several strings.
    Choice(Choice),
    /// A CSS length.
    Length,
    /// `#RRGGBB`.
    Colour,
    /// CSS pixels, zero or more.
    Pixels,
}

/// The options that take one of several strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// `mode`
    Mode,
    /// `credentials`
    Credentials,
    /// `theme`
    Theme,
    /// `onExpiry`
    OnExpiry,
    /// `onFailure`
    OnFailure,
    /// `iframe.referrerPolicy`
    ReferrerPolicy,
}

impl Choice {
    /// The strings, the default first.
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::Mode => &["modal", "inline", "redirect"],
            Self::Credentials => &["same-origin", "omit", "include"],
            Self::Theme => &["auto", "light", "dark"],
            Self::OnExpiry => &["manual", "auto", "close"],
            Self::OnFailure => &["show", "close"],
            // The Referrer Policy standard's, this project's default first.
            Self::ReferrerPolicy => &[
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
        }
    }
}

/// The contract's defaults.
pub mod defaults {
    #![allow(missing_docs, reason = "each constant is named after its option")]
    pub const ALLOWED_ORIGINS: &str = "https://cards.baanx.com";
    pub const CONTRAST_WARNING: bool = true;
    pub const WIDTH: &str = "100%";
    pub const HEIGHT: &str = "500px";
    pub const INTERVAL_MS: u32 = 2_000;
    pub const TIMEOUT_MS: u32 = 120_000;
    pub const MAX_ATTEMPTS: u32 = 3;
    pub const DELAY_MS: u32 = 500;
    pub const REQUEST_TIMEOUT_MS: u32 = 15_000;
    pub const LOAD_TIMEOUT_MS: u32 = 30_000;
    pub const TOKEN_LIFETIME_MS: u32 = 600_000;
}

impl Kind {
    /// Whether an option of this kind takes `value`.
    pub fn accepts(self, value: &Value, browser: &dyn Browser) -> bool {
        match (self, value) {
            (Self::Rule, _)
            | (Self::Function | Self::ObjectOrFunction, Value::Function)
            | (
                Self::Object | Self::ObjectOrFunction | Self::ObjectOrFlag | Self::ObjectOrFalse,
                Value::Object,
            )
            | (Self::ObjectOrFalse, Value::Flag(false))
            | (Self::ObjectOrFlag | Self::Flag, Value::Flag(_))
            | (Self::Text, Value::Text(_)) => true,
            (Self::Choice(choice), Value::Text(text)) => {
                choice.values().iter().any(|value| text == value)
            }
            (Self::Length, Value::Text(text)) => browser.is_css_length(text),
            (Self::Colour, Value::Text(text)) => is_colour(text),
            (Self::Number, Value::Number(number)) => (1.0..=MAX_TIMER_MS).contains(number),
            (Self::Interval, Value::Number(number)) => {
                (MIN_INTERVAL_MS..=MAX_TIMER_MS).contains(number)
            }
            (Self::Pixels, Value::Number(number)) => number.is_finite() && *number >= 0.0,
            _ => false,
        }
    }

    /// What it takes, for the error's message; nothing for [`Kind::Choice`].
    pub fn takes(self) -> &'static str {
        match self {
            Self::Rule | Self::Choice(_) => "",
            Self::Function => "a function",
            Self::Object => "an object",
            Self::ObjectOrFunction => "an object, or a function that returns one",
            Self::ObjectOrFlag => "`true`, `false` or an object",
            Self::ObjectOrFalse => "`false` or an object",
            Self::Text => "a string",
            Self::Flag => "`true` or `false`",
            Self::Number => "a number from 1 to 2147483647",
            Self::Interval => "a number from 500 to 2147483647",
            Self::Length => "a CSS length, such as `500px` or `100%`",
            Self::Colour => "a colour as `#RRGGBB`",
            Self::Pixels => "a number of CSS pixels, zero or more",
        }
    }
}

/// One option.
#[derive(Clone, Copy, Debug)]
pub struct OptionSpec {
    /// The name that the host writes.
    pub name: &'static str,
    /// The option whose object it is in; `None` for the options themselves.
    pub within: Option<OptionName>,
    /// The values that it takes.
    pub kind: Kind,
}

const fn option(name: &'static str, within: Option<OptionName>, kind: Kind) -> OptionSpec {
    OptionSpec { name, within, kind }
}

impl OptionName {
    /// The option that the host calls `name` within another one, or at the top.
    pub fn find(within: Option<Self>, name: &str) -> Option<Self> {
        let mut all = SPECIFICATION.iter();
        let at = all.position(|option| option.within == within && option.name == name)?;
        Some(Self(at as u8))
    }

    /// The values that it takes.
    pub fn kind(self) -> Kind {
        self.specification()
            .map_or(Kind::Rule, |option| option.kind)
    }

    /// Its name, with those of the options that it is in: `retry.delayMs`.
    pub fn full_name(self) -> String {
        match self.specification() {
            Some(OptionSpec {
                name,
                within: Some(outer),
                ..
            }) => concat(&[&outer.full_name(), ".", name]),
            option => option.map_or("", |option| option.name).into(),
        }
    }

    fn specification(self) -> Option<&'static OptionSpec> {
        SPECIFICATION.get(usize::from(self.0))
    }
}

/// An option: its place in [`SPECIFICATION`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionName(u8);

#[allow(missing_docs, reason = "each constant is named after its option")]
impl OptionName {
    pub const MODE: Self = Self(0);
    pub const TOKEN_URL: Self = Self(1);
    pub const FETCH_TOKEN: Self = Self(2);
    pub const HEADERS: Self = Self(3);
    pub const CREDENTIALS: Self = Self(4);
    pub const REDIRECT_URL: Self = Self(5);
    pub const ALLOWED_ORIGINS: Self = Self(6);
    pub const THEME: Self = Self(7);
    pub const CUSTOM_CSS: Self = Self(8);
    pub const BACKGROUND_COLOR: Self = Self(9);
    pub const TEXT_COLOR: Self = Self(10);
    pub const BACKGROUND_COLOR_PRIMARY: Self = Self(11);
    pub const TEXT_COLOR_PRIMARY: Self = Self(12);
    pub const PIN_BORDER_COLOR: Self = Self(13);
    pub const BUTTON_BORDER_RADIUS: Self = Self(14);
    pub const PIN_BORDER_RADIUS: Self = Self(15);
    pub const CUSTOM_CSS_IS_MARKUP: Self = Self(16);
    pub const CONTRAST_WARNING: Self = Self(17);
    pub const WIDTH: Self = Self(18);
    pub const HEIGHT: Self = Self(19);
    pub const LOCALE: Self = Self(20);
    pub const MESSAGES: Self = Self(21);
    pub const MESSAGES_TITLE: Self = Self(22);
    pub const MESSAGES_CLOSE: Self = Self(23);
    pub const MESSAGES_LOADING: Self = Self(24);
    pub const MESSAGES_EXPIRED: Self = Self(25);
    pub const MESSAGES_RETRY: Self = Self(26);
    pub const MESSAGES_FAILED: Self = Self(27);
    pub const MESSAGES_BLANK: Self = Self(28);
    pub const DISMISS_ON_BACKDROP: Self = Self(29);
    pub const CARD_STATUS: Self = Self(30);
    pub const CARD_STATUS_URL: Self = Self(31);
    pub const CARD_STATUS_FETCH: Self = Self(32);
    pub const WAIT_FOR_ACTIVE: Self = Self(33);
    pub const INTERVAL_MS: Self = Self(34);
    pub const TIMEOUT_MS: Self = Self(35);
    pub const CONFIRM_OUTCOME: Self = Self(36);
    pub const RETRY: Self = Self(37);
    pub const MAX_ATTEMPTS: Self = Self(38);
    pub const DELAY_MS: Self = Self(39);
    pub const REQUEST_TIMEOUT_MS: Self = Self(40);
    pub const LOAD_TIMEOUT_MS: Self = Self(41);
    pub const TOKEN_LIFETIME_MS: Self = Self(42);
    pub const ON_EXPIRY: Self = Self(43);
    pub const ON_FAILURE: Self = Self(44);
    pub const IFRAME: Self = Self(45);
    pub const SANDBOX: Self = Self(46);
    pub const ALLOW: Self = Self(47);
    pub const REFERRER_POLICY: Self = Self(48);
    pub const SIGNAL: Self = Self(49);
    pub const ON_READY: Self = Self(50);
    pub const ON_EXIT: Self = Self(51);
    pub const ON_ERROR: Self = Self(52);
    pub const ON_EXPIRE: Self = Self(53);
    pub const ON_STATE_CHANGE: Self = Self(54);
    pub const ON_EVENT: Self = Self(55);
}

/// Every option, in the order of [`OptionName`].
pub static SPECIFICATION: [OptionSpec; 56] = [
    option("mode", None, Kind::Choice(Choice::Mode)),
    option("tokenUrl", None, Kind::Rule),
    option("fetchToken", None, Kind::Function),
    option("headers", None, Kind::ObjectOrFunction),
    option("credentials", None, Kind::Choice(Choice::Credentials)),
    option("redirectUrl", None, Kind::Rule),
    option("allowedOrigins", None, Kind::Rule),
    option("theme", None, Kind::Choice(Choice::Theme)),
    option("customCss", None, Kind::Object),
    option(
        "backgroundColor",
        Some(OptionName::CUSTOM_CSS),
        Kind::Colour,
    ),
    option("textColor", Some(OptionName::CUSTOM_CSS), Kind::Colour),
    option(
        "backgroundColorPrimary",
        Some(OptionName::CUSTOM_CSS),
        Kind::Colour,
    ),
    option(
        "textColorPrimary",
        Some(OptionName::CUSTOM_CSS),
        Kind::Colour,
    ),
    option("pinBorderColor", Some(OptionName::CUSTOM_CSS), Kind::Colour),
    option(
        "buttonBorderRadius",
        Some(OptionName::CUSTOM_CSS),
        Kind::Pixels,
    ),
    option(
        "pinBorderRadius",
        Some(OptionName::CUSTOM_CSS),
        Kind::Pixels,
    ),
    option("customCssIsMarkup", None, Kind::Flag),
    option("contrastWarning", None, Kind::Flag),
    option("width", None, Kind::Length),
    option("height", None, Kind::Length),
    option("locale", None, Kind::Text),
    option("messages", None, Kind::Object),
    option("title", Some(OptionName::MESSAGES), Kind::Text),
    option("close", Some(OptionName::MESSAGES), Kind::Text),
    option("loading", Some(OptionName::MESSAGES), Kind::Text),
    option("expired", Some(OptionName::MESSAGES), Kind::Text),
    option("retry", Some(OptionName::MESSAGES), Kind::Text),
    option("failed", Some(OptionName::MESSAGES), Kind::Text),
    option("blank", Some(OptionName::MESSAGES), Kind::Text),
    option("dismissOnBackdrop", None, Kind::Flag),
    option("cardStatus", None, Kind::Object),
    option("url", Some(OptionName::CARD_STATUS), Kind::Rule),
    option("fetch", Some(OptionName::CARD_STATUS), Kind::Function),
    option(
        "waitForActive",
        Some(OptionName::CARD_STATUS),
        Kind::ObjectOrFlag,
    ),
    option(
        "intervalMs",
        Some(OptionName::WAIT_FOR_ACTIVE),
        Kind::Interval,
    ),
    option("timeoutMs", Some(OptionName::WAIT_FOR_ACTIVE), Kind::Number),
    option("confirmOutcome", None, Kind::Function),
    option("retry", None, Kind::ObjectOrFalse),
    option("maxAttempts", Some(OptionName::RETRY), Kind::Number),
    option("delayMs", Some(OptionName::RETRY), Kind::Number),
    option("requestTimeoutMs", None, Kind::Number),
    option("loadTimeoutMs", None, Kind::Number),
    option("tokenLifetimeMs", None, Kind::Number),
    option("onExpiry", None, Kind::Choice(Choice::OnExpiry)),
    option("onFailure", None, Kind::Choice(Choice::OnFailure)),
    option("iframe", None, Kind::Object),
    option("sandbox", Some(OptionName::IFRAME), Kind::Rule),
    option("allow", Some(OptionName::IFRAME), Kind::Text),
    option(
        "referrerPolicy",
        Some(OptionName::IFRAME),
        Kind::Choice(Choice::ReferrerPolicy),
    ),
    option("signal", None, Kind::Object),
    option("onReady", None, Kind::Function),
    option("onExit", None, Kind::Function),
    option("onError", None, Kind::Function),
    option("onExpire", None, Kind::Function),
    option("onStateChange", None, Kind::Function),
    option("onEvent", None, Kind::Function),
];
