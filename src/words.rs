//! The widget's own words, by key and language.

use crate::options::{Source, Value};

/// The contract's keys of `messages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Word {
    Title,
    Close,
    Loading,
    Expired,
    Retry,
    Failed,
    Blank,
}

impl Word {
    /// Every key.
    pub const ALL: [Self; 7] = [
        Self::Title,
        Self::Close,
        Self::Loading,
        Self::Expired,
        Self::Retry,
        Self::Failed,
        Self::Blank,
    ];

    /// The key as the options spell it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Close => "close",
            Self::Loading => "loading",
            Self::Expired => "expired",
            Self::Retry => "retry",
            Self::Failed => "failed",
            Self::Blank => "blank",
        }
    }

    /// The word in English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Title => "Set your card PIN",
            Self::Close => "Close",
            Self::Loading => "Opening the secure page…",
            Self::Expired => "This page has been open for a while and may no longer work.",
            Self::Retry => "Start again",
            Self::Failed => "The secure page could not be opened.",
            Self::Blank => "Nothing here? Start again",
        }
    }
}

/// The words of one frame, chosen when it is opened.
#[derive(Clone, Debug)]
pub struct Words {
    /// BCP 47, for the `lang` attribute.
    pub lang: String,
    /// Whether the language is written from right to left.
    pub right_to_left: bool,
    texts: [String; Word::ALL.len()],
}

impl Words {
    /// The words of `locale`, with the host's own laid over them.
    pub fn new(locale: &str, own: impl Fn(Word) -> Option<String>) -> Self {
        let _ = locale;
        Self {
            lang: "en".into(),
            right_to_left: false,
            texts: Word::ALL.map(|word| own(word).unwrap_or_else(|| word.english().into())),
        }
    }

    /// The words that the options ask for.
    pub fn of_options(options: &impl Source) -> Self {
        let text = |path: &[&str]| match options.get(path) {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let locale = text(&["locale"]).unwrap_or_default();
        Self::new(&locale, |word| text(&["messages", word.key()]))
    }

    /// One word.
    pub fn get(&self, word: Word) -> &str {
        let at = Word::ALL.iter().position(|known| *known == word);
        at.and_then(|at| self.texts.get(at))
            .map_or("", String::as_str)
    }
}
