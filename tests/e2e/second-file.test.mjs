/**
 * The entries in two files: the second file is loaded before the first attempt, unchanged and once.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { engineUnderTest } from "./harness/engines.mjs";
import {
  CHANGE,
  LAZY_MODULE,
  LAZY_SCRIPT,
  MODULE_ENGINE,
  MODULE_RUNTIME,
  SCRIPT_ENGINE,
  SCRIPT_RUNTIME,
  TRUSTED,
  useSites,
} from "./harness/release-page.mjs";
import { packaged } from "./harness/site.mjs";
import { until } from "./harness/wait.mjs";

/** @typedef {import("./harness/release-page.mjs").Page} Page */

const visit = useSites();

/**
 * One entry in two files.
 * @typedef {object} Entry
 * @property {(page: Page, allowsWebAssembly: boolean, attributes?: string) => Promise<void>} open
 * @property {string} runtime Its second file.
 * @property {string} engine The JavaScript engine.
 * @property {boolean} isModule
 */

/** @type {Record<string, Entry>} */
const ENTRIES = {
  "the script": {
    async open(page, allowsWebAssembly, attributes) {
      page.script = LAZY_SCRIPT;
      const wasm = allowsWebAssembly ? " 'wasm-unsafe-eval'" : "";
      await page.openWithScript(`${page.cdn.origin}${wasm}; connect-src 'self'${TRUSTED}`, attributes);
    },
    runtime: SCRIPT_RUNTIME,
    engine: SCRIPT_ENGINE,
    isModule: false,
  },
  "the module": {
    async open(page, allowsWebAssembly) {
      page.module = LAZY_MODULE;
      await page.openWithModules(`${allowsWebAssembly ? "'wasm-unsafe-eval'" : ""}; connect-src 'self'`);
    },
    runtime: MODULE_RUNTIME,
    engine: MODULE_ENGINE,
    isModule: true,
  },
};

for (const [name, { open, runtime, engine, isModule }] of Object.entries(ENTRIES)) {
  describe(name, () => {
    /** @param {Page} page */
    const leavesNothing = (page) => (isModule ? undefined : page.leavesNothing());

    test("loads nothing before preload(), and then the second file once", async (context) => {
      const page = await visit(context);
      await open(page, true);
      assert.equal(page.requestCount(runtime), 0);
      const twice = await Promise.all([page.preload(), page.preload()]);
      assert.deepEqual(twice, [{ ok: true }, { ok: true }]);
      assert.deepEqual([page.requestCount(runtime), page.requestCount(engine)], [1, 0]);
      await leavesNothing(page);
    });

    test("also loads the JavaScript engine if the policy refuses WebAssembly", async (context) => {
      const page = await visit(context);
      await open(page, false);
      assert.deepEqual(await page.preload(), { ok: true });
      assert.deepEqual([page.requestCount(runtime), page.requestCount(engine)], [1, 1]);
      await leavesNothing(page);
    });

    test("open() asks for a token only after the second file is loaded", async (context) => {
      const page = await visit(context);
      await open(page, true);
      page.host.responses["/token"] = () => ({ status: 404 });
      assert.equal((await page.openWidget()).code, "card_not_found");
      assert.equal(page.requestCount(runtime), 1);
    });

    test("close() while the second file loads ends the attempt, without a request for a token", async (context) => {
      const page = await visit(context);
      await open(page, true);
      /** @type {(value?: unknown) => void} */
      let respond = () => undefined;
      const held = new Promise((resolve) => {
        respond = resolve;
      });
      page.cdn.responses[runtime] = async () => {
        await held;
        return { body: await packaged(runtime.slice(1)) };
      };
      await page.driver.executeScript(
        `window.widget = SetPin.createSetPin({ tokenUrl: "/token" });
         window.ended = widget.open().then(({ reason }) => { window.reason = reason; });`,
      );
      await until("the request for the second file", async () => page.requestCount(runtime) === 1);
      await page.driver.executeScript("widget.close()");
      await until("the exit", () => page.driver.executeScript("return window.reason === 'closed_by_host'"));
      respond();
      assert.deepEqual(await page.preload(), { ok: true });
      assert.equal(page.host.requests.includes("/token"), false);
      assert.equal(await page.driver.executeScript("return widget.state"), "closed");
      await leavesNothing(page);
    });

    test("a second file that does not load is reported, and loaded again", async (context) => {
      const page = await visit(context);
      page.cdn.responses[runtime] = async (nth) =>
        nth === 1 ? { status: 503 } : { body: await packaged(runtime.slice(1)) };
      await open(page, true);
      assert.equal((await page.openWidget()).code, "runtime_load_failed");
      // Firefox remembers a failed module load until the page goes away.
      if (isModule && engineUnderTest() === "firefox") await open(page, true);
      assert.deepEqual(await page.preload(), { ok: true });
      await leavesNothing(page);
    });
  });
}

describe("the script", () => {
  test("takes the second file from its own folder whatever URL history.pushState has set, even with an empty data-engine-src", async (context) => {
    const page = await visit(context);
    await open(page, true, 'data-engine-src=""');
    await page.driver.executeScript('history.pushState(null, "", "/account/card/")');
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount(runtime), 1);
  });

  const { open, runtime } = /** @type {Entry} */ (ENTRIES["the script"]);

  test("refuses a second file that was changed, and runs none of it", async (context) => {
    const page = await visit(context);
    page.cdn.responses[runtime] = async () => ({ body: (await packaged(runtime.slice(1))) + CHANGE });
    await open(page, true);
    assert.equal((await page.openWidget()).code, "runtime_load_failed");
    await page.leavesNothing();
  });

  test("takes both files from the folder of data-engine-src", async (context) => {
    const page = await visit(context);
    for (const file of [SCRIPT_RUNTIME, SCRIPT_ENGINE])
      page.cdn.responses[`/vendor${file}`] = async () => ({ body: await packaged(file.slice(1)) });
    await open(page, false, `data-engine-src="${page.cdn.origin}/vendor${SCRIPT_ENGINE}"`);
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount(`/vendor${SCRIPT_RUNTIME}`), 1);
    assert.equal(page.requestCount(`/vendor${SCRIPT_ENGINE}`), 1);
    assert.equal(page.requestCount(SCRIPT_RUNTIME), 0);
  });
});

describe("the element loads the second file before the press", () => {
  const { runtime } = /** @type {Entry} */ (ENTRIES["the script"]);
  const FAR = '<div id="space"></div><script src="/space.js"></script>';
  const ELEMENT =
    '<set-pin-widget id="pin"><button id="own" type="button">Set PIN</button></set-pin-widget><button id="other" type="button">Other</button>';

  /** @param {Page} page @param {string} body */
  async function openWith(page, body) {
    page.host.responses["/space.js"] = () => ({
      body: "document.querySelector('#space').style.height = '400vh';",
    });
    page.body = body;
    page.script = LAZY_SCRIPT;
    await page.openWithScript(
      `'self' ${page.cdn.origin} 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'${TRUSTED}`,
      'data-token-url="/token"',
    );
  }

  /** @param {Page} page */
  const isLoaded = async (page) => page.requestCount(runtime) === 1;

  test("when it is near the viewport", async (context) => {
    const page = await visit(context);
    await openWith(page, ELEMENT);
    await until("the second file", () => isLoaded(page));
    assert.equal(page.host.requests.includes("/token"), false);
  });

  test("not while it is far below the viewport", async (context) => {
    const page = await visit(context);
    await openWith(page, FAR + ELEMENT);
    // The observer of another element of the page has reported by then.
    await page.driver.executeAsyncScript(
      `const done = arguments[0];
       const observer = new IntersectionObserver(() => requestAnimationFrame(() => setTimeout(done)));
       observer.observe(document.querySelector("#space"));`,
    );
    assert.equal(page.requestCount(runtime), 0);
    await page.driver.executeScript("document.querySelector('#pin').scrollIntoView()");
    await until("the second file", () => isLoaded(page));
  });

  for (const [how, approach] of Object.entries({
    "when the pointer reaches an opener":
      "document.querySelector('#own').dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))",
    "when the focus reaches an opener": "document.querySelector('#own').focus({ preventScroll: true })",
  })) {
    test(how, async (context) => {
      const page = await visit(context);
      await openWith(page, FAR + ELEMENT);
      await page.driver.executeScript("document.querySelector('#other').focus({ preventScroll: true })");
      assert.equal(page.requestCount(runtime), 0);
      await page.driver.executeScript(approach);
      await until("the second file", () => isLoaded(page));
      assert.equal(page.host.requests.includes("/token"), false);
    });
  }

  test("and connects to the issuer only when an opener is reached", async (context) => {
    const page = await visit(context);
    await openWith(page, ELEMENT);
    await page.driver.executeScript(
      `window.links = 0;
       new MutationObserver((changes) => {
         for (const { addedNodes } of changes) for (const node of addedNodes) if (node.rel === "preconnect") window.links += 1;
       }).observe(document.head, { childList: true });
       document.querySelector("#pin").allowedOrigins = ["https://cards.example"];`,
    );
    await until("the second file", () => isLoaded(page));
    assert.equal(await page.driver.executeScript("return window.links"), 0);
    await page.driver.executeScript(
      `for (let times = 0; times < 10; times += 1)
         document.querySelector("#own").dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));`,
    );
    // Chromium would not use the connection for a frame of another site.
    const expected = engineUnderTest() === "chromium" ? 0 : 1;
    assert.equal(
      await page.driver.executeScript("return new Promise((done) => setTimeout(() => done(window.links)))"),
      expected,
    );
  });

  test("once for each way, even if it fails", async (context) => {
    const page = await visit(context);
    page.cdn.responses[runtime] = () => ({ status: 503 });
    await openWith(page, ELEMENT);
    await until("the request", () => isLoaded(page));
    await page.driver.executeAsyncScript(
      `const done = arguments[0];
       const failed = () => new Promise((resolve) => {
         const look = () => document.querySelector("script[src*=runtime]") ? requestAnimationFrame(look) : resolve();
         look();
       });
       (async () => {
         await failed();
         for (let times = 0; times < 5; times += 1) {
           document.querySelector("#own").dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
           await failed();
         }
         done();
       })();`,
    );
    assert.equal(page.requestCount(runtime), 2, "near the viewport, and at the opener");
  });

  test("and a load that failed is not reported until open() fails too", async (context) => {
    const page = await visit(context);
    page.cdn.responses[runtime] = () => ({ status: 503 });
    await openWith(page, ELEMENT);
    await until("the request", () => isLoaded(page));
    const code = await page.driver.executeAsyncScript(
      `const done = arguments[0];
       const element = document.querySelector("set-pin-widget");
       let errors = 0;
       addEventListener("unhandledrejection", () => { errors += 1; });
       element.addEventListener("set-pin-exit", ({ detail }) => done([detail.error.code, errors].join()), { once: true });
       document.querySelector("#own").click();`,
    );
    assert.equal(code, "runtime_load_failed,0");
  });
});
