import { ENGLISH, KEYS, type MessageKey, RIGHT_TO_LEFT } from "../generated/languages.js";
import type { OptionsSnapshot } from "../handle/options-snapshot.js";
import { hostStrings, loadedStrings } from "./languages.js";
import { languageOf, localeOf } from "./locale.js";

export type ViewStrings = Record<MessageKey, string> & {
  /** BCP 47, for the `lang` attribute. */
  readonly lang: string;
  readonly direction: "ltr" | "rtl";
};

/**
 * Returns the widget's strings in the language of the options, and in English if that language is not
 * loaded. The host's `messages` are merged over them. `title` is the one for the `purpose`.
 */
export function stringsFor({ locale, messages, purpose }: OptionsSnapshot): ViewStrings {
  const wanted = localeOf(locale);
  const hosts = hostStrings(messages);
  // If the host provides every string, they are in the language of `locale`, even an unknown one.
  const isComplete = !hosts.includes(undefined);
  const code = languageOf(wanted);
  const own = loadedStrings(code);
  const lang = isComplete ? wanted : own ? code : "en";
  const texts = (own ?? ENGLISH).split("|");
  const strings = Object.fromEntries(KEYS.map((key, at) => [key, hosts[at] ?? texts[at] ?? ""])) as Record<
    MessageKey,
    string
  >;
  if (purpose === "change") strings.title = strings.titleChange;
  return { ...strings, lang, direction: RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr" };
}
