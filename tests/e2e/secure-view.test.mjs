/**
 * `./secure-view`: the issuer's images of a PIN and of a card's details, from the token request until
 * nothing is left of them.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { violations } from "./harness/axe.mjs";
import { FIXTURE, IMAGE, imageUrl, part, startView } from "./harness/secure-view-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();
const PIN = { pin: "4826" };

/** @param {import("./harness/sandbox.mjs").Settings} [settings] @param {string} [path] */
const openPage = (settings = PIN, path = FIXTURE) => suite.open(settings, path);

/** @param {import("./harness/host-page.mjs").HostPage} page */
const statusText = (page) => page.run("return deepFindAll(arguments[0])[0]?.textContent ?? ''", part("status"));

/** @param {import("./harness/host-page.mjs").HostPage} page @param {RegExp} text */
const says = (page, text) =>
  until(
    `the status ${text}`,
    async () => text.test(await statusText(page)),
    () => statusText(page),
  );

/** @param {import("./harness/host-page.mjs").HostPage} page */
async function hasNoErrors(page) {
  const { pageErrors, violations } = await page.notes();
  assert.deepEqual([pageErrors, violations], [[], []]);
}

for (const kind of /** @type {const} */ (["pin", "details"])) {
  test(`${kind}: one token, one image, and neither is left when it is hidden; another reveal requests a fresh token`, async () => {
    const page = await openPage();
    const view = await startView(page, kind);
    await view.isShown();
    const { width, alt, canBeDragged, referrerPolicy } = await page.run(
      `const image = deepFindAll(arguments[0])[0];
       return { width: image.naturalWidth, alt: image.alt, canBeDragged: image.draggable, referrerPolicy: image.referrerPolicy }`,
      IMAGE,
    );
    assert.ok(width > 100);
    assert.equal(alt, "Image from your card issuer");
    assert.equal(canBeDragged, false);
    assert.equal(referrerPolicy, "no-referrer");
    const url = await imageUrl(page);
    const token = new URL(url).searchParams.get("token") ?? "";
    await page.run("window.image = deepFindAll(arguments[0])[0]", IMAGE);
    await view.run("view.hide()");
    assert.deepEqual(await view.result(), { reason: "closed_by_host" });
    assert.equal(await page.count(IMAGE), 0);
    assert.equal(await page.run("return window.image.outerHTML.includes('token')"), false);
    assert.deepEqual(await page.placesHolding(token), []);

    await view.show();
    await view.isShown();
    assert.notEqual(await imageUrl(page), url);
    await view.run("view.destroy()");
    assert.deepEqual(await view.result(1), { reason: "destroyed" });
    assert.equal(await page.count("[data-set-pin-secure-view]"), 0);
    const { imageTokensIssued, imageAccesses, spentImageAccesses } = await page.session.observed();
    assert.deepEqual([imageTokensIssued, imageAccesses, spentImageAccesses], [2, 2, 0]);
    await hasNoErrors(page);
  });
}

test("the states and callbacks of an attempt, in order, with the body of the request", async () => {
  const page = await openPage();
  const view = await startView(
    page,
    "pin",
    `{ theme: "dark", customCss: { textColor: "#FFFFFF" }, cardStatus: { url: "/api/card/status" }, stepUp: async () => ({ "x-second-factor": "done" }) }`,
  );
  await view.isShown();
  await view.run("view.hide()");
  await view.result();
  assert.deepEqual(await view.calls("onStateChange"), [
    "checking",
    "authorizing",
    "requesting",
    "loading",
    "ready",
    "closed",
  ]);
  const names = (await view.calls("onEvent")).map(({ name }) => name);
  assert.deepEqual(names, ["show", "card_request", "step_up", "token_request", "token_response", "image_load", "exit"]);
  const { tokenRequests } = await page.session.observed();
  assert.deepEqual(tokenRequests[0]?.body, { customCss: { textColor: "#FFFFFF", backgroundColor: "#1F2937" } });
  assert.equal(tokenRequests[0]?.headers["x-second-factor"], "done");
});

test("a second press in the same tick, or during the attempt, asks once", async () => {
  const page = await openPage();
  const view = await startView(page, "pin", "{}", { show: false });
  await view.run("window.same = view.show() === view.show()");
  await view.show();
  await view.isShown();
  await view.show();
  assert.equal(await page.run("return window.same"), true);
  assert.equal((await page.session.observed()).tokenRequests.length, 1);
  await view.run("view.hide()");
  await view.result(1);
  assert.equal((await view.calls("onExit")).length, 1);
});

test("a view that is hidden or destroyed in the same task requests nothing, and nothing happens after destroy()", async () => {
  const page = await openPage({ ...PIN, faults: { token: [{ kind: "delay", ms: 300 }] } });
  const hidden = await startView(page, "pin", "{}", { show: false });
  await hidden.run("view.show(); view.hide()");
  assert.equal((await page.session.observed()).tokenRequests.length, 0);
  const unmounted = await startView(page, "pin");
  await unmounted.reaches("requesting");
  await page.observes("the request", ({ openRequests }) => openRequests === 1);
  await unmounted.run("view.destroy()");
  await page.observes("the request to be aborted", ({ abortedRequests }) => abortedRequests === 1);
  assert.deepEqual(await unmounted.calls("onExit"), [{ reason: "destroyed" }]);
  assert.equal((await unmounted.report()).state, "destroyed");
  assert.equal((await page.session.observed()).imageAccesses, 0);
});

/** @type {Record<string, RegExp>} */
const SENTENCES = {
  card_blocked: /^Your card is blocked\. Contact support for help\.$/,
  card_frozen: /^Your card is frozen\. Unfreeze it, then try again\.$/,
  pin_unavailable: /^This card doesn't have a PIN\.$/,
  unauthenticated: /^You've been signed out\. Sign in to continue\.$/,
  card_not_found: /^We couldn't find your card\.$/,
  rate_limited: /^Too many tries\. Wait a moment, then try again\.$/,
  server_error: /^The card service isn't available right now\. Try again later\.$/,
  timeout: /^The card service isn't available right now\. Try again later\.$/,
  network: /^You seem to be offline\. Check your connection and try again\.$/,
};

describe("a failure", () => {
  /** @type {[string, "pin" | "details", import("./harness/sandbox.mjs").Settings, string, string, boolean][]} */
  const failures = [
    [
      "an image that never fires load nor error",
      "pin",
      { ...PIN, faults: { image: [{ kind: "hang" }] } },
      "{ loadTimeoutMs: 300 }",
      "image_timeout",
      true,
    ],
    [
      "an image that the issuer does not have",
      "pin",
      { ...PIN, faults: { image: [{ kind: "status", status: 404 }] } },
      "{}",
      "image_failed",
      true,
    ],
    ["an image that is empty", "pin", { ...PIN, faults: { image: [{ kind: "empty" }] } }, "{}", "image_failed", true],
    [
      "a token that was used before",
      "pin",
      { ...PIN, faults: { token: [{ kind: "delay", ms: 1 }, { kind: "reuse" }] } },
      "{}",
      "token_reused",
      true,
    ],
    ["no card", "details", { card: "NONE" }, "{}", "card_not_found", false],
    [
      "a refused request",
      "pin",
      { ...PIN, faults: { issuer: [{ kind: "status", status: 422 }] } },
      "{}",
      "validation_rejected",
      false,
    ],
    [
      "a session that has ended",
      "pin",
      { faults: { token: [{ kind: "status", status: 401 }] } },
      "{}",
      "unauthenticated",
      false,
    ],
    [
      "a backend that fails",
      "pin",
      { faults: { token: [{ kind: "status", status: 500 }] } },
      "{ retry: false }",
      "server_error",
      true,
    ],
    [
      "too many requests",
      "pin",
      { faults: { token: [{ kind: "status", status: 429 }] } },
      "{ retry: false }",
      "rate_limited",
      true,
    ],
    ["no response", "pin", {}, '{ tokenUrl: "http://127.0.0.1:9/", retry: false }', "network", true],
    [
      "a response without an image",
      "pin",
      { faults: { token: [{ kind: "body", body: { token: "t" } }] } },
      "{}",
      "invalid_response",
      false,
    ],
    [
      "a frozen card, for its PIN",
      "pin",
      { ...PIN, card: "FROZEN" },
      '{ cardStatus: { url: "/api/card/status" } }',
      "card_frozen",
      true,
    ],
    [
      "a blocked card",
      "details",
      {},
      '{ cardStatus: { fetch: async () => ({ status: "BLOCKED" }) } }',
      "card_blocked",
      false,
    ],
    [
      "a card without a PIN",
      "pin",
      {},
      '{ cardStatus: { fetch: async () => ({ status: "ACTIVE", canSetPin: false }) } }',
      "pin_unavailable",
      false,
    ],
    [
      "a step-up that resolves to the response of fetch",
      "pin",
      PIN,
      "{ stepUp: async () => new Response(null, { status: 403 }) }",
      "step_up_failed",
      true,
    ],
    [
      "a step-up that resolves to a record with a number",
      "pin",
      PIN,
      '{ stepUp: async () => ({ "x-code": 123456 }) }',
      "step_up_failed",
      true,
    ],
    [
      "a step-up that throws",
      "pin",
      PIN,
      '{ stepUp: async () => { throw new Error("secret") } }',
      "step_up_failed",
      true,
    ],
  ];
  for (const [name, kind, settings, options, code, retryable] of failures) {
    test(`${name}: ${code}`, async () => {
      const page = await openPage(settings);
      const view = await startView(page, kind, options);
      if (code === "token_reused") {
        await view.isShown();
        await view.run("view.hide()");
        await view.show();
      }
      await view.reaches("failed");
      const [error] = await view.calls("onError");
      assert.deepEqual([error.name, error.code, error.retryable], ["SetPinError", code, retryable]);
      assert.equal(await page.count(IMAGE), 0);
      assert.equal(await (await page.find(part("retry"))).isDisplayed(), retryable);
      await says(page, SENTENCES[code] ?? /^The image could not be shown\.$/);
      assert.deepEqual(await violations(page.driver), []);
      await (await page.find(part("hide"))).click();
      const result = await until("the result", async () => (await view.report()).results.at(-1));
      assert.equal(result.reason, "failed");
      assert.equal(result.error?.code, code);
    });
  }

  test("is repeated automatically if the backend may recover, without another step-up", async () => {
    const page = await openPage({ ...PIN, faults: { token: [{ kind: "status", status: 503, times: 2 }] } });
    const view = await startView(
      page,
      "pin",
      "{ retry: { delayMs: 1 }, stepUp: async () => (window.stepUps = (window.stepUps ?? 0) + 1) > 0 }",
    );
    await view.isShown();
    assert.equal(await page.run("return window.stepUps"), 1);
    const { tokenRequests } = await page.session.observed();
    assert.equal(tokenRequests.length, 3);
    assert.deepEqual(await view.calls("onError"), []);
  });

  test("that a person tries again asks for a step-up and a fresh token in the same attempt", async () => {
    const page = await openPage({ ...PIN, faults: { image: [{ kind: "status", status: 500 }] } });
    const view = await startView(
      page,
      "pin",
      "{ stepUp: async () => (window.stepUps = (window.stepUps ?? 0) + 1) > 0 }",
    );
    await view.reaches("failed");
    await (await page.find(part("retry"))).click();
    await view.isShown();
    assert.equal(await page.run("return window.stepUps"), 2);
    assert.deepEqual(await view.calls("onExit"), []);
    const { imageTokensIssued, spentImageAccesses } = await page.session.observed();
    assert.deepEqual([imageTokensIssued, spentImageAccesses], [2, 0]);
  });

  test("after too many tries, the retry button counts down, and requests nothing until it can help", async () => {
    const fault = { kind: "status", status: 429, headers: { "retry-after": "2" } };
    const page = await openPage({ ...PIN, faults: { token: [/** @type {never} */ (fault)] } });
    const view = await startView(page, "pin", "{ retry: false }");
    await view.reaches("failed");
    const label = () => page.run("return deepFindAll(arguments[0])[0].innerText", part("retry"));
    await until("the countdown", async () => (await label()) === "Try again (0:01)", label);
    await (await page.find(part("retry"))).click();
    assert.deepEqual(await violations(page.driver), []);
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
    await until("its end", async () => (await label()) === "Try again", label);
    await (await page.find(part("retry"))).click();
    await view.isShown();
    assert.equal((await page.session.observed()).tokenRequests.length, 2);
  });

  test("a view that the page removes for a while during the countdown is not locked when it returns", async () => {
    const fault = { kind: "status", status: 429, headers: { "retry-after": "60" } };
    const page = await openPage({ ...PIN, faults: { token: [/** @type {never} */ (fault)] } });
    const view = await startView(page, "pin", "{ retry: false }");
    await view.reaches("failed");
    await page.run(
      `window.button = deepFindAll(arguments[0])[0];
       window.host = button.getRootNode().host;
       window.place = host.parentNode;
       host.remove();`,
      part("retry"),
    );
    const label = () => page.run("return button.textContent");
    await until("the end of the countdown", async () => (await label()) === "Try again", label);
    await page.run("place.append(host)");
    await (await page.find(part("retry"))).click();
    await view.isShown();
  });

  test("ends the attempt with onFailure close, and leaves nothing but the status element", async () => {
    const page = await openPage({ faults: { token: [{ kind: "status", status: 403 }] } });
    const view = await startView(page, "pin", '{ onFailure: "close" }');
    const { reason, error } = await view.result();
    assert.deepEqual([reason, error?.code], ["failed", "forbidden"]);
    assert.deepEqual(
      await page.run("return deepFindAll(arguments[0]).map((e) => e.checkVisibility?.() ?? false)", part("hide")),
      [false],
    );
  });
});

test("the details of a frozen card are shown", async () => {
  const page = await openPage({ card: "FROZEN" });
  const view = await startView(page, "details", '{ cardStatus: { url: "/api/card/status" } }');
  await view.isShown();
});

test("a step-up that is declined ends the attempt without a token request", async () => {
  const page = await openPage();
  const view = await startView(
    page,
    "pin",
    "{ stepUp: async ({ purpose }) => { window.purpose = purpose; return false; } }",
  );
  assert.deepEqual(await view.result(), { reason: "declined" });
  assert.equal(await page.run("return window.purpose"), "view-pin");
  assert.equal((await page.session.observed()).tokenRequests.length, 0);
});

test("a step-up has no time limit, and its signal is aborted when the attempt ends", async () => {
  const page = await openPage();
  const view = await startView(
    page,
    "pin",
    "{ requestTimeoutMs: 1, stepUp: ({ signal }) => new Promise(() => { window.signal = signal; }) }",
  );
  await view.reaches("authorizing");
  await until("the call", () => page.run("return window.signal !== undefined"));
  assert.equal(await page.run("return window.signal.aborted"), false);
  await view.run("view.hide()");
  assert.equal(await page.run("return window.signal.aborted"), true);
  assert.deepEqual(await view.result(), { reason: "closed_by_host" });
});

describe("the time that the image is visible", () => {
  test("is counted down in text, is announced, and ends with the image removed and its end announced", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", "{ visibleMs: 1500 }");
    await view.isShown();
    await says(page, /^Your card PIN\. The image is shown for 2 seconds\.$/);
    assert.match(await (await page.find(part("timer"))).getText(), /^Hidden in [12] s$/);
    assert.deepEqual(await view.result(), { reason: "expired" });
    assert.equal(await page.count(IMAGE), 0);
    await says(page, /no longer shown/);
  });

  test("can be extended by keyboard, any number of times, and is announced again 20 seconds before its end", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", "{ visibleMs: 25_000 }");
    await view.isShown();
    await says(page, /25 seconds/);
    await page.run(
      `const now = window.Date.now.bind(window.Date); window.skip = 6000; window.Date.now = () => now() + window.skip;`,
    );
    await says(page, /^Hidden in (?:19|18) s$/);
    await page.tabTo(part("extend"));
    await page.press(Key.ENTER);
    await says(page, /25 seconds/);
    await page.run("window.skip = 20_000");
    await says(page, /^Hidden in \d+ s$/);
    assert.equal((await view.report()).state, "ready");
    assert.deepEqual((await view.calls("onEvent")).filter(({ name }) => name === "extend").length, 1);
    await page.run("window.skip = 60_000");
    assert.deepEqual(await view.result(), { reason: "expired" });
  });

  test("is over as soon as a machine that slept wakes, also if the clock was set back", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", "{ visibleMs: 1200 }");
    await view.isShown();
    await page.run("window.Date.now = () => 0");
    assert.deepEqual(await view.result(), { reason: "expired" });
  });
});

describe("the image is hidden", () => {
  /** @type {[string, string, string, string][]} */
  const endings = [
    ["by the cardholder", "{}", `deepFindAll("[data-set-pin-secure-view] >>> [part=hide]")[0].click()`, "dismissed"],
    [
      "with the page",
      "{}",
      `Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`,
      "page_hidden",
    ],
    [
      "when the page is left",
      "{}",
      `window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))`,
      "page_hidden",
    ],
    [
      "when the window loses the focus, with hideOnBlur",
      "{ hideOnBlur: true }",
      `window.dispatchEvent(new Event("blur"))`,
      "page_hidden",
    ],
    [
      "by the host's signal",
      "{ signal: (window.controller = new AbortController()).signal }",
      "window.controller.abort()",
      "closed_by_host",
    ],
    ["by destroy()", "{}", "view.destroy()", "destroyed"],
    ["inside a callback", "{}", "view.show(); view.hide()", "closed_by_host"],
  ];
  for (const [name, options, script, reason] of endings) {
    test(`${name}: at once, and nothing is left`, async () => {
      const page = await openPage();
      const warm = await startView(page, "pin", "{ visibleMs: 1000 }");
      await warm.isShown();
      await warm.run("view.hide()");
      await says(page, /no longer/);
      await warm.run("view.destroy()");
      const before = await page.surroundings();
      const view = await startView(page, "pin", options);
      await view.isShown();
      const url = await imageUrl(page);
      await view.run(script);
      assert.equal(await page.count(IMAGE), 0);
      assert.deepEqual(await view.result(), { reason });
      assert.equal((await view.calls("onExit")).length, 1);
      await view.run("view.destroy()");
      const after = await page.surroundings();
      const globals = after.globals.filter((name) => name !== "controller");
      assert.deepEqual({ ...after, globals }, before);
      assert.deepEqual(await page.placesHolding(new URL(url).searchParams.get("token") ?? ""), []);
      await hasNoErrors(page);
    });
  }

  test("and not when the window loses the focus without hideOnBlur", async () => {
    const page = await openPage();
    const view = await startView(page, "pin");
    await view.isShown();
    await page.run(`window.dispatchEvent(new Event("blur"))`);
    assert.equal((await view.report()).state, "ready");
  });

  test("by the view's own button: the focus returns to the button that opened it", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", "{}", { show: false });
    await page.run(`document.querySelector("#opener").addEventListener("click", () => page.show(0))`);
    await page.tabTo("#opener");
    await page.press(Key.ENTER);
    await view.isShown();
    await page.tabTo(part("hide"));
    await page.press(Key.ENTER);
    assert.deepEqual(await view.result(), { reason: "dismissed" });
    assert.equal(await page.isFocused("#opener"), true);
  });

  test("if other code removes the view or its container: the attempt ends", async () => {
    const page = await openPage();
    const view = await startView(page, "pin");
    await view.isShown();
    await page.run(`document.querySelector("#container").remove()`);
    assert.deepEqual(await view.result(), { reason: "closed_by_host" });
  });
});

describe("callbacks that call back, and host code that throws", () => {
  for (const moment of ["onStateChange requesting", "onStateChange loading", "onReady"]) {
    test(`hide() inside ${moment} ends the attempt once`, async () => {
      const page = await openPage();
      const view = await startView(page, "pin", "{}", { actions: `{ "${moment}": (view) => view.hide() }` });
      assert.deepEqual(await view.result(), { reason: "closed_by_host" });
      assert.deepEqual((await view.calls("onStateChange")).at(-1), "closed");
      assert.equal((await view.calls("onExit")).length, 1);
      assert.equal(await page.count(IMAGE), 0);
    });
  }

  test("show() inside onExit starts another attempt with a fresh token", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", "{}", {
      actions: `{ onReady: (view) => view.hide(), onExit: (view) => view.show() }`,
    });
    await view.result();
    await view.isShown();
    assert.equal((await page.session.observed()).imageTokensIssued, 2);
  });

  test("a callback that throws is reported, and breaks nothing", async () => {
    const page = await openPage();
    const throwing = "() => { throw new Error('of the host') }";
    const view = await startView(page, "pin", "{}", {
      actions: `{ onReady: ${throwing}, onExit: ${throwing}, "onStateChange loading": ${throwing} }`,
    });
    await view.isShown();
    await view.run("view.hide()");
    assert.deepEqual(await view.result(), { reason: "closed_by_host" });
    assert.equal((await page.notes()).pageErrors.length, 3);
  });

  test("a browser method that throws ends the attempt as failed, or leaves it to a retry, without an image", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", "{}", { show: false });
    await page.run(
      `const { createElement } = Document.prototype;
       Document.prototype.createElement = function (name) {
         if (name === "img") throw new Error("replaced");
         return createElement.call(this, name);
       };
       window.restore = () => { Document.prototype.createElement = createElement; };`,
    );
    await view.show();
    await view.reaches("failed");
    await page.run("window.restore()");
    await (await page.find(part("retry"))).click();
    await view.isShown();
    assert.equal((await page.session.observed()).imageTokensIssued, 2);
  });
});

describe("options", () => {
  test("that are wrong: invalid_options names the option, and no request is sent", async () => {
    const page = await openPage();
    /** @type {[string, string][]} */
    const wrong = [
      ["{ tokenUrl: undefined }", "tokenUrl"],
      ["{ fetchToken: async () => ({}) }", "tokenUrl"],
      ["{ tokenUrl: 'https://user@host.example/token' }", "tokenUrl"],
      ["{ tokenUrl: 'javascript:alert(1)' }", "tokenUrl"],
      ["{ allowedOrigins: [] }", "allowedOrigins"],
      ["{ allowedOrigins: ['https://*.example'] }", "allowedOrigins"],
      ["{ allowedOrigins: ['http://issuer.example'] }", "allowedOrigins"],
      ["{ allowedOrigins: ['https://issuer.example/'] }", "allowedOrigins"],
      ["{ allowedOrigins: [location.origin] }", "allowedOrigins"],
      ["{ customCss: { textColor: 'red' } }", "customCss.textColor"],
      ["{ customCss: { textColor: '#111111', backgroundColor: '#111111' } }", "customCss.textColor"],
      ["{ customCss: { panTextColor: '#111111' } }", "customCss"],
      ["{ theme: 'blue' }", "theme"],
      ["{ visibleMs: 999 }", "visibleMs"],
      ["{ visibleMs: Infinity }", "visibleMs"],
      ["{ loadTimeoutMs: '5' }", "loadTimeoutMs"],
      ["{ retry: { maxAttempts: 0 } }", "retry.maxAttempts"],
      ["{ cardStatus: {} }", "cardStatus.url"],
      ["{ stepUp: true }", "stepUp"],
      ["{ credentials: 'all' }", "credentials"],
      ["{ headers: 'x' }", "headers"],
    ];
    for (const [options, name] of wrong) {
      const view = await startView(page, "pin", options);
      const { reason, error } = await view.result();
      assert.deepEqual([reason, error?.code], ["failed", "invalid_options"], options);
      assert.ok(error?.message.startsWith(`\`${name}\` takes `), `${options}: ${error?.message}`);
    }
    for (const container of ["'#nowhere'", "':::'", "document.createElement('div')", "5"]) {
      const { error } = await (await startView(page, "pin", `{ container: ${container} }`)).result();
      assert.equal(error?.code, "container_not_found", container);
    }
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("headers and credentials reach the backend, fetchToken is called instead of it, and update() counts from the next attempt", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", `{ headers: async () => ({ "x-csrf": "1" }) }`);
    await view.isShown();
    assert.equal((await page.session.observed()).tokenRequests[0]?.headers["x-csrf"], "1");
    await view.run(
      `view.update({
         tokenUrl: undefined,
         fetchToken: async (body, { signal, request }) => {
           window.called = [body, signal.aborted, request];
           return (await fetch("/api/card/pin/token", { method: "POST", body: "{}", headers: { "content-type": "application/json" } })).json();
         },
       }); view.hide()`,
    );
    await view.result();
    await view.show();
    await view.isShown();
    assert.deepEqual(await page.run("return window.called"), [{}, false, 1]);
  });

  test("an aborted signal: show() ends at once, without a request", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", "{ signal: AbortSignal.abort() }");
    assert.deepEqual(await view.result(), { reason: "closed_by_host" });
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("locale and messages choose the text, and its direction", async () => {
    const page = await openPage();
    const view = await startView(page, "pin", '{ locale: "ar", messages: { hide: "Weg" } }');
    await view.isShown();
    const box = await page.find(part("box"));
    assert.equal(await box.getAttribute("lang"), "ar");
    assert.equal(await (await page.find(part("hide"))).getText(), "Weg");
    assert.equal(
      await page.run("return getComputedStyle(deepFindAll(arguments[0])[0]).direction", part("controls")),
      "rtl",
    );
  });
});

test("a page whose policy refuses the image: image_blocked names the directive", async () => {
  const page = await openPage(PIN, `${FIXTURE}?csp=no-images`);
  const view = await startView(page, "pin");
  await view.reaches("failed");
  const [error] = await view.calls("onError");
  assert.equal(error.code, "image_blocked");
  assert.match(error.message, /`img-src`/);
});

test("axe-core finds nothing while the image is loading and visible; the view reflows at 320 pixels", async () => {
  const page = await openPage({ ...PIN, faults: { image: [{ kind: "delay", ms: 400 }] } });
  const view = await startView(page, "details");
  await view.reaches("loading");
  assert.deepEqual(await violations(page.driver), []);
  await view.isShown();
  assert.deepEqual(await violations(page.driver), []);
  const isWithin = await page.run(
    `document.querySelector("#container").style.width = "256px";
     const edge = document.querySelector("#container").getBoundingClientRect().right;
     return deepFindAll("[data-set-pin-secure-view] >>> [part]").every((e) => e.getBoundingClientRect().right <= edge + 1)`,
  );
  assert.equal(isWithin, true);
});

test("the page's rules for ::part() apply, and show nothing that is hidden", async () => {
  const page = await openPage(PIN, `${FIXTURE}?csp=none`);
  await page.addRules(
    "::part(box) { display: flex } ::part(status) { color: rgb(1, 2, 3) } ::part(image) { max-width: 33px; pointer-events: auto } ::part(hide) { padding: 7px } ::part(retry) { display: flex !important }",
  );
  const view = await startView(page, "pin");
  await view.isShown();
  const styles = await page.run(
    `return arguments[0].map(([part, name]) => getComputedStyle(deepFindAll("[part=" + part + "]")[0]).getPropertyValue(name))`,
    [
      ["box", "display"],
      ["status", "color"],
      ["image", "max-width"],
      ["image", "pointer-events"],
      ["hide", "padding-left"],
      ["retry", "display"],
    ],
  );
  assert.deepEqual(styles, ["flex", "rgb(1, 2, 3)", "33px", "none", "7px", "none"]);
});

test("the image is not printed", {
  skip: suite.engine === "webkit" ? "its driver prints nothing" : false,
}, async () => {
  const page = await openPage();
  const view = await startView(page, "pin");
  await view.isShown();
  await page.run(
    `window.printed = [];
     window.addEventListener("beforeprint", () => window.printed.push(getComputedStyle(deepFindAll(arguments[0])[0]).display));`,
    IMAGE,
  );
  await page.driver.printPage(/** @type {any} */ ({}));
  const displays = await page.run("return window.printed");
  assert.ok(
    displays.every((/** @type {string} */ display) => display === "none"),
    String(displays),
  );
  assert.equal((await view.report()).state, "ready");
  assert.equal(await (await page.find(IMAGE)).isDisplayed(), true);
});
