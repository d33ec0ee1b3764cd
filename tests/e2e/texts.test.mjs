/**
 * The widget's own strings: their language, their direction, and the host's replacements.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();
const DIALOG = "[data-set-pin-widget] >>> dialog";
const CLOSE = "button[data-set-pin-close]";
const RETRY = "button[data-set-pin-retry]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** The label of the close button in each language. */
const CLOSE_LABELS = {
  en: "Close",
  de: "Schließen",
  es: "Cerrar",
  fr: "Fermer",
  it: "Chiudi",
  pt: "Fechar",
  nl: "Sluiten",
  pl: "Zamknij",
  tr: "Kapat",
  ja: "閉じる",
  zh: "关闭",
  ar: "إغلاق",
};

/** @param {HostPage} page */
const closeLabel = async (page) => (await page.find(CLOSE)).getAccessibleName();

/** @param {HostPage} page @param {string} selector @returns {Promise<string>} */
const textOf = (page, selector) =>
  until(`words in ${selector}`, () => page.run("return deepFind(arguments[0]).innerText.trim()", selector));

/**
 * Returns the language and the direction of the strings.
 * @param {HostPage} page
 * @returns {Promise<{lang: string, direction: string}>}
 */
const setting = (page) =>
  page.run(
    `const box = deepFind(arguments[0]).querySelector("h2");
     return { lang: box.closest("[lang]").lang, direction: getComputedStyle(box).direction }`,
    DIALOG,
  );

describe("the language is chosen", () => {
  for (const [locale, word] of Object.entries(CLOSE_LABELS)) {
    test(`by locale: ${locale}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
      await page.startModal({ locale });
      await page.sees(DIALOG);
      assert.equal(await closeLabel(page), word);
      assert.deepEqual(await setting(page), { lang: locale, direction: locale === "ar" ? "rtl" : "ltr" });
      const title = await (await page.find(DIALOG)).getAccessibleName();
      const loading = await textOf(page, "[data-set-pin-status]");
      assert.notEqual(title, "");
      assert.notEqual(loading, "");
      if (locale !== "en") assert.notEqual(title, "Set your card PIN");
    });

    test(`by the page's lang: ${locale}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
      await page.run("document.documentElement.lang = arguments[0]", locale);
      await page.startModal();
      await page.sees(DIALOG);
      assert.equal(await closeLabel(page), word);
    });
  }

  test("by locale before the page's lang", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.run("document.documentElement.lang = 'de'");
    await page.startModal({ locale: "fr" });
    await page.sees(DIALOG);
    assert.equal(await closeLabel(page), CLOSE_LABELS.fr);
  });

  for (const [locale, word] of /** @type {const} */ ([
    ["de-AT", CLOSE_LABELS.de],
    ["pt-BR", CLOSE_LABELS.pt],
    ["zh-Hans-CN", CLOSE_LABELS.zh],
    ["AR-eg", CLOSE_LABELS.ar],
    ["sv", CLOSE_LABELS.en],
  ])) {
    test(`${locale} gives ${word}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
      await page.startModal({ locale });
      await page.sees(DIALOG);
      assert.equal(await closeLabel(page), word);
    });
  }

  test("by the browser where the page says nothing", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.run("document.documentElement.removeAttribute('lang')");
    await page.run("Object.defineProperty(navigator, 'language', { configurable: true, value: 'nl-BE' })");
    await page.startModal();
    await page.sees(DIALOG);
    assert.equal(await closeLabel(page), CLOSE_LABELS.nl);
  });
});

test("every word of every state differs from the English one in every other language", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "malformed", times: 0 }] } });
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const locale of Object.keys(CLOSE_LABELS)) {
    const widget = await page.start({ locale });
    await widget.reaches("failed");
    const words = `${await textOf(page, "[data-set-pin-notice]")} | ${await textOf(page, RETRY)}`;
    assert.equal(seen.get(words), undefined, `${locale} says what ${seen.get(words)} says`);
    seen.set(words, locale);
    await widget.act("destroy");
  }
});

test("so do the words beside a frame that shows nothing, and those of one that has been open for too long", async () => {
  const page = await suite.open();
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const locale of Object.keys(CLOSE_LABELS)) {
    const widget = await page.ready({ locale });
    const blank = await textOf(page, RETRY);
    await page.sleeps(600_000);
    await widget.reaches("expired");
    for (const words of [blank, await textOf(page, "[data-set-pin-notice]")]) {
      assert.equal(seen.get(words), undefined, `${locale} says what ${seen.get(words)} says`);
      seen.set(words, locale);
    }
    await widget.act("destroy");
  }
});

describe("messages lays the host's own words over", () => {
  test("title, close and loading", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.startModal({ messages: { title: "My title", close: "My close", loading: "My loading" } });
    await page.sees(DIALOG);
    assert.equal(await (await page.find(DIALOG)).getAccessibleName(), "My title");
    assert.equal(await closeLabel(page), "My close");
    assert.equal(await textOf(page, "[data-set-pin-status]"), "My loading");
  });

  test("failed and retry", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.start({ messages: { failed: "My failed", retry: "My retry" } });
    await widget.reaches("failed");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), "My failed");
    assert.equal(await textOf(page, RETRY), "My retry");
  });

  test("blank and expired, and the frame's title", async () => {
    const page = await suite.open();
    const widget = await page.ready({ messages: { title: "My title", blank: "My blank", expired: "My expired" } });
    assert.equal(await (await page.find("[data-set-pin-widget] >>> iframe")).getAttribute("title"), "My title");
    assert.equal(await textOf(page, RETRY), "My blank");
    await page.sleeps(600_000);
    await widget.reaches("expired");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), "My expired");
  });

  test("one key leaves the others in the language chosen", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.startModal({ locale: "de", messages: { failed: "My failed" } });
    await widget.reaches("failed");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), "My failed");
    assert.equal(await closeLabel(page), CLOSE_LABELS.de);
  });

  test("as text, never as markup", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const markup = "<b id=injected>words</b>";
    const keys = ["title", "close", "loading", "expired", "retry", "failed", "blank"];
    const widget = await page.startModal({ messages: Object.fromEntries(keys.map((key) => [key, markup])) });
    await widget.reaches("failed");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), markup);
    assert.equal(await page.count("#injected"), 0);
  });

  for (const [locale, direction] of [
    ["cs-CZ", "ltr"],
    ["he", "rtl"],
  ]) {
    test(`all of them: in the language that it names, ${locale}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
      const keys = ["title", "close", "loading", "expired", "retry", "failed", "blank"];
      await page.startModal({ locale, messages: Object.fromEntries(keys.map((key) => [key, `My ${key}`])) });
      await page.sees(DIALOG);
      assert.deepEqual(await setting(page), { lang: locale, direction });
    });
  }
});
