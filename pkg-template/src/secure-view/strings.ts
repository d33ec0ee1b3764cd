import { RIGHT_TO_LEFT } from "../generated/languages.js";
import { VIEW_ENGLISH, VIEW_KEYS, VIEW_LANGUAGES } from "../generated/secure-view-languages.js";
import { native } from "../view/dom.js";
import type { AnyOptions } from "./options.js";
import type { SecureViewMessageKey } from "./types.js";

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
  const { locale: given, messages } = options;
  const locale =
    (typeof given === "string" && given) || native(Document, document, "documentElement").lang || navigator.language;
  const language = locale.toLowerCase().split("-", 1)[0] ?? "";
  const hosts = VIEW_KEYS.map((key) => {
    const message: unknown = messages?.[key];
    return typeof message === "string" ? message : undefined;
  });
  // If the host provides every string, they are in the language of `locale`, even an unknown one.
  const isComplete = hosts.every((string) => string !== undefined);
  const lang = isComplete ? locale : (Object.keys(VIEW_LANGUAGES).find((known) => known === language) ?? "en");
  const texts = ((!isComplete && VIEW_LANGUAGES[lang]) || VIEW_ENGLISH).split("|");
  const strings = Object.fromEntries(VIEW_KEYS.map((key, at) => [key, hosts[at] ?? texts[at] ?? ""]));
  const direction = RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr";
  return { ...(strings as Record<SecureViewMessageKey, string>), lang, direction };
}

/** Fills in the number of seconds. */
export function withSeconds(text: string, ms: number): string {
  return text.replace("{seconds}", String(Math.ceil(ms / 1000)));
}
