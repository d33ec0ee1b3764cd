/**
 * `<set-pin-widget>` on a page without its own script, and controlled by scripts.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Key } from "selenium-webdriver";
import { Source } from "../../xtask/docs/sources.mjs";
import { violations } from "./harness/axe.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { runtimeUnderTest } from "./harness/runtimes.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/sandbox.mjs").Settings} Settings */
/** @typedef {import("./fixtures/element.mjs").RecordedEvent} RecordedEvent */
/** @typedef {import("./fixtures/element.mjs").Made} Made */
/** @typedef {import("set-pin-widget").SetPinEvent} SetPinEvent */

/**
 * Without WebAssembly, a script needs one Trusted Types policy to load its other engine. With
 * WebAssembly, it needs none.
 */
const url = `/fixtures/element.html${runtimeUnderTest() === "webassembly" ? "" : "?trusts=set-pin-widget"}`;

/**
 * Opens the fixture page. A script sets the allowed origin, because ports differ each time.
 * @param {Settings} [settings]
 */
async function open(settings) {
  const page = await suite.open(settings, url);
  await page.run(
    `for (const element of document.querySelectorAll("set-pin-widget")) element.allowedOrigins = [arguments[0]];`,
    page.origins.page,
  );
  return page;
}

/** Makes an element by script. @param {HostPage} page @param {Made} made */
async function make(page, { properties, ...made }) {
  const ordinary = { allowedOrigins: [page.origins.page] };
  await page.run("fixture.make(arguments[0])", JSON.stringify({ properties: { ...ordinary, ...properties }, ...made }));
}

/**
 * Returns the elements' events, in order.
 * @param {HostPage} page
 * @param {string} [name]
 * @returns {Promise<RecordedEvent[]>}
 */
async function recordedEvents(page, name) {
  /** @type {RecordedEvent[]} */
  const log = JSON.parse(await page.run("return fixture.log()"));
  return name === undefined ? log : log.filter((entry) => entry.name === name);
}

/** @param {HostPage} page @param {string} name @returns {Promise<any>} */
async function detailOf(page, name) {
  const first = await until(
    `the event ${name}`,
    async () => (await recordedEvents(page, name))[0],
    () => recordedEvents(page),
  );
  return first.detail;
}

/** @param {HostPage} page @param {string} id @param {string} state */
async function reaches(page, id, state) {
  await until(
    `#${id} to be ${state}`,
    async () => (await page.run("return document.getElementById(arguments[0]).state", id)) === state,
    () => recordedEvents(page),
  );
}

/** Returns the frame's attributes that `iframe` sets. @param {HostPage} page */
async function attributesOf(page) {
  const frame = await page.find(FRAME);
  return Promise.all(["sandbox", "allow", "referrerpolicy"].map((name) => frame.getAttribute(name)));
}

/** @param {HostPage} page @param {string} id */
async function press(page, id) {
  await (await page.find(`#${id}`)).click();
}

describe("a page without its own script", () => {
  test("a click on the button inside opens the dialog, and the PIN is set", async () => {
    const page = await open();
    await press(page, "inside");
    await reaches(page, "modal", "ready");
    assert.equal(await page.count("body > [data-set-pin-widget] >>> dialog"), 1);
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await detailOf(page, "set-pin-exit"), { reason: "page_closed", outcome: "unknown" });
    assert.ok(await page.session.pinIs("4826"));
    assert.equal((await page.session.observed()).tokensIssued, 1);
    await page.hasNoErrors();
  });

  test("by keyboard alone: in, out by the close button, and back to the button that opened it", async () => {
    const page = await open();
    await page.tabTo("#inside");
    await page.press(Key.ENTER);
    await reaches(page, "modal", "ready");
    await page.tabTo("[data-set-pin-close]", { back: true });
    await page.press(Key.ENTER);
    assert.equal((await detailOf(page, "set-pin-exit")).reason, "dismissed");
    assert.ok(await page.isFocused("#inside"));
    await page.hasNoErrors();
  });

  test("a button elsewhere opens by the element's id, and the focus returns to it", async () => {
    const page = await open();
    await press(page, "elsewhere");
    await reaches(page, "modal", "ready");
    await page.hosted().click("cancel");
    await detailOf(page, "set-pin-exit");
    assert.ok(await page.isFocused("#elsewhere"));
    assert.deepEqual([...new Set((await recordedEvents(page)).map(({ id }) => id))], ["modal"]);
  });

  for (const id of ["submits", "link"]) {
    test(`#${id} opens into the element and does nothing else`, async () => {
      const page = await open();
      await press(page, id);
      await reaches(page, "inline", "ready");
      assert.equal(await page.count("set-pin-widget#inline > [data-set-pin-widget] >>> iframe"), 1);
      assert.equal(new URL(await page.driver.getCurrentUrl()).pathname, "/fixtures/element.html");
      await page.hosted().setPinByPointer("4826");
      assert.equal((await detailOf(page, "set-pin-exit")).reason, "page_closed");
      assert.equal(await page.count("[data-set-pin-widget]"), 0);
      await page.hasNoErrors();
    });
  }

  test("a button with a command opens and closes, in browsers that support commands", async (t) => {
    const page = await open();
    if (!(await page.run("return 'commandForElement' in HTMLButtonElement.prototype"))) {
      t.skip("this browser does not support commands");
      return;
    }
    await press(page, "invoker");
    await reaches(page, "modal", "ready");
    await page.hosted().click("cancel");
    await reaches(page, "modal", "closed");
    await press(page, "link");
    await reaches(page, "inline", "ready");
    await press(page, "closer");
    await reaches(page, "inline", "closed");
    assert.deepEqual(await recordedEvents(page, "set-pin-error"), []);
  });

  test("a second click during opening is not an error, and requests no second token", async () => {
    const page = await open({ faults: { token: [{ kind: "delay", ms: 300 }] } });
    await page.run("document.querySelector('#link').click(); document.querySelector('#link').click();");
    await reaches(page, "inline", "ready");
    await press(page, "link");
    assert.deepEqual(await recordedEvents(page, "set-pin-error"), []);
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  });

  test("the widget's own button in an inline element starts again and is not an opener", async () => {
    const page = await open({ faults: { token: [{ kind: "malformed" }] } });
    await press(page, "link");
    await reaches(page, "inline", "failed");
    await (await page.sees("#inline > [data-set-pin-widget] >>> [data-set-pin-retry]")).click();
    await reaches(page, "inline", "ready");
    assert.equal((await recordedEvents(page, "set-pin-error")).length, 1);
    assert.equal((await page.session.observed()).tokenRequests.length, 2);
  });

  test("axe-core finds nothing: closed, in the dialog, and inline", async () => {
    const page = await open();
    assert.deepEqual(await violations(page.driver), []);
    await press(page, "link");
    await reaches(page, "inline", "ready");
    assert.deepEqual(await violations(page.driver), []);
    await press(page, "inside");
    await reaches(page, "modal", "ready");
    assert.deepEqual(await violations(page.driver), []);
  });

  test("auto-open opens without a click", async () => {
    const page = await open();
    await page.run("document.querySelector('#inline').setAttribute('auto-open', '')");
    await reaches(page, "inline", "ready");
    await page.hosted().click("cancel");
    await reaches(page, "inline", "closed");
    assert.equal((await page.session.observed()).tokensIssued, 1);
  });
});

test("a host that prevents the click's default keeps the element closed", async () => {
  const page = await open();
  await page.run("document.querySelector('#inside').addEventListener('click', (event) => event.preventDefault())");
  await press(page, "inside");
  await press(page, "link");
  await reaches(page, "inline", "ready");
  assert.equal(await page.run("return document.querySelector('#modal').state"), "idle");
});

test("every callback is an event, in the order of the callbacks", async () => {
  const page = await open({ tokenLifetimeMs: 60_000 });
  await make(page, { attributes: { mode: "inline", "token-lifetime-ms": "1500" } });
  await page.run("document.querySelector('#made').open()");
  await reaches(page, "made", "expired");
  await page.run("document.querySelector('#made').close()");
  const names = (await recordedEvents(page)).filter(({ name }) => name !== "set-pin-event");
  assert.deepEqual(
    names.map(({ name, detail }) => [name, detail]),
    [
      ["set-pin-state-change", { state: "starting", previous: "idle" }],
      ["set-pin-state-change", { state: "requesting", previous: "starting" }],
      ["set-pin-state-change", { state: "loading", previous: "requesting" }],
      ["set-pin-state-change", { state: "ready", previous: "loading" }],
      ["set-pin-ready", null],
      ["set-pin-state-change", { state: "expired", previous: "ready" }],
      ["set-pin-expire", null],
      ["set-pin-state-change", { state: "closed", previous: "expired" }],
      ["set-pin-exit", { reason: "expired", outcome: "unknown" }],
    ],
  );
  const events = (await recordedEvents(page, "set-pin-event")).map(
    ({ detail }) => /** @type {{name: string}} */ (detail).name,
  );
  assert.deepEqual([events[0], events.at(-1)], ["open", "exit"]);
});

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
  locale: "de",
  messages: { title: "Your PIN" },
  dismissOnBackdrop: true,
  cardStatus: { url: "/api/card/status", waitForActive: { intervalMs: 500 } },
  confirmOutcome: { $: "returns true" },
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
  const callbacks = source("element/set-pin-element.ts")
    .values("CallbackName")
    .map(({ value }) => value);
  // `retry` is a method of the element.
  const options = source("handle/types.ts")
    .members("SetPinOptions")
    .filter(({ name }) => name !== "retry" && !callbacks.includes(name));

  test("is a property, which returns the value that was set", async () => {
    const names = options.map(({ name }) => name).filter((name) => !name.includes("."));
    assert.deepEqual(Object.keys(OPTIONS).toSorted(), names.toSorted());
    const page = await open();
    await page.run('fixture.define("plain-set-pin"); fixture.make(arguments[0])', '{"name": "plain-set-pin"}');
    const values = { ...OPTIONS, autoOpen: true };
    const outcomes = JSON.parse(await page.run("return fixture.setAll(arguments[0])", JSON.stringify(values)));
    const good = { isKnown: true, isReadBack: true, isTakenBack: true };
    assert.deepEqual(outcomes, Object.fromEntries(Object.keys(values).map((name) => [name, good])));
  });

  test("is set by its attribute, if it has one", async () => {
    const page = await open();
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
  test("affect the token request, the frame and the texts", async () => {
    const page = await open();
    await make(page, {
      attributes: {
        mode: "inline",
        theme: "dark",
        "custom-css": '{"pinBorderRadius": 1}',
        headers: '{"x-csrf": "from-a-template"}',
        width: "320px",
        height: "450px",
        locale: "de",
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
    assert.equal(await frame.getAttribute("title"), "Karten-PIN festlegen");
  });

  for (const mode of ["inline", "modal"]) {
    test(`container, ${mode}: the frame is in it, and not at its default place`, async () => {
      const page = await open();
      await make(page, { attributes: { mode, "auto-open": "" }, properties: { container: "form" } });
      await reaches(page, "made", "ready");
      assert.equal(await page.count("form > [data-set-pin-widget] >>> iframe"), 1);
      assert.equal(await page.count(FRAME), 1);
    });
  }

  test("credentials: with `omit` the backend does not know the cardholder", async () => {
    const page = await open();
    await make(page, { attributes: { "auto-open": "" }, properties: { credentials: "omit" } });
    assert.equal((await detailOf(page, "set-pin-error")).code, "unauthenticated");
    // The sandbox identifies its cardholder by the cookie alone.
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("request-timeout-ms: a request ends when the time is over", async () => {
    const page = await open({ faults: { token: [{ kind: "hang" }] } });
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
    const page = await open({ faults: { page: [{ kind: "hang" }] } });
    await make(page, { attributes: { "load-timeout-ms": "1000", "auto-open": "" } });
    assert.equal((await detailOf(page, "set-pin-error")).code, "frame_timeout");
  });

  test("failure: a failure ends the attempt", async () => {
    const page = await open({ faults: { token: [{ kind: "status", status: 503, times: 9 }] } });
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
      const page = await open();
      await make(page, { attributes: { [attribute]: value, "auto-open": "" } });
      const { code, message } = await detailOf(page, "set-pin-error");
      assert.equal(code, "invalid_options");
      assert.ok(message.includes(option), message);
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  }

  test("an attribute that is removed no longer applies", async () => {
    const page = await open();
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
    const page = await open();
    await make(page, { properties: { signal: { $: "signal" } }, attributes: { "auto-open": "" } });
    await reaches(page, "made", "ready");
    await page.run("fixture.abort()");
    assert.deepEqual(await detailOf(page, "set-pin-exit"), { reason: "closed_by_host", outcome: "unknown" });
    assert.equal(await page.count(FRAME), 0);
  });

  test("iframe: the frame has its attributes", async () => {
    const page = await open();
    await make(page, { properties: { iframe: OPTIONS.iframe }, attributes: { "auto-open": "" } });
    await reaches(page, "made", "ready");
    assert.deepEqual(await attributesOf(page), Object.values(OPTIONS.iframe));
  });

  test("cardStatus: the host's own function is called first", async () => {
    const page = await open();
    const cardStatus = { fetch: { $: "rejects with a status of 401" } };
    await make(page, { properties: { cardStatus }, attributes: { "auto-open": "" } });
    const { code, status } = await detailOf(page, "set-pin-error");
    assert.deepEqual({ code, status }, { code: "card_status_failed", status: 401 });
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("confirmOutcome: the host's own function decides the outcome", async () => {
    const page = await open();
    await make(page, { properties: { confirmOutcome: { $: "returns true" } }, attributes: { "auto-open": "" } });
    await reaches(page, "made", "ready");
    await page.hosted().click("cancel");
    assert.deepEqual(await detailOf(page, "set-pin-exit"), { reason: "page_closed", outcome: "confirmed" });
  });

  test("make the widget wait for the card", async () => {
    const page = await open({ card: "ORDERED", activateAfterPolls: 2 });
    const cardStatus = { url: "/api/card/status", waitForActive: { intervalMs: 500 } };
    await make(page, { attributes: { "auto-open": "" }, properties: { cardStatus } });
    await reaches(page, "made", "ready");
    assert.ok((await page.session.observed()).statusRequests > 1);
  });

  test("take precedence over attributes, and are not reflected to attributes, so that no clone of the element has them", async () => {
    const page = await open();
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
    const page = await open();
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
    const page = await open();
    await make(page, { properties: { options: { theme: "dark", retry: false } } });
    const themes = await page.run(`
      const made = document.querySelector("#made");
      const first = made.theme;
      made.theme = "light";
      return [first, made.theme, made.options.retry];`);
    assert.deepEqual(themes, ["dark", "light", false]);
  });

  test("options give functions: the host's own token request, and callbacks in addition to the events", async () => {
    const page = await open();
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
    const page = await open();
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

test("defining it again, by another copy of the package, changes nothing", async () => {
  const page = await open();
  const same = await page.run(`
    const before = customElements.get("set-pin-widget");
    fixture.define();
    fixture.define("set-pin-widget");
    return before !== undefined && before === customElements.get("set-pin-widget");`);
  assert.ok(same);
  await press(page, "inside");
  await reaches(page, "modal", "ready");
  await page.hasNoErrors();
});

describe("outside the document", () => {
  for (const id of ["modal", "inline"]) {
    test(`removing it ends an attempt that is ${id}, and leaves nothing`, async () => {
      const page = await open();
      const before = await page.surroundings();
      await page.run(`document.querySelector("#${id}").open()`);
      await reaches(page, id, "ready");
      await page.run(`
        fixture.listenCloseBy("#${id}");
        window.taken = document.querySelector("#${id}");
        taken.remove();`);
      assert.deepEqual(await detailOf(page, "set-pin-exit"), { reason: "destroyed", outcome: "unknown" });
      assert.deepEqual(await recordedEvents(page, "set-pin-error"), []);
      const { listeners, observers, requestsInFlight } = await page.surroundings();
      const expected = [...before.listeners];
      expected.splice(expected.indexOf("document click"), 1);
      const closeBy = /^set-pin-widget set-pin-/;
      assert.deepEqual(
        { listeners: listeners.filter((name) => !closeBy.test(name)), observers, requestsInFlight },
        {
          listeners: expected,
          observers: [],
          requestsInFlight: 0,
        },
      );
      await page.hasNoErrors();
    });
  }

  test("inserted and removed within one task, even late in it, it sends no request", async () => {
    const page = await open();
    await page.run("document.querySelector('#modal').open()");
    await reaches(page, "modal", "ready"); // The engine is loaded: the next attempt begins at once.
    await page.run("document.querySelector('#modal').close()");
    for (const microtasks of [0, 1, 2, 3, 10]) {
      const ended = await page.driver.executeAsyncScript(
        `const [microtasks, done] = arguments;
         const element = document.createElement("set-pin-widget");
         element.setAttribute("auto-open", "");
         element.addEventListener("set-pin-exit", ({ detail }) => done(detail.reason));
         (async () => {
           document.querySelector("main").append(element);
           for (let turn = 0; turn < microtasks; turn += 1) await undefined;
           element.remove();
         })();`,
        microtasks,
      );
      assert.equal(ended, "destroyed");
    }
    await page.run("document.querySelector('#modal').open()");
    await reaches(page, "modal", "ready");
    assert.equal((await page.session.observed()).tokenRequests.length, 2, "the first and the last");
    await page.hasNoErrors();
  });

  test("inserted again, it opens again", async () => {
    const page = await open();
    await press(page, "inside");
    await reaches(page, "modal", "ready");
    await page.run("fixture.listenCloseBy('#modal'); window.taken = document.querySelector('#modal'); taken.remove();");
    await detailOf(page, "set-pin-exit");
    await page.run("document.querySelector('main').append(taken)");
    assert.equal(await page.run("return taken.state"), "idle");
    await press(page, "inside");
    await reaches(page, "modal", "ready");
    await page.hasNoErrors();
  });

  test("moving it within one task does not end the attempt", async () => {
    const page = await open();
    await page.run("document.querySelector('#modal').open()");
    await reaches(page, "modal", "ready");
    await page.run("document.querySelector('main').append(document.querySelector('#modal'))");
    await page.hosted().setPinByPointer("4826");
    assert.equal((await detailOf(page, "set-pin-exit")).reason, "page_closed");
    assert.equal((await page.session.observed()).tokensIssued, 1);
    await press(page, "inside");
    await reaches(page, "modal", "ready");
  });

  test("moving it while its engine loads does not end the attempt either", async () => {
    const page = await open();
    await page.run(
      "document.querySelector('#modal').open(); document.querySelector('main').append(document.querySelector('#modal'))",
    );
    await reaches(page, "modal", "ready");
    assert.equal((await page.session.observed()).tokensIssued, 1);
  });

  test("moving an inline one uses up its token: it reports that and offers to start again", async () => {
    const page = await open();
    await page.run("document.querySelector('#inline').open()");
    await reaches(page, "inline", "ready");
    await page.run("document.querySelector('main').append(document.querySelector('#inline'))");
    await reaches(page, "inline", "failed");
    assert.equal((await detailOf(page, "set-pin-error")).code, "frame_reloaded");
    await (await page.sees("#inline > [data-set-pin-widget] >>> [data-set-pin-retry]")).click();
    await reaches(page, "inline", "ready");
  });

  test("moveBefore() keeps the frame alive, if the browser supports that in a shadow tree", async (t) => {
    const page = await open();
    if (!(await page.run("return 'moveBefore' in Element.prototype"))) {
      t.skip("this browser has no moveBefore()");
      return;
    }
    await page.run("document.querySelector('#inline').open()");
    await reaches(page, "inline", "ready");
    await page.run("document.querySelector('main').moveBefore(document.querySelector('#inline'), null)");
    if (suite.engine === "firefox") {
      assert.equal((await detailOf(page, "set-pin-error")).code, "frame_reloaded");
      return;
    }
    await page.hosted().setPinByPointer("4826");
    assert.equal((await detailOf(page, "set-pin-exit")).reason, "page_closed");
    assert.equal((await page.session.observed()).spentPageAccesses, 0);
  });
});
