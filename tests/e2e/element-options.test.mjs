/**
 * `<set-pin-widget>`: each option as a property and, if it has one, as an attribute.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Source } from "../../xtask/docs/sources.mjs";
import { attributesOf, detailOf, make, openElements, reaches, recordedEvents } from "./harness/element-page.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("set-pin-widget").SetPinEvent} SetPinEvent */

/** A value for each option that is a property of the element. */
const OPTIONS = {
  tokenUrl: "https://a.example/token",
  fetchToken: { $: "requests the token from the backend" },
  headers: { "x-csrf": "secret" },
  credentials: "include",
  mode: "inline",
  container: "#container",
  redirectUrl: "https://a.example/after",
  allowedOrigins: ["https://a.example", "https://b.example"],
  theme: "dark",
  customCss: { pinBorderRadius: 1 },
  width: "320px",
  height: "450px",
  contrastWarning: false,
  purpose: "change",
  locale: "de",
  messages: { title: "Your PIN" },
  hideHeader: true,
  dismissOnBackdrop: true,
  cardStatus: { url: "/api/card/status", waitForActive: { intervalMs: 500 } },
  confirmOutcome: { $: "returns true" },
  pinVersion: { $: "returns 1, then 2" },
  stepUp: { $: "returns false" },
  onSignIn: { $: "signs in" },
  requestTimeoutMs: 5000,
  loadTimeoutMs: 6000,
  tokenLifetimeMs: 7000,
  onExpiry: "close",
  onFailure: "close",
  iframe: { sandbox: "allow-scripts allow-same-origin", allow: "clipboard-read", referrerPolicy: "no-referrer" },
  engineSrc: "https://a.example/engine.js",
  signal: { $: "signal" },
};

/**
 * The option that each attribute sets, and the text for the value above.
 * @type {Record<string, [option: string, text: string]>}
 */
const ATTRIBUTES = {
  mode: ["mode", "inline"],
  theme: ["theme", "dark"],
  "custom-css": ["customCss", '{"pinBorderRadius": 1}'],
  width: ["width", "320px"],
  height: ["height", "450px"],
  "contrast-warning": ["contrastWarning", "false"],
  locale: ["locale", "de"],
  "hide-header": ["hideHeader", "true"],
  "dismiss-on-backdrop": ["dismissOnBackdrop", ""],
  "request-timeout-ms": ["requestTimeoutMs", "5000"],
  "load-timeout-ms": ["loadTimeoutMs", "6000"],
  "token-lifetime-ms": ["tokenLifetimeMs", "7000"],
  expiry: ["onExpiry", "close"],
  failure: ["onFailure", "close"],
};

describe("every option that the types declare", () => {
  const source = (/** @type {string} */ name) =>
    new Source(fileURLToPath(new URL(`../../pkg-template/src/${name}`, import.meta.url)));
  const callbacks = source("generated/element.ts")
    .values("CallbackName")
    .map(({ value }) => value);
  // `retry` is a method of the element.
  const options = source("generated/options.ts")
    .members("SetPinOptions")
    .filter(({ name }) => name !== "retry" && !callbacks.includes(name));

  test("is a property, which returns the value that was set", async () => {
    const names = options.map(({ name }) => name).filter((name) => !name.includes("."));
    assert.deepEqual(Object.keys(OPTIONS).toSorted(), names.toSorted());
    const page = await openElements(suite);
    await page.run('fixture.define("plain-set-pin"); fixture.make(arguments[0])', '{"name": "plain-set-pin"}');
    const values = { ...OPTIONS, autoOpen: true };
    const outcomes = JSON.parse(await page.run("return fixture.setAll(arguments[0])", JSON.stringify(values)));
    const good = { isKnown: true, isReadBack: true, isTakenBack: true };
    assert.deepEqual(outcomes, Object.fromEntries(Object.keys(values).map((name) => [name, good])));
  });

  test("is set by its attribute, if it has one", async () => {
    const page = await openElements(suite);
    const attributes = Object.fromEntries(Object.entries(ATTRIBUTES).map(([name, [, text]]) => [name, text]));
    await make(page, { attributes });
    const names = Object.values(ATTRIBUTES).map(([option]) => option);
    /** @type {Record<string, unknown>} */
    const read = JSON.parse(
      await page.run(
        `const made = document.querySelector("#made");
         return JSON.stringify(Object.fromEntries(arguments[0].map((name) => [name, made[name]])));`,
        names,
      ),
    );
    assert.deepEqual(read, Object.fromEntries(Object.entries(OPTIONS).filter(([name]) => names.includes(name))));
  });
});

describe("attributes", () => {
  test("affect the token request and the frame", async () => {
    const page = await openElements(suite);
    await make(page, {
      attributes: {
        mode: "inline",
        theme: "dark",
        "custom-css": '{"pinBorderRadius": 1}',
        headers: '{"x-csrf": "from-a-template"}',
        width: "320px",
        height: "450px",
        "auto-open": "",
      },
    });
    await reaches(page, "made", "ready");
    const [request] = (await page.session.observed()).tokenRequests;
    const look = /** @type {Record<string, unknown> | undefined} */ (request?.body.customCss);
    assert.equal(look?.backgroundColor, "#1F2937");
    assert.equal(look?.pinBorderRadius, 1);
    assert.equal(
      request?.headers["x-csrf"],
      undefined,
      "markup sets no header by which a backend recognizes its own pages",
    );
    const frame = await page.find(FRAME);
    assert.deepEqual(await frame.getRect().then(({ width, height }) => ({ width, height })), {
      width: 320,
      height: 450,
    });
  });

  test("locale selects the text", async () => {
    const page = await openElements(suite);
    // The module: the policy of this page lets no script load another file.
    await page.run("fixture.define('of-module')");
    const properties = { tokenUrl: "/api/card/set-pin/token" };
    await make(page, { name: "of-module", properties, attributes: { mode: "inline", locale: "de" } });
    await page.run("document.querySelector('#made').open()");
    await reaches(page, "made", "ready");
    const title = await (await page.find(FRAME)).getAttribute("title");
    assert.equal(title, "PIN-Eingabe, bereitgestellt vom Kartenherausgeber");
  });

  for (const mode of ["inline", "modal"]) {
    test(`container, ${mode}: the frame is in it, and not at its default place`, async () => {
      const page = await openElements(suite);
      await make(page, { attributes: { mode, "auto-open": "" }, properties: { container: "form" } });
      await reaches(page, "made", "ready");
      assert.equal(await page.count("form > [data-set-pin-widget] >>> iframe"), 1);
      assert.equal(await page.count(FRAME), 1);
    });
  }

  test("credentials: with `omit` the backend does not know the cardholder", async () => {
    const page = await openElements(suite);
    await make(page, { attributes: { "auto-open": "" }, properties: { credentials: "omit" } });
    assert.equal((await detailOf(page, "set-pin-error")).code, "unauthenticated");
    // The sandbox identifies its cardholder by the cookie alone.
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("request-timeout-ms: a request ends when the time is over", async () => {
    const page = await openElements(suite, { faults: { token: [{ kind: "hang" }] } });
    await make(page, {
      attributes: { "request-timeout-ms": "1000", "auto-open": "" },
      properties: { options: { retry: false } },
    });
    assert.equal((await detailOf(page, "set-pin-error")).code, "timeout");
    const events = (await recordedEvents(page, "set-pin-event")).map(
      ({ detail }) => /** @type {SetPinEvent} */ (detail),
    );
    const { elapsedMs = Number.NaN } = events.find(({ name }) => name === "error") ?? {};
    assert.ok(elapsedMs < 15_000, `waited for ${elapsedMs} ms, as without the attribute`);
  });

  test("load-timeout-ms: a load ends when the time is over", async () => {
    const page = await openElements(suite, { faults: { page: [{ kind: "hang" }] } });
    await make(page, { attributes: { "load-timeout-ms": "1000", "auto-open": "" } });
    assert.equal((await detailOf(page, "set-pin-error")).code, "frame_timeout");
  });

  test("failure: a failure ends the attempt", async () => {
    const page = await openElements(suite, { faults: { token: [{ kind: "status", status: 503, times: 9 }] } });
    await make(page, {
      attributes: { failure: "close", "auto-open": "" },
      properties: { options: { retry: { maxAttempts: 2, delayMs: 1 } } },
    });
    const { reason, error } = await detailOf(page, "set-pin-exit");
    assert.deepEqual({ reason, code: error.code }, { reason: "failed", code: "server_error" });
    assert.equal((await page.session.observed()).tokenRequests.length, 2);
  });

  const wrong = {
    "token-lifetime-ms": ["soon", "tokenLifetimeMs"],
    mode: ["popup", "mode"],
    "custom-css": ["{", "customCss"],
    "dismiss-on-backdrop": ["yes", "dismissOnBackdrop"],
    expiry: ["later", "onExpiry"],
    failure: ["", "onFailure"],
  };
  for (const [attribute, [value = "", option = ""]] of Object.entries(wrong)) {
    test(`${attribute}="${value}" is refused by the engine, which names ${option}`, async () => {
      const page = await openElements(suite);
      await make(page, { attributes: { [attribute]: value, "auto-open": "" } });
      const { code, message } = await detailOf(page, "set-pin-error");
      assert.equal(code, "invalid_options");
      assert.ok(message.includes(option), message);
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  }

  test("an attribute that is removed no longer applies", async () => {
    const page = await openElements(suite);
    await make(page, { attributes: { theme: "dark", mode: "inline" } });
    await page.run("const made = document.querySelector('#made'); made.open(); made.close();");
    await page.run("const made = document.querySelector('#made'); made.removeAttribute('theme'); made.open();");
    await reaches(page, "made", "ready");
    const [request] = (await page.session.observed()).tokenRequests;
    assert.equal(request?.body.customCss, undefined);
  });
});

describe("properties", () => {
  test("signal: aborted, it ends the attempt", async () => {
    const page = await openElements(suite);
    await make(page, { properties: { signal: { $: "signal" } }, attributes: { "auto-open": "" } });
    await reaches(page, "made", "ready");
    await page.run("fixture.abort()");
    assert.deepEqual(await detailOf(page, "set-pin-exit"), { reason: "closed_by_host", outcome: "unknown" });
    assert.equal(await page.count(FRAME), 0);
  });

  test("iframe: the frame has its attributes", async () => {
    const page = await openElements(suite);
    await make(page, { properties: { iframe: OPTIONS.iframe }, attributes: { "auto-open": "" } });
    await reaches(page, "made", "ready");
    assert.deepEqual(await attributesOf(page), Object.values(OPTIONS.iframe));
  });

  test("cardStatus: the host's own function is called first", async () => {
    const page = await openElements(suite);
    const cardStatus = { fetch: { $: "rejects with a status of 401" } };
    await make(page, { properties: { cardStatus }, attributes: { "auto-open": "" } });
    const { code, status } = await detailOf(page, "set-pin-error");
    assert.deepEqual({ code, status }, { code: "unauthenticated", status: 401 });
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("confirmOutcome: the host's own function decides the outcome", async () => {
    const page = await openElements(suite);
    await make(page, { properties: { confirmOutcome: { $: "returns true" } }, attributes: { "auto-open": "" } });
    await reaches(page, "made", "ready");
    await page.hosted().cancelByScript();
    assert.deepEqual(await detailOf(page, "set-pin-exit"), { reason: "page_closed", outcome: "confirmed" });
  });

  test("make the widget wait for the card", async () => {
    const page = await openElements(suite, { card: "NONE", activateAfterPolls: 2 });
    const cardStatus = { url: "/api/card/status", waitForActive: { intervalMs: 500 } };
    await make(page, { attributes: { "auto-open": "" }, properties: { cardStatus } });
    await reaches(page, "made", "ready");
    assert.ok((await page.session.observed()).statusRequests > 1);
  });

  test("take precedence over attributes, and are not reflected to attributes, so that no clone of the element has them", async () => {
    const page = await openElements(suite);
    await make(page, { attributes: { theme: "dark", width: "300px" } });
    const seen = await page.run(`
      const made = document.querySelector("#made");
      const before = made.outerHTML;
      made.theme = "light";
      made.allowedOrigins = ["https://a.example"];
      made.requestTimeoutMs = 5;
      const clone = made.cloneNode(true);
      const read = [made, clone].map((one) => [one.theme, one.width, one.requestTimeoutMs, one.allowedOrigins]);
      made.theme = undefined;
      return JSON.stringify([...read, made.theme, made.outerHTML === before]);`);
    const clone = ["dark", "300px", null, null];
    assert.deepEqual(JSON.parse(seen), [["light", "300px", 5, ["https://a.example"]], clone, "dark", true]);
  });

  test("a value that an attribute must not have is not written into the document", async () => {
    const page = await openElements(suite);
    await make(page, {
      properties: { headers: { "x-csrf": "secret" }, customCss: { pinBorderRadius: 1 }, mode: "inline" },
    });
    assert.ok(!(await page.run("return document.querySelector('#made').outerHTML")).includes("secret"));
    await page.run("document.querySelector('#made').open()");
    await reaches(page, "made", "ready");
    const [request] = (await page.session.observed()).tokenRequests;
    assert.equal(request?.headers["x-csrf"], "secret");
    assert.deepEqual(request?.body.customCss, { pinBorderRadius: 1 });
  });

  test("the last value applies, whether attribute or property", async () => {
    const page = await openElements(suite);
    await make(page, { properties: { options: { theme: "dark", retry: false } } });
    const themes = await page.run(`
      const made = document.querySelector("#made");
      const first = made.theme;
      made.theme = "light";
      return [first, made.theme, made.options.retry];`);
    assert.deepEqual(themes, ["dark", "light", false]);
  });

  test("options give functions: the host's own token request, and callbacks in addition to the events", async () => {
    const page = await openElements(suite);
    await make(page, {
      attributes: { mode: "inline" },
      properties: {
        options: {
          allowedOrigins: [page.origins.page],
          fetchToken: { $: "requests the token from the backend" },
          onReady: { $: "returns true" },
        },
      },
    });
    await page.run("document.querySelector('#made').open()");
    await reaches(page, "made", "ready");
    assert.equal((await page.session.observed()).tokensIssued, 1);
    await page.hasNoErrors();
  });

  test("that are set before the element is defined apply too", async () => {
    const page = await openElements(suite);
    await make(page, {
      name: "late-set-pin",
      properties: {
        options: { retry: false },
        mode: "inline",
        fetchToken: { $: "requests the token from the backend" },
      },
    });
    const seen = await page.run(`
      const made = document.querySelector("#made");
      const before = typeof made.open;
      fixture.define("late-set-pin");
      made.open();
      return [before, Object.keys(made).length, made.mode, made.options.retry];`);
    assert.deepEqual(seen, ["undefined", 0, "inline", false]);
    await reaches(page, "made", "ready");
  });
});
