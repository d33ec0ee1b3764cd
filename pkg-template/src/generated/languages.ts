// Generated from specification/languages/ by `cargo xtask generate`. Do not edit.

/** Keys of the widget's own text. */
export type MessageKey =
  | "title"
  | "titleChange"
  | "close"
  | "loading"
  | "waitingForCard"
  | "retrying"
  | "expired"
  | "startOver"
  | "retry"
  | "failed"
  | "offline"
  | "signedOut"
  | "signIn"
  | "noCard"
  | "cardFrozen"
  | "cardBlocked"
  | "pinUnavailable"
  | "tooManyRequests"
  | "issuerUnavailable"
  | "blank"
  | "frameTitle";

/** The same keys, in the order of each language's strings. */
export const KEYS: readonly MessageKey[] = [
  "title",
  "titleChange",
  "close",
  "loading",
  "waitingForCard",
  "retrying",
  "expired",
  "startOver",
  "retry",
  "failed",
  "offline",
  "signedOut",
  "signIn",
  "noCard",
  "cardFrozen",
  "cardBlocked",
  "pinUnavailable",
  "tooManyRequests",
  "issuerUnavailable",
  "blank",
  "frameTitle",
];

/** The English strings, with `|` between them. */
export const ENGLISH =
  "Set your card PIN|Change your card PIN|Close|Opening the secure page…|Waiting for your card to be activated…|Trying again…|This page has been open for a while. If it no longer works, start over.|Start over|Try again|We couldn't open the secure page.|You seem to be offline. Check your connection and try again.|You've been signed out. Sign in to continue.|Sign in|We couldn't find your card.|Your card is frozen. Unfreeze it, then try again.|Your card is blocked. Contact support for help.|This card doesn't have a PIN.|Too many tries. Wait a moment, then try again.|The card service isn't available right now. Try again later.|Page not showing? Reload it|PIN entry, provided by your card issuer";

/** For each language, its code and the further tags that select it. */
export const LANGUAGES: readonly string[] = [
  "en hi-Latn",
  "ar",
  "bg",
  "cs",
  "da",
  "de",
  "el",
  "es",
  "fi",
  "fr",
  "he iw",
  "hi",
  "hr",
  "hu",
  "id in",
  "it",
  "ja",
  "ko",
  "nb no nn",
  "nl",
  "pl",
  "pt-BR pt",
  "pt-PT pt-AO pt-CH pt-CV pt-FR pt-GQ pt-GW pt-LU pt-MO pt-MZ pt-ST pt-TL",
  "ro mo",
  "sk",
  "sv",
  "th",
  "tr",
  "uk",
  "vi",
  "zh-Hans zh",
  "zh-Hant zh-TW zh-HK zh-MO",
];

/** Languages that are written from right to left, also those that only a host has strings in. `Intl.Locale` reports the direction in newer browsers only. */
export const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i;
