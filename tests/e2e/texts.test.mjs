/**
 * The widget's own strings: their language, their direction, and the host's replacements.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { languages, messageKeys } from "./harness/languages.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();
const DIALOG = "[data-set-pin-widget] >>> dialog";
const CLOSE = "button[data-set-pin-close]";
const RETRY = "button[data-set-pin-retry]";

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** @param {HostPage} page */
const closeLabel = async (page) => (await page.find(CLOSE)).getAccessibleName();

/** @param {HostPage} page @param {string} selector @returns {Promise<string>} */
const textOf = (page, selector) =>
  until(`a text in ${selector}`, () => page.run("return deepFind(arguments[0]).innerText.trim()", selector));

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
  for (const [locale, { direction, strings }] of languages) {
    test(`by locale: ${locale}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
      await page.startModal({ locale });
      await page.sees(DIALOG);
      assert.equal(await closeLabel(page), strings.close);
      assert.deepEqual(await setting(page), { lang: locale, direction });
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
      assert.equal(await closeLabel(page), strings.close);
    });
  }

  test("by locale before the page's lang", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.run("document.documentElement.lang = 'de'");
    await page.startModal({ locale: "fr" });
    await page.sees(DIALOG);
    assert.equal(await closeLabel(page), "Fermer");
  });

  for (const [locale, label, direction] of /** @type {const} */ ([
    ["de-AT", "Schließen", "ltr"],
    ["pt-BR", "Fechar", "ltr"],
    ["zh-Hans-CN", "关闭", "ltr"],
    ["AR-eg", "إغلاق", "rtl"],
    // A code for private use, so it is never that of a language of the widget.
    ["qaa", "Close", "ltr"],
  ])) {
    test(`${locale} selects ${label}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
      await page.startModal({ locale });
      await page.sees(DIALOG);
      assert.equal(await closeLabel(page), label);
      assert.equal((await setting(page)).direction, direction);
    });
  }

  test("by the browser if the page has no lang", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.run("document.documentElement.removeAttribute('lang')");
    await page.run("Object.defineProperty(navigator, 'language', { configurable: true, value: 'nl-BE' })");
    await page.startModal();
    await page.sees(DIALOG);
    assert.equal(await closeLabel(page), "Sluiten");
  });
});

test("every text of every state differs from the English one in every other language", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "malformed", times: 0 }] } });
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const locale of languages.keys()) {
    const widget = await page.start({ locale });
    await widget.reaches("failed");
    const text = `${await textOf(page, "[data-set-pin-notice]")} | ${await textOf(page, RETRY)}`;
    assert.equal(seen.get(text), undefined, `${locale} has the text of ${seen.get(text)}`);
    seen.set(text, locale);
    await widget.act("destroy");
  }
});

test("so do the texts beside a frame that is blank, and beside one that was open for too long", async () => {
  const page = await suite.open();
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const locale of languages.keys()) {
    const widget = await page.ready({ locale });
    const blank = await textOf(page, RETRY);
    await page.sleeps(600_000);
    await widget.reaches("expired");
    for (const text of [blank, await textOf(page, "[data-set-pin-notice]")]) {
      assert.equal(seen.get(text), undefined, `${locale} has the text of ${seen.get(text)}`);
      seen.set(text, locale);
    }
    await widget.act("destroy");
  }
});

describe("messages replaces texts", () => {
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

  test("one key leaves the others in the selected language", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const widget = await page.startModal({ locale: "de", messages: { failed: "My failed" } });
    await widget.reaches("failed");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), "My failed");
    assert.equal(await closeLabel(page), "Schließen");
  });

  test("as text, never as markup", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
    const markup = "<b id=injected>text</b>";
    const widget = await page.startModal({ messages: Object.fromEntries(messageKeys.map((key) => [key, markup])) });
    await widget.reaches("failed");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), markup);
    assert.equal(await page.count("#injected"), 0);
  });

  for (const [locale, direction] of [
    ["cs-CZ", "ltr"],
    ["he", "rtl"],
  ]) {
    test(`all of them: with the language that locale names, ${locale}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
      await page.startModal({ locale, messages: Object.fromEntries(messageKeys.map((key) => [key, `My ${key}`])) });
      await page.sees(DIALOG);
      assert.deepEqual(await setting(page), { lang: locale, direction });
    });
  }
});
