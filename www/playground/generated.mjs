// Generated from specification/ by `cargo xtask generate`. Do not edit.

/** The languages of the widget's own text, by their codes. */
export const LANGUAGES = ["en", "ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "tr", "zh"];

/** The keys of `messages`. */
export const MESSAGE_KEYS = ["title", "close", "loading", "expired", "retry", "failed", "blank"];
