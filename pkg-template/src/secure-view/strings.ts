import { RIGHT_TO_LEFT } from "../generated/languages.js";
import { VIEW_ENGLISH, VIEW_KEYS, VIEW_LANGUAGES, VIEW_SENTENCES } from "../generated/secure-view-languages.js";
import { languageOf, localeOf } from "../view/locale.js";
import type { AnyOptions } from "./options.js";
import type { SecureViewMessageKey, SetPinErrorCode } from "./types.js";

export type SecureViewStrings = Record<SecureViewMessageKey, string> & {
  /** BCP 47, for the `lang` attribute. */
  readonly lang: string;
  readonly direction: "ltr" | "rtl";
};

/**
 * Returns the view's strings in the language of `locale`, else of the page, else of the browser, and
 * in English for all other languages. The host's `messages` are merged over them.
 */
export function stringsFor(options: Partial<AnyOptions>): SecureViewStrings {
  const { messages } = options;
  const locale = localeOf(options.locale);
  const language = languageOf(locale);
  const hosts = VIEW_KEYS.map((key) => {
    const message: unknown = messages?.[key];
    return typeof message === "string" ? message : undefined;
  });
  // If the host provides every string, they are in the language of `locale`, even an unknown one.
  const isComplete = hosts.every((string) => string !== undefined);
  const own = VIEW_LANGUAGES[language];
  const lang = isComplete ? locale : own ? language : "en";
  const texts = (own ?? VIEW_ENGLISH).split("|");
  const strings = Object.fromEntries(VIEW_KEYS.map((key, at) => [key, hosts[at] ?? texts[at] ?? ""]));
  const direction = RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr";
  return { ...(strings as Record<SecureViewMessageKey, string>), lang, direction };
}

/** Returns the sentence for an error. */
export function sentenceFor(code: SetPinErrorCode, strings: SecureViewStrings): string {
  const [key = "failed"] = VIEW_SENTENCES.find(([, codes]) => codes.includes(code)) ?? [];
  return strings[key];
}

/** Fills in the number of seconds. */
export function withSeconds(text: string, ms: number): string {
  return text.replace("{seconds}", String(Math.ceil(ms / 1000)));
}
