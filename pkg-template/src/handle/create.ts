import { loadEngine } from "../engine/load.js";
import { merge } from "./merge.js";
import { preconnect } from "./preconnect.js";
import type { SetPin, SetPinOptions } from "./types.js";
import { Widget } from "./widget.js";

/**
 * Makes a widget. This is synchronous, never throws, and works without a `window`. `open()` checks
 * the options, and nothing is loaded before `open()` or `preload()`.
 */
export function createSetPin(options: SetPinOptions): SetPin {
  return new Widget(options);
}

/**
 * Unpacks and compiles the engine before the first `open()`, and meanwhile lets the browser open
 * connections to `allowedOrigins`. Requests no token. Rejects if the engine cannot run; the next
 * call tries again.
 */
export async function preload(
  options: { allowedOrigins?: readonly string[]; engineSrc?: string | URL } = {},
): Promise<void> {
  const { engineSrc, allowedOrigins = [] } = merge(options);
  const loading = loadEngine(engineSrc);
  preconnect(allowedOrigins, loading);
  await loading;
}
