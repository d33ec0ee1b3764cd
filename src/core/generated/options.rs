//! Generated from specification/options.toml by `cargo xtask generate`. Do not edit.

use crate::core::options::kind::{Kind, OptionName, OptionSpec};

/// The longest delay that a timer takes: a longer one fires at once (docs/browser-notes.md).
pub const MAX_TIMER_MS: f64 = 2_147_483_647.0;

/// The shortest pause between two requests for the card's status, so that no backend is polled in a
/// loop.
pub const MIN_INTERVAL_MS: f64 = 500.0;

/// The values of [`Kind::Number`].
pub const NUMBER_TAKES: &str = "a number from 1 to 2147483647";

/// The values of [`Kind::Interval`].
pub const INTERVAL_TAKES: &str = "a number from 500 to 2147483647";

/// The options that take one of several strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// `credentials`.
    Credentials,
    /// `mode`.
    Mode,
    /// `purpose`.
    Purpose,
    /// `theme`.
    Theme,
    /// `onExpiry`.
    OnExpiry,
    /// `onFailure`.
    OnFailure,
    /// `iframe.referrerPolicy`.
    ReferrerPolicy,
}

impl Choice {
    /// The strings, the default first.
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::Credentials => &["same-origin", "omit", "include"],
            Self::Mode => &["modal", "inline", "redirect"],
            Self::Purpose => &["set", "change"],
            Self::Theme => &["light", "dark", "auto"],
            Self::OnExpiry => &["manual", "auto", "close"],
            Self::OnFailure => &["show", "close"],
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
    /// Of `allowedOrigins`.
    pub const ALLOWED_ORIGINS: [&str; 1] = ["https://cards.baanx.com"];
    /// Of `width`.
    pub const WIDTH: &str = "100%";
    /// Of `height`.
    pub const HEIGHT: &str = "500px";
    /// Of `contrastWarning`.
    pub const CONTRAST_WARNING: bool = true;
    /// Of `cardStatus.waitForActive.intervalMs`.
    pub const WAIT_FOR_ACTIVE_INTERVAL_MS: u32 = 2_000;
    /// Of `cardStatus.waitForActive.timeoutMs`.
    pub const WAIT_FOR_ACTIVE_TIMEOUT_MS: u32 = 120_000;
    /// Of `retry.maxAttempts`.
    pub const RETRY_MAX_ATTEMPTS: u32 = 3;
    /// Of `retry.delayMs`.
    pub const RETRY_DELAY_MS: u32 = 500;
    /// Of `requestTimeoutMs`.
    pub const REQUEST_TIMEOUT_MS: u32 = 15_000;
    /// Of `loadTimeoutMs`.
    pub const LOAD_TIMEOUT_MS: u32 = 30_000;
    /// Of `tokenLifetimeMs`.
    pub const TOKEN_LIFETIME_MS: u32 = 600_000;
}

impl OptionName {
    /// `tokenUrl`.
    pub const TOKEN_URL: Self = Self(0);
    /// `fetchToken`.
    pub const FETCH_TOKEN: Self = Self(1);
    /// `headers`.
    pub const HEADERS: Self = Self(2);
    /// `credentials`.
    pub const CREDENTIALS: Self = Self(3);
    /// `mode`.
    pub const MODE: Self = Self(4);
    /// `purpose`.
    pub const PURPOSE: Self = Self(5);
    /// `container`.
    pub const CONTAINER: Self = Self(6);
    /// `redirectUrl`.
    pub const REDIRECT_URL: Self = Self(7);
    /// `allowedOrigins`.
    pub const ALLOWED_ORIGINS: Self = Self(8);
    /// `theme`.
    pub const THEME: Self = Self(9);
    /// `customCss`.
    pub const CUSTOM_CSS: Self = Self(10);
    /// `customCss.backgroundColor`.
    pub const CUSTOM_CSS_BACKGROUND_COLOR: Self = Self(11);
    /// `customCss.textColor`.
    pub const CUSTOM_CSS_TEXT_COLOR: Self = Self(12);
    /// `customCss.backgroundColorPrimary`.
    pub const CUSTOM_CSS_BACKGROUND_COLOR_PRIMARY: Self = Self(13);
    /// `customCss.textColorPrimary`.
    pub const CUSTOM_CSS_TEXT_COLOR_PRIMARY: Self = Self(14);
    /// `customCss.buttonBorderRadius`.
    pub const CUSTOM_CSS_BUTTON_BORDER_RADIUS: Self = Self(15);
    /// `customCss.pinBorderRadius`.
    pub const CUSTOM_CSS_PIN_BORDER_RADIUS: Self = Self(16);
    /// `customCss.pinBorderColor`.
    pub const CUSTOM_CSS_PIN_BORDER_COLOR: Self = Self(17);
    /// `customCssIsMarkup`.
    pub const CUSTOM_CSS_IS_MARKUP: Self = Self(18);
    /// `width`.
    pub const WIDTH: Self = Self(19);
    /// `height`.
    pub const HEIGHT: Self = Self(20);
    /// `contrastWarning`.
    pub const CONTRAST_WARNING: Self = Self(21);
    /// `locale`.
    pub const LOCALE: Self = Self(22);
    /// `messages`.
    pub const MESSAGES: Self = Self(23);
    /// `messages.title`.
    pub const MESSAGES_TITLE: Self = Self(24);
    /// `messages.titleChange`.
    pub const MESSAGES_TITLE_CHANGE: Self = Self(25);
    /// `messages.close`.
    pub const MESSAGES_CLOSE: Self = Self(26);
    /// `messages.loading`.
    pub const MESSAGES_LOADING: Self = Self(27);
    /// `messages.waitingForCard`.
    pub const MESSAGES_WAITING_FOR_CARD: Self = Self(28);
    /// `messages.retrying`.
    pub const MESSAGES_RETRYING: Self = Self(29);
    /// `messages.expired`.
    pub const MESSAGES_EXPIRED: Self = Self(30);
    /// `messages.startOver`.
    pub const MESSAGES_START_OVER: Self = Self(31);
    /// `messages.retry`.
    pub const MESSAGES_RETRY: Self = Self(32);
    /// `messages.failed`.
    pub const MESSAGES_FAILED: Self = Self(33);
    /// `messages.offline`.
    pub const MESSAGES_OFFLINE: Self = Self(34);
    /// `messages.signedOut`.
    pub const MESSAGES_SIGNED_OUT: Self = Self(35);
    /// `messages.signIn`.
    pub const MESSAGES_SIGN_IN: Self = Self(36);
    /// `messages.noCard`.
    pub const MESSAGES_NO_CARD: Self = Self(37);
    /// `messages.cardFrozen`.
    pub const MESSAGES_CARD_FROZEN: Self = Self(38);
    /// `messages.cardBlocked`.
    pub const MESSAGES_CARD_BLOCKED: Self = Self(39);
    /// `messages.pinUnavailable`.
    pub const MESSAGES_PIN_UNAVAILABLE: Self = Self(40);
    /// `messages.tooManyRequests`.
    pub const MESSAGES_TOO_MANY_REQUESTS: Self = Self(41);
    /// `messages.issuerUnavailable`.
    pub const MESSAGES_ISSUER_UNAVAILABLE: Self = Self(42);
    /// `messages.blank`.
    pub const MESSAGES_BLANK: Self = Self(43);
    /// `messages.frameTitle`.
    pub const MESSAGES_FRAME_TITLE: Self = Self(44);
    /// `hideHeader`.
    pub const HIDE_HEADER: Self = Self(45);
    /// `dismissOnBackdrop`.
    pub const DISMISS_ON_BACKDROP: Self = Self(46);
    /// `cardStatus`.
    pub const CARD_STATUS: Self = Self(47);
    /// `cardStatus.url`.
    pub const CARD_STATUS_URL: Self = Self(48);
    /// `cardStatus.fetch`.
    pub const CARD_STATUS_FETCH: Self = Self(49);
    /// `cardStatus.waitForActive`.
    pub const CARD_STATUS_WAIT_FOR_ACTIVE: Self = Self(50);
    /// `cardStatus.waitForActive.intervalMs`.
    pub const WAIT_FOR_ACTIVE_INTERVAL_MS: Self = Self(51);
    /// `cardStatus.waitForActive.timeoutMs`.
    pub const WAIT_FOR_ACTIVE_TIMEOUT_MS: Self = Self(52);
    /// `stepUp`.
    pub const STEP_UP: Self = Self(53);
    /// `confirmOutcome`.
    pub const CONFIRM_OUTCOME: Self = Self(54);
    /// `pinVersion`.
    pub const PIN_VERSION: Self = Self(55);
    /// `retry`.
    pub const RETRY: Self = Self(56);
    /// `retry.maxAttempts`.
    pub const RETRY_MAX_ATTEMPTS: Self = Self(57);
    /// `retry.delayMs`.
    pub const RETRY_DELAY_MS: Self = Self(58);
    /// `requestTimeoutMs`.
    pub const REQUEST_TIMEOUT_MS: Self = Self(59);
    /// `loadTimeoutMs`.
    pub const LOAD_TIMEOUT_MS: Self = Self(60);
    /// `tokenLifetimeMs`.
    pub const TOKEN_LIFETIME_MS: Self = Self(61);
    /// `onExpiry`.
    pub const ON_EXPIRY: Self = Self(62);
    /// `onFailure`.
    pub const ON_FAILURE: Self = Self(63);
    /// `engineSrc`.
    pub const ENGINE_SRC: Self = Self(64);
    /// `iframe`.
    pub const IFRAME: Self = Self(65);
    /// `iframe.sandbox`.
    pub const IFRAME_SANDBOX: Self = Self(66);
    /// `iframe.allow`.
    pub const IFRAME_ALLOW: Self = Self(67);
    /// `iframe.referrerPolicy`.
    pub const IFRAME_REFERRER_POLICY: Self = Self(68);
    /// `signal`.
    pub const SIGNAL: Self = Self(69);
    /// `onReady`.
    pub const ON_READY: Self = Self(70);
    /// `onExit`.
    pub const ON_EXIT: Self = Self(71);
    /// `onError`.
    pub const ON_ERROR: Self = Self(72);
    /// `onExpire`.
    pub const ON_EXPIRE: Self = Self(73);
    /// `onStateChange`.
    pub const ON_STATE_CHANGE: Self = Self(74);
    /// `onSignIn`.
    pub const ON_SIGN_IN: Self = Self(75);
    /// `onEvent`.
    pub const ON_EVENT: Self = Self(76);
}

/// The options in the order of [`crate::core::custom_css::COLOURS`].
pub const COLOURS: [OptionName; 5] = [
    OptionName::CUSTOM_CSS_BACKGROUND_COLOR,
    OptionName::CUSTOM_CSS_TEXT_COLOR,
    OptionName::CUSTOM_CSS_BACKGROUND_COLOR_PRIMARY,
    OptionName::CUSTOM_CSS_TEXT_COLOR_PRIMARY,
    OptionName::CUSTOM_CSS_PIN_BORDER_COLOR,
];

/// The options in the order of [`crate::core::custom_css::RADII`].
pub const RADII: [OptionName; 2] = [
    OptionName::CUSTOM_CSS_BUTTON_BORDER_RADIUS,
    OptionName::CUSTOM_CSS_PIN_BORDER_RADIUS,
];

/// Every option, in the order of [`OptionName`].
pub static SPECIFICATION: [OptionSpec; 77] = [
    OptionSpec {
        name: "tokenUrl",
        within: None,
        kind: Kind::Rule,
    },
    OptionSpec {
        name: "fetchToken",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "headers",
        within: None,
        kind: Kind::ObjectOrFunction,
    },
    OptionSpec {
        name: "credentials",
        within: None,
        kind: Kind::Choice(Choice::Credentials),
    },
    OptionSpec {
        name: "mode",
        within: None,
        kind: Kind::Choice(Choice::Mode),
    },
    OptionSpec {
        name: "purpose",
        within: None,
        kind: Kind::Choice(Choice::Purpose),
    },
    OptionSpec {
        name: "container",
        within: None,
        kind: Kind::Rule,
    },
    OptionSpec {
        name: "redirectUrl",
        within: None,
        kind: Kind::Rule,
    },
    OptionSpec {
        name: "allowedOrigins",
        within: None,
        kind: Kind::Rule,
    },
    OptionSpec {
        name: "theme",
        within: None,
        kind: Kind::Choice(Choice::Theme),
    },
    OptionSpec {
        name: "customCss",
        within: None,
        kind: Kind::Object,
    },
    OptionSpec {
        name: "backgroundColor",
        within: Some(OptionName::CUSTOM_CSS),
        kind: Kind::Colour,
    },
    OptionSpec {
        name: "textColor",
        within: Some(OptionName::CUSTOM_CSS),
        kind: Kind::Colour,
    },
    OptionSpec {
        name: "backgroundColorPrimary",
        within: Some(OptionName::CUSTOM_CSS),
        kind: Kind::Colour,
    },
    OptionSpec {
        name: "textColorPrimary",
        within: Some(OptionName::CUSTOM_CSS),
        kind: Kind::Colour,
    },
    OptionSpec {
        name: "buttonBorderRadius",
        within: Some(OptionName::CUSTOM_CSS),
        kind: Kind::Pixels,
    },
    OptionSpec {
        name: "pinBorderRadius",
        within: Some(OptionName::CUSTOM_CSS),
        kind: Kind::Pixels,
    },
    OptionSpec {
        name: "pinBorderColor",
        within: Some(OptionName::CUSTOM_CSS),
        kind: Kind::Colour,
    },
    OptionSpec {
        name: "customCssIsMarkup",
        within: None,
        kind: Kind::Flag,
    },
    OptionSpec {
        name: "width",
        within: None,
        kind: Kind::Length,
    },
    OptionSpec {
        name: "height",
        within: None,
        kind: Kind::Length,
    },
    OptionSpec {
        name: "contrastWarning",
        within: None,
        kind: Kind::Flag,
    },
    OptionSpec {
        name: "locale",
        within: None,
        kind: Kind::Text,
    },
    OptionSpec {
        name: "messages",
        within: None,
        kind: Kind::Object,
    },
    OptionSpec {
        name: "title",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "titleChange",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "close",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "loading",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "waitingForCard",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "retrying",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "expired",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "startOver",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "retry",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "failed",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "offline",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "signedOut",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "signIn",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "noCard",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "cardFrozen",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "cardBlocked",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "pinUnavailable",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "tooManyRequests",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "issuerUnavailable",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "blank",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "frameTitle",
        within: Some(OptionName::MESSAGES),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "hideHeader",
        within: None,
        kind: Kind::Flag,
    },
    OptionSpec {
        name: "dismissOnBackdrop",
        within: None,
        kind: Kind::Flag,
    },
    OptionSpec {
        name: "cardStatus",
        within: None,
        kind: Kind::Object,
    },
    OptionSpec {
        name: "url",
        within: Some(OptionName::CARD_STATUS),
        kind: Kind::Rule,
    },
    OptionSpec {
        name: "fetch",
        within: Some(OptionName::CARD_STATUS),
        kind: Kind::Function,
    },
    OptionSpec {
        name: "waitForActive",
        within: Some(OptionName::CARD_STATUS),
        kind: Kind::ObjectOrFlag,
    },
    OptionSpec {
        name: "intervalMs",
        within: Some(OptionName::CARD_STATUS_WAIT_FOR_ACTIVE),
        kind: Kind::Interval,
    },
    OptionSpec {
        name: "timeoutMs",
        within: Some(OptionName::CARD_STATUS_WAIT_FOR_ACTIVE),
        kind: Kind::Number,
    },
    OptionSpec {
        name: "stepUp",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "confirmOutcome",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "pinVersion",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "retry",
        within: None,
        kind: Kind::ObjectOrFalse,
    },
    OptionSpec {
        name: "maxAttempts",
        within: Some(OptionName::RETRY),
        kind: Kind::Number,
    },
    OptionSpec {
        name: "delayMs",
        within: Some(OptionName::RETRY),
        kind: Kind::Number,
    },
    OptionSpec {
        name: "requestTimeoutMs",
        within: None,
        kind: Kind::Number,
    },
    OptionSpec {
        name: "loadTimeoutMs",
        within: None,
        kind: Kind::Number,
    },
    OptionSpec {
        name: "tokenLifetimeMs",
        within: None,
        kind: Kind::Number,
    },
    OptionSpec {
        name: "onExpiry",
        within: None,
        kind: Kind::Choice(Choice::OnExpiry),
    },
    OptionSpec {
        name: "onFailure",
        within: None,
        kind: Kind::Choice(Choice::OnFailure),
    },
    OptionSpec {
        name: "engineSrc",
        within: None,
        kind: Kind::Rule,
    },
    OptionSpec {
        name: "iframe",
        within: None,
        kind: Kind::Object,
    },
    OptionSpec {
        name: "sandbox",
        within: Some(OptionName::IFRAME),
        kind: Kind::Rule,
    },
    OptionSpec {
        name: "allow",
        within: Some(OptionName::IFRAME),
        kind: Kind::Text,
    },
    OptionSpec {
        name: "referrerPolicy",
        within: Some(OptionName::IFRAME),
        kind: Kind::Choice(Choice::ReferrerPolicy),
    },
    OptionSpec {
        name: "signal",
        within: None,
        kind: Kind::Object,
    },
    OptionSpec {
        name: "onReady",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "onExit",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "onError",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "onExpire",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "onStateChange",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "onSignIn",
        within: None,
        kind: Kind::Function,
    },
    OptionSpec {
        name: "onEvent",
        within: None,
        kind: Kind::Function,
    },
];
