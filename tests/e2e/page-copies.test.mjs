/**
 * Copies of a page with an open widget: page caches, history caches, and snapshots.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** The ways to copy a page, each as an expression for a tree or for text. */
const COPIES = {
  "body.cloneNode(true)": "document.body.cloneNode(true)",
  "importNode(body)": "document.importNode(document.body, true)",
  outerHTML: "document.documentElement.outerHTML",
  innerHTML: "document.body.innerHTML",
  "getHTML()": "document.documentElement.getHTML?.({ serializableShadowRoots: true }) ?? ''",
  XMLSerializer: "new XMLSerializer().serializeToString(document)",
};

/**
 * Returns the markup of a copy, including its open shadow trees.
 * @param {HostPage} page
 * @param {string} copy
 * @returns {Promise<string>}
 */
const markupOf = (page, copy) =>
  page.run(
    `const copy = ${copy};
     if (typeof copy === "string") return copy;
     const trees = [...copy.querySelectorAll("*")].map(({ shadowRoot }) => shadowRoot?.innerHTML ?? "");
     return [copy.outerHTML, ...trees].join();`,
  );

for (const mode of ["inline", "modal"]) {
  describe(`${mode}: a copy of the page contains only an empty element of the widget`, () => {
    for (const [name, copy] of Object.entries(COPIES)) {
      test(name, async () => {
        const page = await suite.open();
        await page.ready({ mode, ...(mode === "modal" && { container: undefined }) });
        const token = await page.frameToken();
        const markup = await markupOf(page, copy);
        assert.doesNotMatch(markup, /<(?:iframe|dialog|button type)|pin-direct/);
        assert.equal(markup.includes(token), false, "the token");
        if (markup !== "") assert.match(markup, /<div [^>]*data-set-pin-widget=""[^>]*(?:><\/div>|\/>)/);
      });
    }

    test("swapped in after the widget was closed, it is a page that works", async () => {
      const page = await suite.open();
      const widget = await page.ready({ mode, ...(mode === "modal" && { container: undefined }) });
      await page.run("window.cached = document.body.cloneNode(true)");
      await widget.act("close");
      await widget.result();
      await page.run("document.body.replaceWith(cached); delete window.cached;");
      const leftover = await page.run(
        "const { width, height } = deepFind('[data-set-pin-widget]').getBoundingClientRect(); return width * height",
      );
      assert.equal(leftover, 0, "nothing of the copy is visible");
      await page.run("document.querySelector('#opener').addEventListener('click', () => fixture.act(0, 'open'))");
      await page.run("scrollTo(0, 300)");
      assert.equal(await page.run("return Math.round(scrollY)"), 300, "the page scrolls");
      const overflow = "return ['documentElement', 'body'].map((name) => getComputedStyle(document[name]).overflowY)";
      assert.deepEqual(await page.run(overflow), ["visible", "visible"]);
      await (await page.find("#opener")).click();
      await widget.reaches("ready");
      await page.hosted().setPinByPointer("4826");
      assert.equal((await widget.result(1)).reason, "page_closed");
      await page.hasNoErrors();
    });

    test("swapped in during the attempt, it adds no second dialog or frame", async () => {
      const page = await suite.open();
      const widget = await page.ready({ mode, ...(mode === "modal" && { container: undefined }) });
      await page.run("document.body.replaceWith(document.body.cloneNode(true))");
      await widget.act("close");
      await widget.result();
      assert.equal(await page.count("iframe, dialog"), 0);
      assert.equal((await page.session.observed()).tokensIssued, 1);
    });
  });
}

test("a page's rules for its own frames and dialogs do not affect the widget's", async () => {
  const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
  await page.addRules(
    "iframe { height: auto !important; opacity: 0 !important } dialog, button, h2 { display: none !important }",
  );
  await page.ready({ mode: "modal", container: undefined, height: "410px" });
  for (const shown of [FRAME, "[data-set-pin-close]", "h2"]) await page.sees(shown);
  const { height, opacity } = /** @type {{height: string, opacity: string}} */ (
    await page.run(
      "const { height, opacity } = getComputedStyle(deepFind(arguments[0])); return { height, opacity }",
      FRAME,
    )
  );
  assert.deepEqual({ height, opacity }, { height: "410px", opacity: "1" });
});

test("rules of the page that apply to every div with !important do not reach into an inline widget", async () => {
  const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
  await page.addRules(
    "div { pointer-events: none !important; text-transform: uppercase !important; white-space: nowrap !important; cursor: help !important }",
  );
  await page.ready();
  const inherited = await page.run(
    `const { pointerEvents, textTransform, whiteSpace, cursor } = getComputedStyle(deepFind(arguments[0]));
     return [pointerEvents, textTransform, whiteSpace, cursor]`,
    FRAME,
  );
  assert.deepEqual(inherited, ["auto", "none", "normal", "auto"]);
  await page.hosted().setPinByPointer("4826");
});

test("a page's rule for its own empty elements does not hide the widget", async () => {
  const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
  await page.addRules("div:empty { display: none !important }");
  await page.ready();
  await page.sees(FRAME);
});
