/**
 * Each scenario of the sandbox, with the real widget: what the host app receives.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { violations } from "../e2e/harness/axe.mjs";
import { FIXTURE, IMAGE, startView } from "../e2e/harness/secure-view-page.mjs";
import { useBrowser } from "../e2e/harness/suite.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { testing } from "./package.mjs";

const suite = useBrowser();

/** @typedef {import("../../pkg/types/testing.d.ts").ServedSandbox} ServedSandbox */
/** @typedef {import("../../pkg/types/testing.d.ts").ServeOptions} ServeOptions */

/** @type {ServedSandbox[]} */
const served = [];
after(() => Promise.all(served.map((sandbox) => sandbox.close())));

/** @param {ServeOptions} given */
async function sandboxWith(given) {
  const cards = await testing.serveSandbox(given);
  served.push(cards);
  return cards;
}

/**
 * A sandbox, and a widget that uses it.
 * @param {ServeOptions} given
 * @param {Record<string, unknown>} [options] Of the widget.
 */
async function started(given, options = {}) {
  const cards = await sandboxWith(given);
  const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
  const recordedRequests = { tokenUrl: cards.tokenUrl, allowedOrigins: [cards.pageOrigin], retry: false };
  return { cards, page, widget: await page.start({ ...recordedRequests, ...options }) };
}

/** @typedef {Awaited<ReturnType<typeof started>>} Started */

/** @param {Started["widget"]} widget @param {string} code */
async function failsWith(widget, code) {
  await widget.reaches("failed");
  const errors = await widget.errors();
  assert.deepEqual(
    errors.map((error) => error.code),
    [code],
  );
  return errors[0];
}

/** Of one request, the route and the status. @param {ServedSandbox} cards */
const recordedRequests = ({ requests }) => requests.map(({ to, status }) => [to, status]);

test("the views of the PIN and of the card's details show the images, or report their failure", async () => {
  const cards = await sandboxWith({ scenario: ["waits", "waits", "expires", "never-loads"] });
  const page = await suite.open(undefined, `${FIXTURE}?csp=none`);
  /** @param {"pin" | "details"} kind @param {string} tokenUrl */
  const start = (kind, tokenUrl) =>
    startView(
      page,
      kind,
      `{ tokenUrl: "${tokenUrl}", allowedOrigins: ["${cards.pageOrigin}"], retry: false, loadTimeoutMs: 1000, onFailure: "close" }`,
    );
  for (const [kind, url] of /** @type {const} */ ([
    ["pin", cards.pinTokenUrl],
    ["details", cards.cardDetailsTokenUrl],
  ])) {
    const view = await start(kind, url);
    await view.isShown();
    assert.ok(await page.run("return deepFindAll(arguments[0])[0].naturalWidth > 200", IMAGE));
    await view.run("view.destroy()");
  }
  for (const code of ["image_failed", "image_timeout"]) {
    const { reason, error } = await (await start("pin", cards.pinTokenUrl)).result();
    assert.deepEqual([reason, error?.code], ["failed", code]);
  }
});

describe("a scenario", () => {
  test("completes: the page is closed, and one PIN was set", async () => {
    const { cards, widget } = await started({ scenario: "completes" });
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.ok((await widget.states()).includes("ready"));
    assert.deepEqual([cards.pinChanges, cards.cancellations], [1, 0]);
    assert.deepEqual(recordedRequests(cards), [
      ["token", 200],
      ["page", 200],
    ]);
  });

  test("cancels: the page is closed, and none was", async () => {
    const { cards, widget } = await started({ scenario: "cancels" });
    assert.deepEqual(await widget.result(), { reason: "page_closed", outcome: "unknown" });
    assert.deepEqual([cards.pinChanges, cards.cancellations], [0, 1]);
  });

  test("waits: a user sets a PIN by the issuer's rules", async () => {
    const { cards, page, widget } = await started({});
    await widget.reaches("ready");
    const hosted = page.hosted();
    for (const [wrong, complaint] of /** @type {const} */ ([
      ["12", "Enter exactly 4 digits."],
      ["7777", "Choose digits that are not all the same."],
    ])) {
      await hosted.run("document.querySelector('form').reset()");
      await hosted.setPinByPointer(wrong);
      assert.equal(await hosted.text("error"), complaint);
    }
    await hosted.run("document.querySelector('form').reset()");
    await hosted.type("pin", "2580");
    await hosted.type("pin-confirm", "2581");
    await hosted.click("submit");
    assert.equal(await hosted.text("error"), "The two PINs differ: enter the same one twice.");
    assert.equal(cards.pinChanges, 0);
    await hosted.run("document.querySelector('form').reset()");
    await hosted.setPinByPointer("2580");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.equal(cards.pinChanges, 1);
  });

  test("waits: a user cancels", async () => {
    const { cards, page, widget } = await started({});
    await widget.reaches("ready");
    await page.hosted().click("cancel");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.equal(cards.cancellations, 1);
  });

  for (const [scenario, outcome] of /** @type {const} */ ([
    ["completes", "confirmed"],
    ["cancels", "not_confirmed"],
  ])) {
    test(`${scenario}: confirmOutcome receives it from the outcome route`, async () => {
      const cards = await sandboxWith({ scenario });
      const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
      const script = `const [tokenUrl, outcomeUrl, origin, done] = arguments;
        const confirmOutcome = async () => (await (await fetch(outcomeUrl)).json()).pinSet;
        SetPinModule.createSetPin({ tokenUrl, allowedOrigins: [origin], confirmOutcome }).open().then(done);`;
      const result = await page.driver.executeAsyncScript(script, cards.tokenUrl, cards.outcomeUrl, cards.pageOrigin);
      assert.deepEqual(result, { reason: "page_closed", outcome });
    });
  }

  test("expires: the widget says so, and the page accepts no PIN any more", async () => {
    const { cards, page, widget } = await started(
      { scenario: "expires", expiresAfterMs: 3_000 },
      { tokenLifetimeMs: 3_000 },
    );
    await widget.reaches("expired");
    assert.equal((await widget.calls("onExpire")).length, 1);
    const heading = () => page.hosted().run("return document.querySelector('h1').textContent");
    await until("the page for a used token", async () => (await heading()) === "This page is no longer valid");
    assert.equal(await page.hosted().run("return document.querySelector('form')"), null);
    assert.equal(cards.pinChanges, 0);
  });

  test("expires: with onExpiry close the attempt ends", async () => {
    const { widget } = await started({ scenario: "expires" }, { tokenLifetimeMs: 300, onExpiry: "close" });
    assert.equal((await widget.result()).reason, "expired");
  });
});

describe("a page that", () => {
  test("is slow loads", async () => {
    const { cards, widget } = await started({ scenario: "slow", delayMs: 300 });
    await widget.reaches("ready");
    const [response] = await widget.events("token_response");
    const [load] = await widget.events("frame_load");
    assert.ok(response && load && response.elapsedMs >= 300 && load.elapsedMs - response.elapsedMs >= 300);
    assert.deepEqual(recordedRequests(cards), [
      ["token", 200],
      ["page", 200],
    ]);
  });

  test("is slower than the time limit is not waited for", async () => {
    const { widget } = await started({ scenario: "slow", delayMs: 5_000 }, { requestTimeoutMs: 200 });
    await failsWith(widget, "timeout");
  });

  test("refuses to be framed looks ready, and never sends a message", async () => {
    const { cards, page, widget } = await started({ scenario: "blocked" });
    await widget.reaches("ready");
    assert.equal(await page.hosted().run("return document.querySelector('form')"), null);
    assert.equal(cards.pinChanges, 0);
  });

  test("never loads: frame_timeout", async () => {
    const { cards, page, widget } = await started({ scenario: "never-loads" }, { loadTimeoutMs: 300 });
    await failsWith(widget, "frame_timeout");
    // Another scenario applies from the next token on, here for a widget with a longer limit.
    cards.scenario = "completes";
    await widget.act("close");
    const again = await page.start({ tokenUrl: cards.tokenUrl, allowedOrigins: [cards.pageOrigin] });
    assert.equal((await again.result()).reason, "page_closed");
  });

  test("is refused by the host page's own policy: frame_blocked", async () => {
    const cards = await sandboxWith({});
    const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
    await page.run(`const policy = document.createElement("meta");
      policy.httpEquiv = "Content-Security-Policy";
      policy.content = "frame-src 'none'";
      document.head.append(policy);`);
    const widget = await page.start({ tokenUrl: cards.tokenUrl, allowedOrigins: [cards.pageOrigin] });
    await failsWith(widget, "frame_blocked");
  });

  test("forges messages closes nothing, and still works", async () => {
    const { cards, page, widget } = await started({ scenario: "forges-messages" });
    await widget.reaches("ready");
    const note = () =>
      page.hosted().run("const note = document.querySelector('#note'); return note && note.textContent");
    await until("the forged messages", async () => (await note()) === "Forged messages were sent");
    // From the frame without an origin, with ten wrong shapes, and from two frames in the page.
    await page.noted("all of them", ({ messages }) => messages.length === 13);
    const { messages } = await page.notes();
    assert.deepEqual(new Set(messages), new Set(["null", cards.pageOrigin]));
    assert.equal((await widget.report()).state, "ready");
    assert.ok((await widget.events("message_rejected")).length > 0);
    await page.hosted().setPinByPointer("2580");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.equal(cards.pinChanges, 1);
  });

  test("is impersonated by a script of the host page stays open", async () => {
    const { cards, page, widget } = await started({});
    await widget.reaches("ready");
    // Playwright's `evaluate` passes a function to a page like this.
    await page.run(`(${testing.dispatchForgedAbort})(arguments[0])`, cards.pageOrigin);
    assert.equal((await widget.events("message_rejected")).length, 1);
    assert.equal((await widget.report()).state, "ready");
  });

  test("was opened already says that it is no longer valid", async () => {
    const { cards, page, widget } = await started({});
    await widget.reaches("ready");
    const response = await fetch(`${cards.pageOrigin}/pin-direct/set?token=${await page.frameToken()}`);
    assert.equal(response.status, 410);
    assert.match(await response.text(), /no longer valid/);
  });
});

describe("the page itself", () => {
  /**
   * Opens it without a widget.
   * @param {ServedSandbox} cards
   * @param {Record<string, unknown>} request
   */
  async function opened(cards, request) {
    const page = await suite.open();
    const response = await fetch(cards.tokenUrl, { method: "POST", body: JSON.stringify(request) });
    const { hostedPageUrl } = await response.json();
    await page.driver.get(hostedPageUrl);
    return page;
  }

  test("says that it is a sandbox, and is accessible", async () => {
    const page = await opened(await sandboxWith({}), { isEmbedded: true });
    assert.match(await page.driver.getTitle(), /^Sandbox: /);
    assert.match(await page.run("return document.body.innerText"), /not the card issuer's page/);
    assert.deepEqual(await violations(page.driver), []);
  });

  test("has the appearance of its token's request", async () => {
    const customCss = { backgroundColor: "#102030", textColor: "#F0F0F0", buttonBorderRadius: 12 };
    const page = await opened(await sandboxWith({}), { isEmbedded: true, customCss });
    const appearance = await page.run(`return [getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.body).color, getComputedStyle(document.querySelector("button")).borderRadius]`);
    assert.deepEqual(appearance, ["rgb(16, 32, 48)", "rgb(240, 240, 240)", "12px"]);
  });

  test("goes to redirectUrl at its end if it is not embedded", async () => {
    const cards = await sandboxWith({ scenario: "completes" });
    const redirectUrl = `${new URL(cards.outcomeUrl).origin}/card/outcome?back`;
    const page = await opened(cards, { isEmbedded: false, redirectUrl });
    await until("the redirect", async () => (await page.driver.getCurrentUrl()) === redirectUrl);
    assert.equal(cards.pinChanges, 1);
  });
});

describe("the backend", () => {
  for (const [status, code] of /** @type {const} */ ([
    [400, "validation_rejected"],
    [401, "unauthenticated"],
    [403, "forbidden"],
    [404, "card_not_found"],
    [418, "unexpected_status"],
    [422, "validation_rejected"],
    [429, "rate_limited"],
    [498, "invalid_client_key"],
    [499, "missing_client_key"],
    [500, "server_error"],
    [503, "server_error"],
  ])) {
    test(`responds with ${status}: ${code}`, async () => {
      const { cards, widget } = await started({ scenario: { status } });
      const error = await failsWith(widget, code);
      assert.equal(error?.status, status);
      assert.deepEqual(recordedRequests(cards), [["token", status]]);
    });
  }

  for (const [scenario, code] of /** @type {const} */ ([
    ["offline", "network"],
    ["malformed", "invalid_response"],
    ["redirects-to-log-in", "unauthenticated"],
    ["untrusted-origin", "untrusted_origin"],
  ])) {
    test(`${scenario}: ${code}`, async () => {
      const { page, widget } = await started({ scenario });
      await failsWith(widget, code);
      assert.equal(await page.count("iframe"), 0);
    });
  }

  test("silent: timeout, and the request is recorded without a response", async () => {
    const { cards, widget } = await started({ scenario: "silent" }, { requestTimeoutMs: 200 });
    await failsWith(widget, "timeout");
    assert.deepEqual(recordedRequests(cards), [["token", undefined]]);
  });

  test("repeats-token: token_reused from the second token on", async () => {
    const { cards, page, widget } = await started({ scenario: ["cancels", "repeats-token"] });
    await widget.result();
    const again = await page.start({ tokenUrl: cards.tokenUrl, allowedOrigins: [cards.pageOrigin] });
    await failsWith(again, "token_reused");
  });

  test("fails twice and then works: the widget retries automatically", async () => {
    const { cards, widget } = await started(
      { scenario: [{ status: 503 }, { status: 429, retryAfterSeconds: 0 }, "completes"] },
      { retry: { delayMs: 10 } },
    );
    assert.equal((await widget.result()).reason, "page_closed");
    assert.deepEqual(recordedRequests(cards), [
      ["token", 503],
      ["token", 429],
      ["token", 200],
      ["page", 200],
    ]);
  });

  test("sends a Retry-After above the widget's limit: rate_limited at once", async () => {
    const { cards, widget } = await started(
      { scenario: { status: 429, retryAfterSeconds: 3600 } },
      { retry: { delayMs: 10 } },
    );
    await failsWith(widget, "rate_limited");
    assert.equal(cards.requests.length, 1);
  });

  test("returns a card that is frozen: card_frozen, and no token request", async () => {
    const cards = await sandboxWith({ card: "FROZEN" });
    const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
    const widget = await page.start({ tokenUrl: cards.tokenUrl, cardStatus: { url: cards.cardStatusUrl } });
    await failsWith(widget, "card_frozen");
    assert.deepEqual(recordedRequests(cards), [["card-status", 200]]);
  });

  test("fails to return the card's status: card_status_failed", async () => {
    const cards = await sandboxWith({ card: { status: 500 } });
    const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
    const widget = await page.start({
      tokenUrl: cards.tokenUrl,
      cardStatus: { url: cards.cardStatusUrl },
      retry: false,
    });
    await failsWith(widget, "card_status_failed");
  });

  test("returns an active card later: the page opens then", async () => {
    const cards = await sandboxWith({ card: [{ status: 404 }, { status: 404 }, "ACTIVE"], scenario: "completes" });
    const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
    const widget = await page.start({
      tokenUrl: cards.tokenUrl,
      allowedOrigins: [cards.pageOrigin],
      cardStatus: { url: cards.cardStatusUrl, waitForActive: { intervalMs: 500, timeoutMs: 10_000 } },
    });
    assert.equal((await widget.result()).reason, "page_closed");
    assert.deepEqual(
      cards.requests.map(({ to }) => to),
      ["card-status", "card-status", "card-status", "token", "page"],
    );
  });
});
