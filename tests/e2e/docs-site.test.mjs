/**
 * The documentation on the demo site: it is complete, its links work, and it is accessible.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { By, Key } from "selenium-webdriver";
import { blocks, read } from "../docs/blocks.mjs";
import { violations } from "./harness/axe.mjs";
import { documents } from "./harness/documents.mjs";
import { narrowOverflow } from "./harness/narrow.mjs";
import {
  contactSheetFile,
  contactSheets,
  pictured,
  pictureFile,
  THEMES,
  widgetFile,
  widgetPictures,
  withPictures,
} from "./harness/pictures.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { UseCasePage } from "./harness/use-case-page.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();
const READY = "main[data-ready]";

/** @param {string} url */
async function openDocument(url) {
  const page = await suite.open(undefined, url);
  const document = new UseCasePage(page);
  await document.isReady(READY);
  return { page, document };
}

/** A script that returns the violations of the page's policy, if the browser records them. */
const REFUSED = `
  if (!("ReportingObserver" in window)) return [];
  const observer = new ReportingObserver(() => {}, { types: ["csp-violation"], buffered: true });
  observer.observe();
  return observer.takeRecords().map(({ body }) => body.effectiveDirective + ": " + body.blockedURL);`;

for (const { path, url, title } of documents) {
  test(`${path} is complete and accessible in both themes and at 320 pixels`, async () => {
    const { page, document } = await openDocument(url);
    assert.deepEqual(await page.run(REFUSED), [], "the policy refuses nothing");
    const shown = /** @type {{titles: string[], code: string[], sections: string[]}} */ (
      await page.run(
        `const texts = (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
         return { titles: texts("h1"), code: texts("pre"), sections: texts("h2, h3") };`,
      )
    );
    const code = blocks.filter(({ where }) => where.startsWith(`${path}:`)).map((block) => block.text.trimEnd());
    const outsideCode = read(path).replace(/^```[\s\S]*?^```$/gm, "");
    const sections = [...outsideCode.matchAll(/^##+ (.*)$/gm)].map(([, name = ""]) => name.replaceAll("`", ""));
    assert.deepEqual(shown, { titles: [title], code, sections });
    assert.equal(await page.count("figure .copy"), code.length);
    for (const theme of /** @type {const} */ (["light", "dark"])) {
      await document.choose(theme);
      assert.deepEqual(await violations(page.driver), [], theme);
    }
    assert.equal(await narrowOverflow(page, url, READY), 0, "nothing is cut off horizontally");
  });
}

test("every link has a target, every anchor a heading, and no image is missing", async () => {
  /** @type {Map<string, string[]>} */
  const anchors = new Map();
  /** @type {{from: string, to: string}[]} */
  const links = [];
  for (const url of ["/", "/playground/", ...documents.map((document) => document.url)]) {
    const page = await suite.open(undefined, url);
    await until(`the shell of ${url}`, async () => (await page.count("header.masthead")) === 1);
    const seen = /** @type {{ids: string[], links: string[], broken: string[]}} */ (
      await page.run(`return {
        ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
        links: [...document.links].map(({ href }) => href),
        broken: [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map(({ src }) => src),
      }`)
    );
    assert.deepEqual(seen.broken, [], url);
    assert.equal(new Set(seen.ids).size, seen.ids.length, `${url}: an id is unique`);
    anchors.set(url, seen.ids);
    links.push(...seen.links.map((to) => ({ from: url, to: to.replace(page.origins.host, "") })));
  }
  assert.ok(links.length > 20 * documents.length, "there are links to follow");
  for (const { from, to } of links) {
    // The tests must not send requests to other sites, and the use cases have their own tests.
    if (to.startsWith("https://") || to.startsWith("/use-cases/")) continue;
    const [url = "", anchor] = to.split("#");
    assert.ok(anchors.has(url), `${from} leads to ${to}`);
    if (anchor) assert.ok(anchors.get(url)?.includes(anchor), `${from} leads to ${to}`);
  }
});

describe("a reader can navigate", () => {
  test("to every document, from every document and from the front page", async () => {
    const { page } = await openDocument("/docs/");
    const listed = /** @type {string[]} */ (
      await page.run("return [...document.querySelectorAll('.shelf a')].map((link) => link.getAttribute('href'))")
    );
    assert.deepEqual(listed.toSorted(), documents.map(({ url }) => url).toSorted());
    const names = await page.run("return [...document.querySelectorAll('.shelf a')].map((link) => link.textContent)");
    for (const name of /** @type {string[]} */ (names)) assert.match(name, /^[A-Z]/);
    await page.driver.get(`${page.origins.host}/`);
    await (await page.sees(".masthead nav a[href='/docs/']")).click();
    await until("the documentation", async () => (await page.count(`.shelf + ${READY}`)) === 1);
  });

  test("to a section, by its URL and by the list of sections", async () => {
    const { page } = await openDocument("/docs/concepts.html#why-abort-is-not-success");
    /** @param {string} id */
    const isInView = (id) =>
      page.run(
        `const { top } = document.getElementById(arguments[0]).getBoundingClientRect();
         return top >= 0 && top < innerHeight;`,
        id,
      );
    await until("the section of the url", () => isInView("why-abort-is-not-success"));
    await (await page.find(".within a[href='#who-talks-to-whom']")).click();
    await until("the section of the list", () => isInView("who-talks-to-whom"));
  });

  test("on a phone, where the list of documents is closed until it is opened", async () => {
    const { page } = await openDocument("/docs/options.html");
    await narrowOverflow(page, "/docs/options.html", READY);
    await page.driver.switchTo().frame(await page.find("#narrow"));
    assert.equal(await (await page.find(".shelf a")).isDisplayed(), false);
    await (await page.find(".shelf summary")).sendKeys(Key.ENTER);
    await until(
      "the list",
      async () => (await page.find(".shelf a")).isDisplayed(),
      () =>
        page.run(
          "return [document.querySelector('.shelf').outerHTML.slice(0, 200), document.activeElement.outerHTML.slice(0, 80), innerWidth].join()",
        ),
    );
    await page.driver.switchTo().defaultContent();
  });
});

test("each option and each error has an anchor", async () => {
  for (const [url, names] of /** @type {const} */ ([
    ["/docs/options.html", ["tokenUrl", "cardStatus.waitForActive", "onEvent"]],
    ["/docs/errors.html", ["invalid_options", "rate_limited"]],
  ])) {
    const { page } = await openDocument(url);
    for (const name of names) {
      const row = await page.find(`tr[id='${name}'] a[href='#${name}']`);
      assert.equal(await row.getText(), name);
    }
  }
});

describe("the search", () => {
  test("leads to a section that contains all words, titles first", async () => {
    const { page } = await openDocument("/docs/");
    const input = await page.find("#site-search");
    await input.sendKeys("abort success");
    const first = await until("results", async () => (await page.driver.findElements(By.css(".results a")))[0]);
    assert.match(await first.getText(), /abort/i);
    await first.click();
    await until("the section", async () => (await page.driver.getCurrentUrl()).includes("#why-abort-is-not-success"));
  });

  test("announces the number of sections, and Escape clears it", async () => {
    const { page } = await openDocument("/docs/");
    const status = () => page.run("return document.querySelector('.search [role=status]').textContent");
    await (await page.find("#site-search")).sendKeys("no such words anywhere");
    await until("the number", async () => (await status()) === "0 sections");
    await (await page.find("#site-search")).sendKeys(Key.ESCAPE);
    await until("no number", async () => (await status()) === "");
  });
});

test("on a phone, each cell of an option's row is in view, with the name of its column", async () => {
  const { page } = await openDocument("/docs/options.html");
  await narrowOverflow(page, "/docs/options.html", READY);
  await page.driver.switchTo().frame(await page.find("#narrow"));
  const seen = await page.run(
    `const cells = [...document.querySelectorAll("tr[id='mode'] td")];
     return cells.map((cell) => [cell.dataset.label ?? "", cell.getBoundingClientRect().right <= innerWidth]);`,
  );
  await page.driver.switchTo().defaultContent();
  assert.deepEqual(seen, [
    ["", true],
    ["Type", true],
    ["Meaning", true],
  ]);
});

test("on a phone, the name of a column is text without Markdown", async () => {
  const { page } = await openDocument("/docs/errors.html");
  const labels = await page.run(
    "return [...document.querySelectorAll(\"tr[id='rate_limited'] td\")].map(({ dataset }) => dataset.label ?? '')",
  );
  assert.deepEqual(labels, ["", "retryable", "What happened", "What to do"]);
});

test("the button of a code block copies it as it is shown; if that fails, the page says so", async () => {
  const { page, document } = await openDocument("/docs/quick-start.html");
  const shown = await page.run("return document.querySelector('.source pre').textContent");
  assert.equal(await document.copies(".source"), shown);
  assert.equal(await document.copies(".source", { isAllowed: false }), null);
});

test("docs/pictures.md shows the widget's states and each page of the demo in both themes, and there are no other pictures", () => {
  const document = readFileSync(new URL("../../docs/pictures.md", import.meta.url), "utf8");
  assert.equal(document, withPictures(document));
  const files = readdirSync(new URL("../../docs/images/", import.meta.url)).filter((name) => name.endsWith(".webp"));
  const pages = pictured.flatMap((page) => THEMES.map((theme) => pictureFile(page, theme)));
  assert.deepEqual(
    files.toSorted(),
    [...widgetPictures.map(widgetFile), ...contactSheets.map(contactSheetFile), ...pages].toSorted(),
  );
});
