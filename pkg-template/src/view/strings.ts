import { ENGLISH, KEYS, LANGUAGES, type MessageKey, RIGHT_TO_LEFT } from "../generated/languages.js";
import type { OptionsSnapshot } from "../handle/options-snapshot.js";
import { native } from "./dom.js";

export type ViewStrings = Record<MessageKey, string> & {
  /** BCP 47, for the `lang` attribute. */
  readonly lang: string;
  readonly direction: "ltr" | "rtl";
};

/**
 * Returns the widget's strings in the language of `locale`, else of the page, else of the browser,
 * and in English for all other languages. The host's `messages` are merged over them.
 */
export function stringsFor(options: OptionsSnapshot): ViewStrings {
  const given = options.locale;
  const locale =
    (typeof given === "string" && given) || native(Document, document, "documentElement").lang || navigator.language;
  const language = locale.toLowerCase().split("-", 1)[0] ?? "";
  const messages = options.messages as Partial<Record<MessageKey, string>> | undefined;
  const hosts = KEYS.map((key) => messages?.[key]);
  // If the host provides every string, they are in the language of `locale`, even an unknown one.
  const isComplete = hosts.every((string) => string !== undefined);
  const lang = isComplete ? locale : (Object.keys(LANGUAGES).find((known) => known === language) ?? "en");
  const texts = ((!isComplete && LANGUAGES[lang]) || ENGLISH).split("|");
  const strings = Object.fromEntries(KEYS.map((key, at) => [key, hosts[at] ?? texts[at] ?? ""]));
  const direction = RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr";
  return { ...(strings as Record<MessageKey, string>), lang, direction };
}
