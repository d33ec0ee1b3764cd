/**
 * The places where a script of the host's page, or a person with access to its history, can read
 * the token, as docs/security.md describes them.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

test("an observer of the shadow tree sees the frame's URL before Resource Timing has it; one of the document does not", async () => {
  const page = await suite.open();
  await page.run(
    `const timed = (url) => performance.getEntriesByType("resource").some(({ name }) => name === url);
     const seenBy = (name) => () => {
       const roots = [...document.querySelectorAll("[data-set-pin-widget]")].map(({ shadowRoot }) => shadowRoot);
       const frame = roots.map((root) => root.querySelector("iframe")).find((found) => found?.src.includes("token="));
       if (frame && !seen[name]) seen[name] = { url: frame.src, timed: timed(frame.src) };
     };
     const options = { childList: true, subtree: true, attributes: true };
     window.seen = {};
     // As tools that record a session do.
     const attach = Element.prototype.attachShadow;
     Element.prototype.attachShadow = function (init) {
       const root = attach.call(this, init);
       new MutationObserver(seenBy("shadow")).observe(root, options);
       return root;
     };
     new MutationObserver((records) => {
       for (const { target, addedNodes } of records)
         for (const node of [target, ...addedNodes])
           if (node.outerHTML?.includes("token=")) seen.document = true;
     }).observe(document, options);`,
  );
  await page.ready();
  const token = await page.frameToken();
  const seen = await page.run("return seen");
  assert.equal(new URL(seen.shadow.url).searchParams.get("token"), token);
  assert.equal(seen.shadow.timed, false, "Resource Timing had it already");
  assert.equal(seen.document, undefined);
  await until("Resource Timing to have it", () =>
    page.run(`return performance.getEntriesByType("resource").some(({ name }) => name.includes("${token}"))`),
  );
});

test("in redirect mode the token is in the window's own URL, and so in its history", async () => {
  const page = await suite.open();
  const redirectUrl = `${page.origins.host}/fixtures/blank.html?back=1`;
  await page.start({ mode: "redirect", container: undefined, redirectUrl });
  await until("the hosted page", async () => (await page.driver.getCurrentUrl()).startsWith(page.origins.page));
  assert.ok(new URL(await page.driver.getCurrentUrl()).searchParams.get("token"));
});
test("the token of a frame that a policy refused can still open a page", async () => {
  const page = await suite.open({}, "/fixtures/blank.html?csp=no-frames");
  await page.run(
    `const original = window.fetch;
     window.fetch = async (...request) => {
       const response = await original(...request);
       window.tokenResponse = await response.clone().json();
       return response;
     };`,
  );
  const widget = await page.start({ retry: false });
  await widget.reaches("failed");
  const response = await fetch(await page.run("return tokenResponse.hostedPageUrl"));
  assert.equal(response.status, 200);
  assert.match(await response.text(), /name="page"/);
});
