//! The host's options as plain data, before they are validated.

use super::kind::OptionName;

/// A value that the host gave.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string, or the text of a `URL`.
    Text(String),
    /// A number.
    Number(f64),
    /// A boolean.
    Flag(bool),
    /// An array of strings.
    Texts(Vec<String>),
    /// A function.
    Function,
    /// Another object. The options in it are in [`HostOptions`] too.
    Object,
    /// Anything else: `null`, a symbol, an array with other members.
    Other,
}

/// The options that the host gave. Those that are `undefined` are not in the list.
#[derive(Clone, Debug, Default)]
pub struct HostOptions(pub Vec<(OptionName, Value)>);

impl HostOptions {
    /// The value of one option.
    pub fn get(&self, name: OptionName) -> Option<&Value> {
        let mut options = self.0.iter();
        let found = options.find(|(given, _)| *given == name);
        found.map(|(_, value)| value)
    }

    /// The value, if it is a string.
    pub fn text(&self, name: OptionName) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value, if it is a boolean.
    pub fn flag(&self, name: OptionName) -> Option<bool> {
        match self.get(name)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The value, if it is a number.
    pub fn number(&self, name: OptionName) -> Option<f64> {
        match self.get(name)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The value, or else the default, of an option that takes one of several strings.
    pub fn choice(
        &self,
        name: OptionName,
        choice: crate::core::generated::options::Choice,
    ) -> &'static str {
        let given = self.text(name);
        let values = choice.values();
        let found = values.iter().find(|value| given == Some(value));
        found.or(values.first()).copied().unwrap_or_default()
    }
}
