import { LANGUAGES } from "../generated/languages.js";
import { native } from "./dom.js";

/** Returns the locale of the widget's own text: `locale`, else the page's language, else the browser's. */
export function localeOf(given: unknown): string {
  return (
    (typeof given === "string" && given) || native(Document, document, "documentElement").lang || navigator.language
  );
}

/** The codes that {@link languageOf} has returned: `Intl.Locale` is slow. */
const codes = new Map<string, string>();

/**
 * Returns the code of the widget's language that is the nearest to `locale`: the one for its script
 * (`zh-TW` is `zh-Hant`), for its region (`pt-AO` is `pt-PT`), or for all its regions, and else English.
 */
export function languageOf(locale: string): string {
  const code = codes.get(locale) ?? nearestTo(locale);
  codes.set(locale, code);
  return code;
}

function nearestTo(locale: string): string {
  let [language, ...parts] = locale.split(/[-_]/);
  try {
    const likely = new Intl.Locale(locale).maximize();
    language = likely.language;
    parts = [likely.script ?? "", likely.region ?? ""];
  } catch {
    // It is not a valid tag, or `Intl.Locale` does not exist: the parts are those of the text.
  }
  const tags = [...parts.map((part) => `${language}-${part}`), `${language}`].map((tag) => tag.toLowerCase());
  for (const tag of tags) {
    const row = LANGUAGES.find((tags) => tags.toLowerCase().split(" ").includes(tag));
    if (row) return row.split(" ", 1)[0] as string;
  }
  return "en";
}
