/**
 * Invalid options: the widget reports the field's name at once, before it sends any request.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const element = { $: "element" };

/** @type {[field: string, options: Record<string, unknown>][]} */
const wrong = [
  ["tokenUrl", { tokenUrl: undefined }],
  ["tokenUrl", { fetchToken: { $: "function" } }],
  ["tokenUrl", { tokenUrl: 5 }],
  ["tokenUrl", { tokenUrl: "" }],
  ["tokenUrl", { tokenUrl: "http://[" }],
  ["tokenUrl", { tokenUrl: "ftp://localhost/token" }],
  ["tokenUrl", { tokenUrl: "javascript:alert(1)" }],
  ["tokenUrl", { tokenUrl: {} }],
  ["mode", { mode: "popup" }],
  ["mode", { mode: 1 }],
  ["mode", { mode: "Inline" }],
  ["container", { container: undefined }],
  ["container", { container: 42 }],
  ["container", { container: {} }],
  ["container", { container: "#container >" }],
  ["allowedOrigins", { allowedOrigins: "http://127.0.0.1:1" }],
  ["allowedOrigins", { allowedOrigins: [] }],
  ["allowedOrigins", { allowedOrigins: {} }],
  ["allowedOrigins", { allowedOrigins: [5] }],
  ["allowedOrigins", { allowedOrigins: ["*"] }],
  ["allowedOrigins", { allowedOrigins: ["null"] }],
  ["allowedOrigins", { allowedOrigins: [""] }],
  ["allowedOrigins", { allowedOrigins: ["cards.example"] }],
  ["allowedOrigins", { allowedOrigins: ["https://cards.example/"] }],
  ["allowedOrigins", { allowedOrigins: ["https://cards.example/pin"] }],
  ["allowedOrigins", { allowedOrigins: ["https://cards.example:443"] }],
  ["allowedOrigins", { allowedOrigins: ["HTTPS://CARDS.EXAMPLE"] }],
  ["allowedOrigins", { allowedOrigins: ["https://*.cards.example"] }],
  ["allowedOrigins", { allowedOrigins: ["https://user@cards.example"] }],
  ["allowedOrigins", { allowedOrigins: ["http://cards.example"] }],
  ["allowedOrigins", { allowedOrigins: ["http://127.0.0.1.cards.example"] }],
  ["allowedOrigins", { allowedOrigins: ["file://"] }],
  ["allowedOrigins", { allowedOrigins: ["https://cards.example", "https://cards.example/x"] }],
  ["customCss", { customCss: "dark" }],
  ["backgroundColor", { customCss: { backgroundColor: "red" } }],
  ["backgroundColor", { customCss: { backgroundColor: "#FFF" } }],
  ["backgroundColor", { customCss: { backgroundColor: "#12345G" } }],
  ["backgroundColor", { customCss: { backgroundColor: "#123456 " } }],
  ["textColor", { customCss: { textColor: 0 } }],
  ["textColorPrimary", { customCss: { textColorPrimary: "#FFFFFFFF" } }],
  ["pinBorderColor", { customCss: { pinBorderColor: "rgb(0,0,0)" } }],
  ["buttonBorderRadius", { customCss: { buttonBorderRadius: -1 } }],
  ["buttonBorderRadius", { customCss: { buttonBorderRadius: "8" } }],
  ["pinBorderRadius", { customCss: { pinBorderRadius: { $: "NaN" } } }],
  ["pinBorderRadius", { customCss: { pinBorderRadius: { $: "Infinity" } } }],
  // Effective values count, including the issuer's defaults, in upper or lower case. The message
  // may name either colour of a pair.
  ["backgroundColor|textColor", { customCss: { backgroundColor: "#abcdef", textColor: "#ABCDEF" } }],
  ["backgroundColor|textColor", { customCss: { textColor: "#efefef" } }],
  ["backgroundColor|textColor", { customCss: { backgroundColor: "#000000" } }],
  ["backgroundColorPrimary|textColorPrimary", { customCss: { textColorPrimary: "#000000" } }],
  ["backgroundColorPrimary|textColorPrimary", { customCss: { backgroundColorPrimary: "#ffffff" } }],
  ["onReady", { onReady: "ready" }],
  ["onExit", { onExit: {} }],
  ["onStateChange", { onStateChange: 1 }],
  ["onError", { onError: [] }],
];

/** @param {Record<string, unknown>} options */
const inWords = (options) => JSON.stringify(options, (_, value) => (value === undefined ? "(missing)" : value));

describe("invalid_options names the field, and no request is sent", () => {
  for (const [field, options] of wrong) {
    test(inWords(options), async () => {
      const page = await suite.open();
      const widget = await page.start(options);
      const result = await widget.result();
      assert.equal(result.reason, "failed");
      assert.equal(result.outcome, "unknown");
      const { error } = result;
      assert.ok(error);
      assert.deepEqual(
        { name: error.name, code: error.code, retryable: error.retryable, isSetPinError: error.isSetPinError },
        { name: "SetPinError", code: "invalid_options", retryable: false, isSetPinError: true },
      );
      assert.ok(
        field.split("|").some((name) => error.message.includes(name)),
        `"${error.message}" does not name ${field}`,
      );
      if (!("onExit" in options)) assert.equal((await widget.calls("onExit")).length, 1);
      if (!("onError" in options)) assert.equal((await widget.errors()).length, 1);
      assert.equal((await widget.report()).state, "closed");
      const { requests, framesMade, pageErrors } = await page.notes();
      assert.deepEqual({ requests, framesMade, pageErrors }, { requests: [], framesMade: 0, pageErrors: [] });
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  }
});

describe("options that are not an object", () => {
  for (const options of [null, 5, "options", []]) {
    test(`${JSON.stringify(options)}: createSetPin does not throw, and open() reports invalid_options`, async () => {
      const page = await suite.open();
      const widget = await page.startExactly(options);
      const result = await widget.result();
      assert.equal(result.error?.code, "invalid_options");
      await page.hasNoErrors();
    });
  }
});

test("a wrong option can be corrected: the next open() validates again", async () => {
  const page = await suite.open();
  const widget = await page.start({ container: "#later" });
  assert.equal((await widget.result()).error?.code, "container_not_found");
  await page.run(`document.querySelector("#container").id = "later"`);
  await widget.act("open");
  await widget.reaches("ready");
});

describe("container_not_found", () => {
  for (const mode of ["inline", "modal"]) {
    test(`${mode}: a selector without a match`, async () => {
      const page = await suite.open();
      const widget = await page.start({ mode, container: "#nowhere" });
      const result = await widget.result();
      assert.equal(result.reason, "failed");
      assert.equal(result.error?.code, "container_not_found");
      assert.equal(result.error?.retryable, false);
      assert.deepEqual((await page.notes()).requests, []);
    });
  }

  test("an element that is not in the document", async () => {
    const page = await suite.open();
    const widget = await page.start({ container: { $: "detached element" } });
    assert.equal((await widget.result()).error?.code, "container_not_found");
    assert.deepEqual((await page.notes()).requests, []);
  });
});

describe("correct options are accepted", () => {
  /** @type {[string, Record<string, unknown>][]} */
  const right = [
    ["an element as container", { container: element }],
    ["a URL object as tokenUrl", { tokenUrl: { $: "url" } }],
    ["radii of 0", { customCss: { buttonBorderRadius: 0, pinBorderRadius: 0 } }],
    ["no customCss properties", { customCss: {} }],
    ["colours in lower case", { customCss: { backgroundColor: "#abcdef" } }],
  ];
  for (const [what, options] of right) {
    test(what, async () => {
      const page = await suite.open();
      const widget = await page.start(options);
      await widget.reaches("ready");
      await page.hasNoErrors();
    });
  }

  test("modal is the default mode", async () => {
    const page = await suite.open();
    const widget = await page.start({ mode: undefined, container: undefined });
    await widget.reaches("ready");
    assert.equal(await page.count("[data-set-pin-widget] >>> dialog[open] iframe"), 1);
  });
});

describe("a name that is not an option", () => {
  /** @param {import("./harness/host-page.mjs").HostPage} page */
  const warnings = async (page) => (await page.notes()).consoleOutput.filter((line) => line.startsWith("warn:"));

  test("causes one warning on the console that contains the nearest name, and no error", async () => {
    const page = await suite.open();
    const unknown = { dismissOnBackdrops: true, retry: { maxAttempt: 2 }, customCss: { textColour: "#111111" } };
    const widget = await page.ready(unknown);
    await widget.act("close", "open");
    await widget.result();
    await widget.reaches("ready");
    const logged = await warnings(page);
    assert.equal(logged.length, 3, logged.join("\n"));
    assert.match(logged[0] ?? "", /no option `dismissOnBackdrops`.*`dismissOnBackdrop`/);
    assert.match(logged[1] ?? "", /no option `retry\.maxAttempt`.*`retry\.maxAttempts`/);
    assert.match(logged[2] ?? "", /no option `customCss\.textColour`.*`customCss\.textColor`/);
    assert.deepEqual(await widget.errors(), []);
  });

  test("is named before the option that is missing is refused", async () => {
    const page = await suite.open();
    const widget = await page.start({ tokenUrl: undefined, tokenURL: "/api/card/set-pin/token" });
    assert.equal((await widget.result()).error?.code, "invalid_options");
    assert.match((await warnings(page)).join("\n"), /no option `tokenURL`.*`tokenUrl`/);
  });

  test("is not an option for the handle, and not a property of an option's class", async () => {
    const page = await suite.open();
    const ofClasses = { iframe: { $: "an iframe option of a class" }, messages: { $: "messages of a class" } };
    await page.ready({
      ...ofClasses,
      engineSrc: page.origins.host,
      headers: { "x-own": "1" },
      signal: { $: "signal" },
    });
    assert.deepEqual(await warnings(page), []);
  });
});
