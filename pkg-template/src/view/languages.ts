import type { LoadScript } from "../engine/load-script.js";
import { MODULES } from "../generated/language-modules.js";
import { ENGLISH, KEYS, type MessageKey } from "../generated/languages.js";
import type { SetPinOptions } from "../generated/options.js";
import { languageOf, localeOf } from "./locale.js";

/** The options that decide which strings are loaded, and from where. */
export type LanguageOptions = Pick<SetPinOptions, "locale" | "messages" | "engineSrc">;

/** How long an attempt waits for the strings of its language, in milliseconds. It then starts in English. */
const MAX_WAIT_MS = 1000;

const loaded = new Map<string, string>();
let script: Promise<Readonly<Record<string, string>>> | undefined;

/** Returns the host's string for each key. */
export function hostStrings(messages: unknown): (string | undefined)[] {
  return KEYS.map((key) => (messages as Partial<Record<MessageKey, string>> | undefined)?.[key]);
}

/** Returns the strings of a language, with `|` between them, or `undefined` if they are not loaded. */
export function loadedStrings(code: string): string | undefined {
  if (code === "en") return ENGLISH;
  return loaded.get(code);
}

/**
 * Loads the strings of the language that the options select, if they are missing. Never rejects: the
 * text is then English, and the next call tries again.
 */
export async function loadStrings(
  { locale, messages, engineSrc }: LanguageOptions,
  loadScript?: LoadScript,
): Promise<void> {
  try {
    const code = languageOf(localeOf(locale));
    if (loadedStrings(code) || !hostStrings(messages).includes(undefined)) return;
    if (LANGUAGE_STRINGS === "modules") {
      const module = await MODULES[code]?.();
      if (module) loaded.set(code, module.strings);
    } else if (loadScript) {
      script ??= loadScript(
        { name: LANGUAGES_SCRIPT, integrity: LANGUAGES_SCRIPT_INTEGRITY, property: "languages" },
        engineSrc,
      );
      for (const [each, strings] of Object.entries(await script)) loaded.set(each, strings);
    }
  } catch {
    script = undefined;
  }
}

/**
 * Waits until `loading` is done, `ended` is settled or a short time is over. Never rejects.
 */
export async function waitShortly(loading: Promise<void>, ended?: Promise<unknown>): Promise<void> {
  try {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, MAX_WAIT_MS);
    });
    await Promise.race([loading, late, ended ?? late]);
    clearTimeout(timer);
  } catch {
    // A page may have replaced these functions.
  }
}
