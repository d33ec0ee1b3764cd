// biome-ignore-all assist/source/organizeImports: a bundle that starts with the engine's bytes compresses better (`cargo xtask package --explain`).
import { loadAttempt, type StartAttempt } from "./attempt-host.js";
import { loadScript } from "../engine/load-script.js";
import type { LanguageOptions } from "../view/languages.js";

type LoadAttempt = typeof loadAttempt;

let runtime: Promise<LoadAttempt> | undefined;

/**
 * Loads the engine, the strings and, in the lazy entries, the second file. Each is loaded once for the page. After a failed load, the next call tries again.
 * @param ended Settled when the strings are no longer needed, if that is known.
 */
export async function load(options: LanguageOptions, ended?: Promise<unknown>): Promise<StartAttempt> {
  if (RUNTIME === "this file") {
    return loadAttempt(options, ended, ENGINES === "WebAssembly, JavaScript in a script" ? loadScript : undefined);
  } else if (RUNTIME === "a module") {
    return (await import("../runtime.js")).loadAttempt(options, ended);
  } else {
    runtime ??= loadScript<LoadAttempt>(
      { name: RUNTIME_SCRIPT, integrity: RUNTIME_SCRIPT_INTEGRITY, property: "loadAttempt" },
      options.engineSrc,
    ).catch((cause: unknown) => {
      runtime = undefined;
      throw cause;
    });
    return (await runtime)(options, ended, loadScript);
  }
}
