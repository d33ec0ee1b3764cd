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

/**
 * The language for each tag, as CLDR's data has it.
 * @type {Record<string, string>}
 */
const NEAREST = {
  "de-AT": "de",
  "AR-eg": "ar",
  "en-GB": "en",
  "fr-CA": "fr",
  zh: "zh-Hans",
  "zh-CN": "zh-Hans",
  "zh-SG": "zh-Hans",
  "zh-Hans-HK": "zh-Hans",
  "zh-TW": "zh-Hant",
  "zh-HK": "zh-Hant",
  "zh-MO": "zh-Hant",
  "zh-Hant-HK": "zh-Hant",
  zh_TW: "zh-Hant",
  pt: "pt-BR",
  "pt-US": "pt-BR",
  "pt-PT": "pt-PT",
  "pt-AO": "pt-PT",
  "pt-MZ": "pt-PT",
  no: "nb",
  "nn-NO": "nb",
  iw: "he",
  in: "id",
  "hi-Latn": "en",
  // Codes of no language of the widget, and no tag at all.
  qaa: "en",
  "not a tag": "en",
};

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
  test("by locale", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang", times: 0 }] } });
    for (const [locale, { direction, strings }] of languages) {
      const widget = await page.startModal({ locale });
      await page.sees(DIALOG);
      assert.equal(await closeLabel(page), strings.close);
      assert.deepEqual(await setting(page), { lang: locale, direction });
      const title = await (await page.find(DIALOG)).getAccessibleName();
      assert.equal(title, strings.title);
      assert.equal(await textOf(page, "[data-set-pin-status]"), strings.loading);
      if (locale !== "en") assert.notEqual(title, "Set your card PIN");
      await widget.act("destroy");
    }
  });

  test("by the page's lang", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang", times: 0 }] } });
    for (const [locale, { strings }] of languages) {
      await page.run("document.documentElement.lang = arguments[0]", locale);
      const widget = await page.startModal();
      await page.sees(DIALOG);
      assert.equal(await closeLabel(page), strings.close);
      await widget.act("destroy");
    }
  });

  test("by locale before the page's lang", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.run("document.documentElement.lang = 'de'");
    await page.startModal({ locale: "fr" });
    await page.sees(DIALOG);
    assert.equal(await closeLabel(page), "Fermer");
  });

  test("by the nearest one that the widget has, for its script and its region", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang", times: 0 }] } });
    for (const [locale, language] of Object.entries(NEAREST)) {
      const widget = await page.startModal({ locale });
      await page.sees(DIALOG);
      assert.equal((await setting(page)).lang, language, locale);
      await widget.act("destroy");
    }
  });

  test("also in a browser without Intl.Locale", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang", times: 0 }] } });
    await page.run("Object.defineProperty(Intl, 'Locale', { value: undefined })");
    for (const locale of ["zh-TW", "zh-Hant-HK", "zh", "pt-AO", "pt", "no", "de-AT", "AR-eg", "iw", "qaa"]) {
      const widget = await page.startModal({ locale });
      await page.sees(DIALOG);
      assert.equal((await setting(page)).lang, NEAREST[locale], locale);
      await widget.act("destroy");
    }
  });

  test("by the browser if the page has no lang", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    await page.run("document.documentElement.removeAttribute('lang')");
    await page.run("Object.defineProperty(navigator, 'language', { configurable: true, value: 'nl-BE' })");
    await page.startModal();
    await page.sees(DIALOG);
    assert.equal(await closeLabel(page), "Sluiten");
  });
});

test("each language has its text for a failure", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "status", status: 422, times: 0 }] } });
  for (const [locale, { strings }] of languages) {
    const widget = await page.start({ locale });
    await widget.reaches("failed");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), strings.failed);
    await widget.act("destroy");
  }
});

test("each has its title for the frame, and its text beside one that was open for too long", async () => {
  const page = await suite.open();
  for (const [locale, { strings }] of languages) {
    const widget = await page.ready({ locale });
    assert.equal(await (await page.find("[data-set-pin-widget] >>> iframe")).getAttribute("title"), strings.frameTitle);
    await page.sleeps(600_000);
    await widget.reaches("expired");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), strings.expired);
    assert.equal(await textOf(page, RETRY), strings.startOver);
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

  test("by the purpose: change has a title of its own", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang", times: 0 }] } });
    for (const [options, title] of /** @type {const} */ ([
      [{ purpose: "set" }, "Set your card PIN"],
      [{ purpose: "change" }, "Change your card PIN"],
      [{ purpose: "change", locale: "de" }, "Karten-PIN ändern"],
      [{ purpose: "change", messages: { titleChange: "My change" } }, "My change"],
    ])) {
      const widget = await page.startModal(options);
      await page.sees(DIALOG);
      assert.equal(await (await page.find(DIALOG)).getAccessibleName(), title);
      await widget.act("destroy");
    }
  });

  test("failed and retry", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
    const widget = await page.start({
      messages: { issuerUnavailable: "My failed", retry: "My retry" },
      requestTimeoutMs: 300,
      retry: false,
    });
    await widget.reaches("failed");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), "My failed");
    assert.equal(await textOf(page, RETRY), "My retry");
  });

  test("blank and expired, and the frame's title", async () => {
    const page = await suite.open();
    await page.run("fixture.hasten(20)");
    const messages = { frameTitle: "My frame", blank: "My blank", expired: "My expired", startOver: "My start" };
    const widget = await page.ready({ messages });
    assert.equal(await (await page.find("[data-set-pin-widget] >>> iframe")).getAttribute("title"), "My frame");
    assert.equal(await textOf(page, RETRY), "My blank");
    await page.sleeps(600_000);
    await widget.reaches("expired");
    assert.equal(await textOf(page, "[data-set-pin-notice]"), "My expired");
    assert.equal(await textOf(page, RETRY), "My start");
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
    ["eo", "ltr"],
    ["fa", "rtl"],
  ]) {
    test(`all of them: with the language that locale names, ${locale}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "hang" }] } });
      await page.startModal({ locale, messages: Object.fromEntries(messageKeys.map((key) => [key, `My ${key}`])) });
      await page.sees(DIALOG);
      assert.deepEqual(await setting(page), { lang: locale, direction });
    });
  }
});
