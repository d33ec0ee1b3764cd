import { ENGLISH, KEYS, LANGUAGES, type MessageKey, RIGHT_TO_LEFT } from "../generated/languages.js";
import { own } from "../handle/own.js";
import type { SetPinOptions } from "../handle/types.js";
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
export function stringsFor(options: Partial<SetPinOptions>): ViewStrings {
  // The engine checks this option for each new frame. Until then, `update()` may have set any
  // value.
  const given: unknown = options.locale;
  const locale =
    (typeof given === "string" && given) || native(Document, document, "documentElement").lang || navigator.language;
  const language = locale.toLowerCase().split("-", 1)[0] ?? "";
  const hosts = KEYS.map((key) => own(options.messages, key) as string | undefined);
  // If the host provides every string, they are in the language of `locale`, even an unknown one.
  const isOwn = hosts.every((word) => word !== undefined);
  const lang = isOwn ? locale : (Object.keys(LANGUAGES).find((known) => known === language) ?? "en");
  const texts = ((!isOwn && LANGUAGES[lang]) || ENGLISH).split("|");
  const words = Object.fromEntries(KEYS.map((key, at) => [key, hosts[at] ?? texts[at] ?? ""]));
  const direction = RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr";
  return { ...(words as Record<MessageKey, string>), lang, direction };
}
