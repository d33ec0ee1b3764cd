/**
 * The issuer's documented flow without a frame: the whole page navigates to the hosted page and
 * returns.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { By } from "selenium-webdriver";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** @param {HostPage} page @param {Record<string, unknown>} [options] */
const redirects = (page, options = {}) =>
  page.start({
    mode: "redirect",
    container: undefined,
    redirectUrl: `${page.origins.host}/fixtures/blank.html?back=1`,
    ...options,
  });

/** @param {HostPage} page @param {string} what @param {(url: string) => boolean} holds */
const arrives = (page, what, holds) => until(what, async () => holds(await page.driver.getCurrentUrl()));

/**
 * Waits until the sandbox has received a navigation that leads to no page: WebKit aborts requests of
 * the host's page when a navigation starts.
 * @param {HostPage} page
 * @param {number} [navigations]
 */
const navigationArrives = (page, navigations = 1) =>
  page.observes("the end of the navigation", ({ pageAccesses }) => pageAccesses === navigations);

/** @param {HostPage} page */
async function fixtureIsThere(page) {
  await until("the fixture to be loaded", () => page.driver.executeScript("return typeof fixture === 'object'"));
}

/**
 * Types and confirms a PIN on the hosted page, which fills the whole window.
 * @param {HostPage} page
 * @param {string} pin
 */
async function setPinInWindow(page, pin) {
  const { driver } = page;
  const field = await until("the hosted page", async () => (await driver.findElements(By.id("pin")))[0]);
  await field.click();
  await field.sendKeys(pin);
  const again = await driver.findElement(By.id("pin-confirm"));
  await again.click();
  await again.sendKeys(pin);
  await driver.findElement(By.id("submit")).click();
}

describe("the request", () => {
  test("says that the page is not embedded, and names the URL to return to", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "empty" }] } });
    const widget = await redirects(page);
    await widget.result();
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(
      tokenRequests.map(({ body }) => body),
      [{ isEmbedded: false, redirectUrl: `${page.origins.host}/fixtures/blank.html?back=1` }],
    );
  });

  test("contains the appearance", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "empty" }] } });
    const widget = await redirects(page, { customCss: { backgroundColor: "#123456" } });
    await widget.result();
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(
      tokenRequests.map(({ body }) => body.customCss),
      [{ backgroundColor: "#123456" }],
    );
  });
});

describe("redirectUrl", () => {
  for (const [what, redirectUrl] of /** @type {const} */ ([
    ["missing", undefined],
    ["http: elsewhere", "http://app.example/done"],
    ["javascript:", "javascript:alert(1)"],
    ["data:", "data:text/html,x"],
    ["a number", 5],
    ["nonsense", "https://"],
  ])) {
    test(`${what}: invalid_options that names it, and no request`, async () => {
      const page = await suite.open();
      const widget = await redirects(page, { redirectUrl });
      const { reason, error } = await widget.result();
      assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "invalid_options" });
      assert.match(error?.message ?? "", /redirectUrl/);
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  }
});

describe("the navigation", () => {
  test("ends the attempt as redirected, once, and creates no frame", async () => {
    // A response without a page keeps the host's page, so that the test can inspect it.
    const page = await suite.open({ faults: { page: [{ kind: "empty" }] } });
    const widget = await redirects(page, { confirmOutcome: { $: "returns true" } });
    assert.deepEqual(await widget.result(), { reason: "redirected", outcome: "unknown" });
    await navigationArrives(page);
    const report = await widget.report();
    assert.equal(report.state, "closed");
    assert.ok(report.sameObjects);
    assert.equal((await widget.calls("onExit")).length, 1);
    assert.deepEqual(await page.hostCalls(), [], "confirmOutcome is not called");
    assert.equal((await page.notes()).framesMade, 0);
    assert.equal(await page.count("[data-set-pin-widget]"), 0);
    await page.hasNoErrors();
  });

  test("works again from the same page, with another token", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "empty" }] } });
    const widget = await redirects(page);
    await widget.result();
    await navigationArrives(page);
    await widget.act("open");
    await arrives(page, "the hosted page", (url) => url.startsWith(page.origins.page));
    const { tokensIssued, spentPageAccesses } = await page.session.observed();
    assert.deepEqual({ tokensIssued, spentPageAccesses }, { tokensIssued: 2, spentPageAccesses: 0 });
  });

  test("goes to allowed origins only", async () => {
    const page = await suite.open({
      faults: { token: [{ kind: "url", url: "{host}/elsewhere?token={token}" }] },
    });
    const before = await page.driver.getCurrentUrl();
    const widget = await redirects(page);
    await widget.reaches("failed");
    const [error] = await widget.errors();
    assert.equal(error?.code, "untrusted_origin");
    assert.equal(await page.driver.getCurrentUrl(), before);
    await widget.act("close");
    assert.equal((await widget.result()).reason, "failed");
  });

  test("a failed token request is shown, and its retry continues", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "status", status: 500 }] } });
    const widget = await redirects(page, { retry: false });
    await widget.reaches("failed");
    await (await page.sees("button[data-set-pin-retry]")).click();
    await arrives(page, "the hosted page", (url) => url.startsWith(page.origins.page));
  });
});

test("the whole flow: one history entry, the PIN is set, and the cardholder returns to redirectUrl", async () => {
  const page = await suite.open();
  const before = /** @type {number} */ (await page.run("return history.length"));
  await redirects(page);
  await arrives(page, "the hosted page", (url) => url.startsWith(page.origins.page));
  assert.equal(await page.run("return history.length"), before + 1);
  await setPinInWindow(page, "4826");
  await arrives(page, "redirectUrl", (url) => url === `${page.origins.host}/fixtures/blank.html?back=1`);
  assert.equal(await page.session.pinIs("4826"), true);
});

test("Back from the hosted page: no widget is open there, and open() works again", async () => {
  const page = await suite.open();
  const left = await redirects(page);
  await arrives(page, "the hosted page", (url) => url.startsWith(page.origins.page));
  await page.driver.navigate().back();
  await arrives(page, "the host's page", (url) => url.startsWith(page.origins.host));
  await fixtureIsThere(page);
  assert.equal(await page.count("[data-set-pin-widget]"), 0);
  // After a restore from the back/forward cache, the same widget is closed and can open again. A
  // page that loads again makes another widget.
  if (await page.run("return fixture.isRestored()")) {
    assert.equal((await left.report()).state, "closed");
    assert.equal((await left.result()).reason, "redirected");
    await left.act("open");
  } else {
    await redirects(page);
  }
  await arrives(page, "the hosted page again", (url) => url.startsWith(page.origins.page));
  const { tokensIssued, spentPageAccesses } = await page.session.observed();
  assert.deepEqual({ tokensIssued, spentPageAccesses }, { tokensIssued: 2, spentPageAccesses: 0 });
});

describe("completeRedirect()", () => {
  const KEY = "set-pin-widget:pin-version";

  /** @param {HostPage} page @param {string | null} [name] */
  const complete = async (page, name = "reads the version of the PIN") =>
    JSON.parse(
      await page.driver.executeAsyncScript(
        "fixture.completeRedirect(arguments[0] ?? undefined).then(arguments[1])",
        name,
      ),
    );

  for (const [what, outcome] of /** @type {const} */ ([
    ["sets a PIN", "confirmed"],
    ["cancels", "not_confirmed"],
  ])) {
    test(`after a cardholder who ${what}: ${outcome}, once, and nothing is kept`, async () => {
      const page = await suite.open();
      await redirects(page, { pinVersion: { $: "reads the version of the PIN" } });
      await arrives(page, "the hosted page", (url) => url.startsWith(page.origins.page));
      const token = new URL(await page.driver.getCurrentUrl()).searchParams.get("token") ?? "";
      if (outcome === "confirmed") await setPinInWindow(page, "4826");
      else await (await page.sees("#cancel")).click();
      await arrives(page, "redirectUrl", (url) => url.startsWith(`${page.origins.host}/`));
      await fixtureIsThere(page);
      assert.deepEqual(await page.run("return Object.entries(sessionStorage)"), [[KEY, "[0]"]]);
      assert.deepEqual(await page.placesHolding(token), []);
      // Two calls at once share their outcome, and a later one has none.
      assert.deepEqual(await complete(page), [outcome, outcome, null]);
      assert.equal(await page.run("return sessionStorage.length"), 0);
    });
  }

  test("without a redirect before: undefined", async () => {
    const page = await suite.open();
    assert.deepEqual(await complete(page), [null, null, null]);
    assert.deepEqual(await page.hostCalls(), []);
  });

  test("if one of the values is missing: unknown, and what pinVersion threw is reported", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "empty", times: 0 }] } });
    let navigations = 0;
    for (const [before, after] of /** @type {const} */ ([
      ["returns undefined", "reads the version of the PIN"],
      ["reads the version of the PIN", "returns undefined"],
      ["reads the version of the PIN", null],
      ["reads the version of the PIN", "throws a string"],
    ])) {
      const widget = await redirects(page, { pinVersion: { $: before } });
      await widget.result();
      navigations += 1;
      await navigationArrives(page, navigations);
      assert.equal((await complete(page, after))[0], "unknown", `${before}, ${after}`);
    }
    assert.equal((await page.notes()).pageErrors.length, 1);
  });

  test("an attempt that ends before the redirect keeps nothing", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "malformed", times: 0 }] } });
    const widget = await redirects(page, { pinVersion: { $: "reads the version of the PIN" } });
    await widget.reaches("failed");
    await widget.act("close");
    await widget.result();
    assert.equal(await page.run("return sessionStorage.length"), 0);
  });

  test("a page without storage: the redirect works, and the outcome is undefined", async () => {
    const page = await suite.open({ faults: { page: [{ kind: "empty" }] } });
    await page.run(
      "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no storage', 'SecurityError'); } })",
    );
    const widget = await redirects(page, { pinVersion: { $: "reads the version of the PIN" } });
    assert.deepEqual(await widget.result(), { reason: "redirected", outcome: "unknown" });
    await navigationArrives(page);
    assert.deepEqual(await complete(page), [null, null, null]);
  });
});
