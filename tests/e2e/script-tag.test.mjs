/**
 * The script tag: its attributes, other ways to add the script to a page, and the URL of its second
 * engine.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engineUnderTest, launch } from "./harness/engines.mjs";
import { packaged, startSite } from "./harness/site.mjs";
import { until } from "./harness/wait.mjs";

const NONCE = "bm9uY2U=";
const SCRIPT = "/set-pin-widget.js";
const ENGINE = "/set-pin-widget-engine.js";

/** @type {Awaited<ReturnType<typeof launch>> | undefined} */
let browser;
before(
  async () => {
    browser = await launch(engineUnderTest());
  },
  { timeout: 90_000 },
);
after(() => browser?.stop());

/**
 * Opens a page with this head, and waits for the package. WebAssembly cannot run there.
 * @param {import("node:test").TestContext} context
 * @param {(cdn: string) => string} head
 */
async function visit(context, head) {
  if (!browser) throw new Error("A page can be opened only from within a test");
  const { driver } = browser;
  const [host, cdn] = await Promise.all([startSite(), startSite()]);
  context.after(() => Promise.all([host.stop(), cdn.stop()]));
  for (const site of [host, cdn]) site.responses[SCRIPT] = async () => ({ body: await packaged(SCRIPT.slice(1)) });
  cdn.responses["/engine.js"] = async () => ({ body: await packaged(ENGINE.slice(1)) });
  cdn.responses["/without-cors.js"] = async () => ({
    body: await packaged(ENGINE.slice(1)),
    headers: { "access-control-allow-origin": "https://elsewhere.example" },
  });
  host.responses["/bundle.js"] = async () => ({ body: `(function () {\n${await packaged(SCRIPT.slice(1))}\n})();` });
  host.responses["/"] = () => ({
    type: "text/html",
    headers: {
      "content-security-policy": `default-src 'none'; connect-src 'self'; script-src 'self' ${cdn.origin} 'nonce-${NONCE}'`,
    },
    body: `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,">${head(cdn.origin)}</head><body><set-pin-widget id="pin"></set-pin-widget></body></html>`,
  });
  await driver.get(`${host.origin}/`);
  await until("the package", () => driver.executeScript("return typeof SetPin === 'object'"));
  return { driver, host, cdn };
}

const inlined = async () => (await packaged(SCRIPT.slice(1))).replaceAll("</", "<\\/");

/** @param {import("selenium-webdriver").WebDriver} driver */
const isDefined = (driver) => driver.executeScript("return customElements.get('set-pin-widget') !== undefined");

/**
 * Returns the outcome of `preload()`.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {Record<string, string>} [options]
 */
const preload = (driver, options = {}) =>
  driver.executeAsyncScript(
    "const [options, done] = arguments; SetPin.preload(options).then(() => done(true), () => done(false))",
    options,
  );

describe("the tag's own attributes", () => {
  test("without data-token-url, the script defines no element", async (context) => {
    const { driver } = await visit(
      context,
      () => `<script src="${SCRIPT}" data-allowed-origins="https://a.example"></script>`,
    );
    assert.equal(await isDefined(driver), false);
    await driver.executeScript("SetPin.defineSetPinElement('set-pin-widget', { tokenUrl: '/mine' })");
    assert.equal(await driver.executeScript("return document.querySelector('#pin').tokenUrl"), "/mine");
  });

  for (const [what, before] of Object.entries({
    "an image named currentScript": `<img name="currentScript" data-token-url="/other" alt="">`,
    "another script's data": `<script type="text/plain" name="currentScript" data-token-url="/other"></script>`,
    "a frame named currentScript": `<iframe name="currentScript" data-token-url="/other"></iframe>`,
  })) {
    test(`${what} is not used as the tag`, async (context) => {
      const { driver, host } = await visit(
        context,
        () => `${before}<script src="${SCRIPT}" data-token-url="/mine"></script>`,
      );
      const tokenUrl = await driver.executeScript("return document.querySelector('#pin').tokenUrl");
      assert.equal(tokenUrl, `${host.origin}/mine`);
    });

    test(`${what} does not define the element either`, async (context) => {
      const { driver } = await visit(context, () => `${before}<script src="${SCRIPT}"></script>`);
      assert.equal(await isDefined(driver), false);
    });
  }
});

describe("a <base> in injected markup", () => {
  test("does not change the tag's URLs once the script has run", async (context) => {
    const { driver, host } = await visit(
      context,
      () => `<script src="${SCRIPT}" data-token-url="api/pin"></script><base href="/uploads/7/">`,
    );
    const tokenUrl = await driver.executeScript("return document.querySelector('#pin').tokenUrl");
    assert.equal(tokenUrl, `${host.origin}/api/pin`);
  });

  test("redirects no request of the tag to another origin", async (context) => {
    const { driver, host } = await visit(
      context,
      (cdn) => `<base href="${cdn}/"><script src="${SCRIPT}" data-token-url="api/pin"></script>`,
    );
    const tokenUrl = await driver.executeScript("return document.querySelector('#pin').tokenUrl");
    assert.equal(tokenUrl, `${host.origin}/api/pin`);
  });
});

describe("loaded in another way", () => {
  test("as a module: SetPin is on globalThis, and the tag defines no element", async (context) => {
    const { driver } = await visit(
      context,
      () => `<script type="module" src="${SCRIPT}" data-token-url="/mine"></script>`,
    );
    assert.equal(await isDefined(driver), false);
    assert.deepEqual(await driver.executeScript("return Object.keys(SetPin).sort()"), [
      "SetPinError",
      "completeRedirect",
      "createSetPin",
      "defineSetPinElement",
      "preload",
      "themes",
    ]);
  });

  test("wrapped in a function: SetPin is on globalThis, and the tag applies", async (context) => {
    const { driver, host } = await visit(context, () => `<script src="/bundle.js" data-token-url="/mine"></script>`);
    const tokenUrl = await driver.executeScript("return document.querySelector('#pin').tokenUrl");
    assert.equal(tokenUrl, `${host.origin}/mine`);
  });

  test("an element with the id SetPin does not replace it", async (context) => {
    const { driver } = await visit(context, () => `<meta id="SetPin"><script src="${SCRIPT}"></script>`);
    await until("the global", () => driver.executeScript("return typeof SetPin.createSetPin === 'function'"));
  });
});

describe("if WebAssembly cannot run and the engine is not in the script's folder", () => {
  test("data-engine-src names its URL: inlined", async (context) => {
    const script = await inlined();
    const { driver, cdn } = await visit(
      context,
      (origin) => `<script nonce="${NONCE}" data-engine-src="${origin}/engine.js">${script}</script>`,
    );
    assert.equal(await preload(driver), true);
    assert.deepEqual(cdn.requests, ["/engine.js"]);
  });

  for (const [what, attributes] of Object.entries({ "a module": 'type="module"', "concatenated elsewhere": "" })) {
    test(`engineSrc names its URL: ${what}`, async (context) => {
      const { driver, cdn } = await visit(context, () => `<script ${attributes} src="/bundle.js"></script>`);
      assert.equal(await preload(driver), false);
      assert.equal(await preload(driver, { engineSrc: `${cdn.origin}/engine.js` }), true);
      assert.deepEqual(cdn.requests, ["/engine.js"]);
    });
  }

  test("the option engineSrc of a widget, and the message without it", async (context) => {
    const { driver, cdn } = await visit(context, () => `<script src="/bundle.js"></script>`);
    /** @param {Record<string, string>} options @returns {Promise<{code: string, message: string}>} */
    const open = (options) =>
      driver.executeAsyncScript(
        `const [options, done] = arguments;
         SetPin.createSetPin({ tokenUrl: "/token", onFailure: "close", ...options }).open().then(({ error }) => done({ ...error, message: error.message }));`,
        options,
      );
    const { code, message } = await open({});
    assert.equal(code, "runtime_load_failed");
    assert.match(message, /`engineSrc`/);
    assert.equal((await open({ engineSrc: `${cdn.origin}/engine.js` })).code, "card_not_found");
  });

  test("an engine on another origin without CORS is refused", async (context) => {
    const { driver, cdn } = await visit(context, () => `<script src="/bundle.js"></script>`);
    assert.equal(await preload(driver, { engineSrc: `${cdn.origin}/without-cors.js` }), false);
  });
});
