/**
 * A page loads the strings of its own language, and of no other, from the release's other files. An
 * attempt never fails because of them: without them, its text is English.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { languages, messageKeys } from "./harness/languages.mjs";
import {
  CHANGE,
  CSP_MODULE,
  LAZY_MODULE,
  LAZY_SCRIPT,
  MODULE,
  NONCE,
  SCRIPT,
  SCRIPT_LANGUAGES,
  TRUSTED,
  useSites,
} from "./harness/release-page.mjs";
import { packaged } from "./harness/site.mjs";
import { until } from "./harness/wait.mjs";

/** @typedef {import("./harness/release-page.mjs").Page} Page */

const visit = useSites();
const CLOSE = { de: "Schließen", en: "Close", fr: "Fermer" };

/**
 * One entry.
 * @typedef {object} Entry
 * @property {(page: Page) => Promise<void>} open
 * @property {string} german The file with its German strings.
 * @property {boolean} hasOthers Whether the file has those of all other languages, too.
 */

/** @type {Record<string, Entry>} */
const ENTRIES = {
  "the script": { open: (page) => asScript(page, SCRIPT), german: SCRIPT_LANGUAGES, hasOthers: true },
  "the script in two files": {
    open: (page) => asScript(page, LAZY_SCRIPT),
    german: SCRIPT_LANGUAGES,
    hasOthers: true,
  },
  "the module": { open: (page) => asModule(page, MODULE), german: "/languages/de.mjs", hasOthers: false },
  "the module with the JavaScript engine": {
    open: (page) => asModule(page, CSP_MODULE, "; connect-src 'self'"),
    german: "/languages/de.mjs",
    hasOthers: false,
  },
  "the module in two files": {
    open: (page) => asModule(page, LAZY_MODULE),
    german: "/languages/de.mjs",
    hasOthers: false,
  },
};

/** The script under the strictest policy that it works with. @param {Page} page @param {string} script */
async function asScript(page, script) {
  page.script = script;
  await page.openWithScript(`'nonce-${NONCE}' 'wasm-unsafe-eval'; connect-src 'self'${TRUSTED}`, `nonce="${NONCE}"`);
}

/** @param {Page} page @param {string} module */
async function asModule(page, module, policy = "'wasm-unsafe-eval'; connect-src 'self'") {
  page.module = module;
  await page.openWithModules(policy);
}

/** Opens a modal whose request for a token fails or, without a response of the test, is pending. @param {Page} page @param {Record<string, unknown>} options */
async function openModal(page, options) {
  page.host.responses["/token"] ??= () => new Promise(() => undefined);
  await page.driver.executeScript(
    `window.errors = [];
     window.widget?.destroy();
     window.widget = SetPin.createSetPin({ tokenUrl: "/token", onError: ({ code }) => window.errors.push(code), ...arguments[0] });
     window.widget.open();`,
    options,
  );
}

/** Waits for the dialog, and returns its language and the label of its close button. @param {Page} page @returns {Promise<string[]>} */
const shown = (page) =>
  until("the dialog", () =>
    page.driver.executeScript(
      `const close = document.querySelector("[data-set-pin-widget]")?.shadowRoot.querySelector("[data-set-pin-close]");
       return close && [close.closest("[lang]").lang, close.getAttribute("aria-label")]`,
    ),
  );

/** The requests for files with strings. @param {Page} page */
const languageRequests = (page) => page.cdn.requests.filter((path) => path.includes("languages"));

for (const [name, { open, german, hasOthers }] of Object.entries(ENTRIES)) {
  describe(name, () => {
    test("loads the strings that are selected, once, and none for English, an unknown language, or a host's own text", async (context) => {
      const page = await visit(context);
      await open(page);
      const own = Object.fromEntries(messageKeys.map((key) => [key, `My ${key}`]));
      for (const options of [{}, { locale: "en-GB" }, { locale: "qaa" }, { locale: "de", messages: own }]) {
        await openModal(page, options);
        await shown(page);
      }
      assert.deepEqual(languageRequests(page), []);
      for (const locale of ["de", "de-AT"]) {
        await openModal(page, { locale });
        assert.deepEqual(await shown(page), ["de", CLOSE.de]);
      }
      assert.deepEqual(languageRequests(page), [german]);
      await openModal(page, { locale: "fr" });
      assert.deepEqual(await shown(page), ["fr", CLOSE.fr]);
      assert.deepEqual(languageRequests(page), hasOthers ? [german] : [german, "/languages/fr.mjs"]);
      assert.deepEqual(await page.driver.executeScript("return window.errors"), []);
    });

    test("shows English, and reports no error, if they do not load; a later preload() tries again", async (context) => {
      const page = await visit(context);
      const right = page.cdn.responses[german];
      assert.ok(right);
      page.cdn.responses[german] = () => ({ status: 503 });
      await open(page);
      await openModal(page, { locale: "de" });
      assert.deepEqual(await shown(page), ["en", CLOSE.en]);
      assert.deepEqual(await page.driver.executeScript("return window.errors"), []);
      page.cdn.responses[german] = right;
      await page.driver.executeAsyncScript("SetPin.preload({ locale: 'de' }).then(arguments[0])");
      await openModal(page, { locale: "de" });
      // WebKit never requests a module again whose first request failed.
      const [language] = await shown(page);
      if (languageRequests(page).length > 1) assert.equal(language, "de");
      else assert.match(german, /mjs$/);
    });

    test("shows English if they are late, without an end of the attempt, and they are in the next frame", async (context) => {
      const page = await visit(context);
      const right = page.cdn.responses[german];
      /** @type {(value?: unknown) => void} */
      let respond = () => undefined;
      const held = new Promise((resolve) => {
        respond = resolve;
      });
      page.cdn.responses[german] = async (nth) => {
        await held;
        return (await right?.(nth)) ?? { status: 404 };
      };
      page.host.responses["/token"] = () => ({ status: 404 });
      await open(page);
      await openModal(page, { locale: "de" });
      assert.deepEqual(await shown(page), ["en", CLOSE.en]);
      respond();
      await until("the German text", async () => {
        await page.driver.executeScript("window.widget.retry()");
        return (await shown(page))[0] === "de";
      });
    });

    test("update() loads the strings of a new locale for the next frame", async (context) => {
      const page = await visit(context);
      page.host.responses["/token"] = () => ({ status: 404 });
      await open(page);
      await openModal(page, {});
      assert.deepEqual(await shown(page), ["en", CLOSE.en]);
      await page.driver.executeScript("window.widget.update({ locale: 'de' })");
      await until("the German text", async () => {
        await page.driver.executeScript("window.widget.retry()");
        return (await shown(page))[0] === "de";
      });
    });
  });
}

test("close() while the strings load ends the attempt", async (context) => {
  const page = await visit(context);
  page.cdn.responses["/languages/de.mjs"] = () => new Promise(() => undefined);
  await asModule(page, MODULE);
  const reason = await page.driver.executeAsyncScript(
    `const done = arguments[0];
     const widget = SetPin.createSetPin({ tokenUrl: "/token", locale: "de" });
     widget.open().then(({ reason }) => done(reason));
     widget.close();`,
  );
  assert.equal(reason, "closed_by_host");
  assert.deepEqual(
    page.host.requests.filter((path) => path === "/token"),
    [],
  );
});

test("the script runs no file of strings that was changed", async (context) => {
  const page = await visit(context);
  page.cdn.responses[SCRIPT_LANGUAGES] = async () => ({ body: (await packaged(SCRIPT_LANGUAGES.slice(1))) + CHANGE });
  await asScript(page, SCRIPT);
  await openModal(page, { locale: "de" });
  assert.deepEqual(await shown(page), ["en", CLOSE.en]);
  await page.leavesNothing();
});

test("the release's own import map refuses a module of strings that was changed", async (context) => {
  const page = await visit(context);
  page.cdn.responses["/languages/de.mjs"] = async () => ({ body: (await packaged("languages/de.mjs")) + CHANGE });
  await page.openWithOwnMap("'wasm-unsafe-eval'; connect-src 'self'");
  await openModal(page, { locale: "de" });
  const [language] = await shown(page);
  const isChecked = await page.driver.executeScript("return !('changedFileRan' in globalThis)");
  // An engine without integrity in import maps loads every module.
  assert.equal(language, isChecked ? "en" : "de");
});

test("each language has its file", async () => {
  for (const [code, { strings }] of languages) {
    if (code !== "en")
      assert.match(
        await packaged(`languages/${code}.mjs`),
        new RegExp(`export const strings="(?:[^|]+\\|){${Object.keys(strings).length - 1}}[^|]+";`),
      );
  }
});
