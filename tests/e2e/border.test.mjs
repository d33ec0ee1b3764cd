/**
 * How often the engine calls JavaScript. Each call takes time, and its texts are decoded or encoded.
 * `cargo xtask test --only e2e:border --engine chromium` prints the counts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { COUNT_CROSSINGS } from "./harness/crossings.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/**
 * The most calls for one check of the options, by the names in HOSTS; somewhat more than today's
 * counts. Version 0.1.0 needed 481 and 847.
 */
const MOST = /** @type {Record<string, number>} */ ({ "few options": 360, "many options": 630 });

/** @type {Record<string, Record<string, unknown>>} */
const HOSTS = {
  "few options": {},
  "many options": {
    theme: "dark",
    customCss: { textColor: "#FFFFFF", buttonBorderRadius: 8 },
    headers: { "X-CSRF": "a" },
    credentials: "include",
    locale: "de",
    messages: { title: "PIN", close: "Zu" },
    retry: { maxAttempts: 2, delayMs: 100 },
    requestTimeoutMs: 10_000,
    loadTimeoutMs: 20_000,
    onExpiry: "auto",
    iframe: { allow: "clipboard-read" },
  },
};

for (const [name, options] of Object.entries(HOSTS)) {
  test(`one check of the options calls JavaScript seldom: ${name}`, async (context) => {
    const page = await suite.open();
    await page.run(COUNT_CROSSINGS);
    await page.ready(options);
    /** @type {number[]} */
    const calls = await page.run("return window.crossings");
    if (calls.length === 0) {
      context.diagnostic("not counted: this engine runs as JavaScript");
      return;
    }
    // The first call with work is start(), which checks the options once.
    const check = calls.find((count) => count > 10) ?? 0;
    const all = calls.reduce((sum, count) => sum + count, 0);
    console.log(`border: ${name}: ${check} calls for one check, ${all} from open() to the loaded frame`);
    assert.ok(check > 0 && check <= (MOST[name] ?? 0), `${check} calls for one check of the options`);
  });
}
