// biome-ignore-all assist/source/organizeImports: a bundle that starts with the engine's bytes compresses better (`cargo xtask package --explain`).
import { load } from "./load.js";
import { create, detach, native } from "../view/dom.js";
import { merge } from "./merge.js";
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
 * Unpacks and compiles the engine before the first `open()`, loads the strings of `locale` (by default
 * those of the page's `lang`), and meanwhile lets Firefox and WebKit
 * open connections to `allowedOrigins`. Requests no token. Rejects if the engine cannot run; the
 * next call tries again.
 */
export async function preload(options?: {
  allowedOrigins?: readonly string[];
  engineSrc?: string | URL;
  locale?: string;
}): Promise<void> {
  const given = merge(options);
  const { allowedOrigins = [] } = given;
  const loading = load(given);
  // A hint: the engine validates the URL of the frame later. A frame of another site uses such a
  // connection in Firefox and WebKit. In Chromium, which alone has `credentialless`, it would be
  // one more for the issuer (docs/browser-notes.md, "Frames").
  for (const origin of "credentialless" in globalThis || !Array.isArray(allowedOrigins) ? [] : allowedOrigins) {
    const link = create(document, "link");
    link.rel = "preconnect";
    link.href = origin;
    native(Document, document, "head").append(link);
    loading.catch(() => {}).then(() => detach(link));
  }
  await loading;
}
