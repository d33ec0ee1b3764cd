//! The kinds of options, and how the engine finds an option by its name.

use super::Browser;
use super::value::Value;
use crate::core::custom_css::is_colour;
use crate::core::generated::options::{
    Choice, INTERVAL_TAKES, MAX_TIMER_MS, MIN_INTERVAL_MS, NUMBER_TAKES, SPECIFICATION,
};
use crate::core::text::concat;

/// The values that an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything: `validator.rs` has a rule for this option.
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

    /// The accepted values, for the error's message. Empty for [`Kind::Choice`], which
    /// `validator.rs` describes itself.
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
            Self::Number => NUMBER_TAKES,
            Self::Interval => INTERVAL_TAKES,
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
    /// The option that contains it; `None` at the top level.
    pub within: Option<OptionName>,
    /// The values that it takes.
    pub kind: Kind,
}

impl OptionName {
    /// The option that the host calls `name`, within another one or at the top level.
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

    /// Whether the values of the option are objects with options of their own.
    pub fn has_options(self) -> bool {
        let mut all = SPECIFICATION.iter();
        all.any(|option| option.within == Some(self))
    }

    /// Its name after the names of the options that contain it: `retry.delayMs`.
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

/// An option: its index in [`SPECIFICATION`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionName(pub(in crate::core) u8);
