/**
 * Loading the engine: WebAssembly if it may run, otherwise the release's own JavaScript engine, and
 * never another file. One file, because the script build and the modules share a page and its
 * checks.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { engineUnderTest } from "./harness/engines.mjs";
import {
  CHANGE,
  MODULE,
  MODULE_ENGINE,
  NONCE,
  SCRIPT,
  SCRIPT_ENGINE,
  TRUSTED,
  useSites,
} from "./harness/release-page.mjs";
import { packaged } from "./harness/site.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { until } from "./harness/wait.mjs";

const visit = useSites();

describe("the script build", () => {
  test("does not load the JavaScript engine if WebAssembly can run", async (context) => {
    const page = await visit(context);
    await page.openWithScript(
      `${page.cdn.origin} 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'`,
    );
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount(SCRIPT_ENGINE), 0);
  });

  test("loads it from its own folder if a strict policy refuses WebAssembly, with one Trusted Types policy", async (context) => {
    const page = await visit(context);
    await page.openWithScript(page.cdn.origin + TRUSTED);
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount(SCRIPT_ENGINE), 1);
    await page.leavesNothing();
  });

  test("includes the element, which works on the JavaScript engine too", async (context) => {
    const page = await visit(context);
    page.host.responses["/token"] = () => ({ status: 404 });
    page.body = '<set-pin-widget failure="close"><button type="button">Set PIN</button></set-pin-widget>';
    await page.openWithScript(`${page.cdn.origin}; connect-src 'self'${TRUSTED}`, 'data-token-url="/token"');
    const code = await page.driver.executeAsyncScript(
      `const done = arguments[0];
       document.querySelector("set-pin-widget").addEventListener("set-pin-exit", ({ detail }) => done(detail.error.code), { once: true });
       document.querySelector("button").click();`,
    );
    assert.equal(code, "card_not_found");
    assert.equal(page.requestCount(SCRIPT_ENGINE), 1);
    await page.leavesNothing();
  });

  test("does not load it from another origin because of a <base> in injected markup", async (context) => {
    const page = await visit(context);
    page.host.responses["/vendor/engine.js"] = async () => ({ body: await packaged(SCRIPT_ENGINE.slice(1)) });
    await page.openWithScript(
      `'self' ${page.cdn.origin}${TRUSTED}`,
      'data-engine-src="/vendor/engine.js"',
      `<base href="${page.cdn.origin}/">`,
    );
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount("/vendor/engine.js"), 0, "the CDN received a request");
    await page.leavesNothing();
  });

  test("starts it even if the page has replaced remove() with one that throws", async (context) => {
    const page = await visit(context);
    await page.openWithScript(page.cdn.origin + TRUSTED);
    await page.driver.executeScript("Element.prototype.remove = () => { throw new Error('replaced'); }");
    assert.deepEqual(await page.preload(), { ok: true });
    await page.leavesNothing();
  });

  test("passes on its own nonce", async (context) => {
    const page = await visit(context);
    await page.openWithScript(`'nonce-${NONCE}'${TRUSTED}`, `nonce="${NONCE}"`);
    assert.deepEqual(await page.preload(), { ok: true });
    await page.leavesNothing();
  });

  test("refuses a file that was changed, runs none of it, and says what to do", async (context) => {
    const page = await visit(context);
    page.cdn.responses[SCRIPT_ENGINE] = async () => ({ body: (await packaged(SCRIPT_ENGINE.slice(1))) + CHANGE });
    await page.openWithScript(page.cdn.origin + TRUSTED);
    const { ok, code, message } = await page.openWidget();
    assert.deepEqual({ ok, code }, { ok: false, code: "runtime_load_failed" });
    assert.match(message ?? "", /load unchanged\. Then open the widget again, or reload the page\.$/);
    assert.equal(page.requestCount(SCRIPT_ENGINE), 1);
    await page.leavesNothing();
  });

  test("finds it whatever URL history.pushState has set", async (context) => {
    const page = await visit(context);
    for (const path of [SCRIPT, SCRIPT_ENGINE])
      page.host.responses[path] = async () => ({ body: await packaged(path.slice(1)) });
    await page.open(`script-src 'self'${TRUSTED}`, `<script src="${SCRIPT.slice(1)}"></script>`);
    await page.driver.executeScript(`history.pushState(null, "", "/account/card/")`);
    assert.deepEqual(await page.preload(), { ok: true });
    await page.leavesNothing();
  });

  test("is not misled by an element that is named currentScript", async (context) => {
    const page = await visit(context);
    await page.openWithScript(`'nonce-${NONCE}'${TRUSTED}`, `nonce="${NONCE}"`, `<img name="currentScript" alt="">`);
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(await page.driver.executeScript("return document.currentScript instanceof HTMLImageElement"), true);
    await page.leavesNothing();
  });

  for (const [name, policy, before] of /** @type {const} */ ([
    [
      "another copy of it has used the policy's name",
      "trusted-types set-pin-widget",
      `trustedTypes.createPolicy("set-pin-widget", {})`,
    ],
    ["the page's list of policies does not name it", "trusted-types other", ""],
    [
      "the page leaves it to its default policy",
      "require-trusted-types-for 'script'; trusted-types default",
      `trustedTypes.createPolicy("default", { createScriptURL: (url) => url })`,
    ],
  ])) {
    test(`loads it if ${name}`, async (context) => {
      const page = await visit(context);
      const host = `<script nonce="${NONCE}">globalThis.trustedTypes && ${before || 0}</script>`;
      await page.openWithScript(`${page.cdn.origin} 'nonce-${NONCE}'; ${policy}`, "", host);
      assert.deepEqual(await page.preload(), { ok: true });
      assert.equal(page.requestCount(SCRIPT_ENGINE), 1);
    });
  }

  test("fails if the page requires Trusted Types and permits no policy", async (context) => {
    const page = await visit(context);
    await page.openWithScript(`${page.cdn.origin}; require-trusted-types-for 'script'; trusted-types other`);
    const { supported } = await page.driver.executeScript("return { supported: 'trustedTypes' in globalThis }");
    if (!supported) return context.skip("this engine does not support Trusted Types");
    assert.equal((await page.openWidget()).code, "runtime_load_failed");
    assert.equal(page.requestCount(SCRIPT_ENGINE), 0);
    await page.leavesNothing();
  });

  test("loads it again after a load that failed", async (context) => {
    const page = await visit(context);
    page.cdn.responses[SCRIPT_ENGINE] = async (nth) =>
      nth === 1 ? { status: 503 } : { body: await packaged(SCRIPT_ENGINE.slice(1)) };
    await page.openWithScript(page.cdn.origin + TRUSTED);
    assert.deepEqual(await page.preload(), { ok: false });
    await page.leavesNothing();
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount(SCRIPT_ENGINE), 2);
    await page.leavesNothing();
  });

  test("fails if the page's policy permits neither", async (context) => {
    const page = await visit(context);
    await page.openWithScript(`${page.cdn.origin}${SCRIPT}`);
    assert.equal((await page.openWidget()).code, "runtime_load_failed");
    assert.equal(page.requestCount(SCRIPT_ENGINE), 0);
    await page.leavesNothing();
  });
});

describe("the script build in a page that is not UTF-8", () => {
  /** Returns the texts of an open dialog, inside or outside a shadow root. */
  const READ_DIALOG = `
    const nodes = [];
    const visit = (node) => {
      nodes.push(node);
      for (const child of [...(node.shadowRoot?.children ?? []), ...node.children]) visit(child);
    };
    for (const root of document.querySelectorAll("[data-set-pin-widget]")) visit(root);
    return {
      charset: document.characterSet,
      texts: nodes.filter((node) => node.childElementCount === 0 && !node.shadowRoot).map((node) => node.textContent),
    };`;

  for (const [named, charset] of /** @type {const} */ ([
    ["windows-1252", "windows-1252"],
    ["shift_jis", "Shift_JIS"],
    ["", "windows-1252"],
  ])) {
    test(`shows its texts correctly: ${named || "no charset named"}`, async (context) => {
      const page = await visit(context);
      // Neither the page nor the script's server declares UTF-8.
      page.cdn.responses[SCRIPT] = async () => ({
        headers: { "content-type": "text/javascript" },
        body: await packaged(SCRIPT.slice(1)),
      });
      page.host.responses["/token"] = () => new Promise(() => {});
      page.headers = { "content-type": named ? `text/html; charset=${named}` : "text/html" };
      await page.openWithScript(`${page.cdn.origin} 'wasm-unsafe-eval'; connect-src 'self'`);
      await page.driver.executeScript(
        `void SetPin.createSetPin({ tokenUrl: "/token", locale: "fr", allowedOrigins: ["https://cards.example"] }).open();`,
      );
      const read = async () => /** @type {any} */ (await page.driver.executeScript(READ_DIALOG));
      const words = ["✕", "Ouverture de la page sécurisée…"];
      const { charset: shown } = await until(
        "the dialog's own texts",
        async () => {
          const found = await read();
          return words.every((word) => found.texts.includes(word)) ? found : undefined;
        },
        async () => JSON.stringify(await read()),
      );
      assert.equal(shown, charset);
    });
  }
});

describe("Object.prototype has another property before the package is loaded", () => {
  const POLLUTION = `<script nonce="${NONCE}">Object.prototype.theme = "dark"; Object.prototype.value = 1;</script>`;

  for (const [engine, policy] of /** @type {const} */ ([
    ["WebAssembly", " 'wasm-unsafe-eval'"],
    ["JavaScript", TRUSTED],
  ])) {
    test(`the script build exports its names and starts its engine in ${engine}`, async (context) => {
      const page = await visit(context);
      await page.openWithScript(`${page.cdn.origin} 'nonce-${NONCE}'${policy}`, "", POLLUTION);
      assert.deepEqual(await page.exported(), [
        "SetPinError",
        "completeRedirect",
        "createSetPin",
        "defineSetPinElement",
        "preload",
        "themes",
      ]);
      assert.deepEqual(await page.preload(), { ok: true });
    });

    test(`the modules export their names and start their engine in ${engine}`, async (context) => {
      const page = await visit(context);
      await page.openWithModules(policy, "", POLLUTION);
      assert.deepEqual(await page.exported(), [
        "SetPinError",
        "completeRedirect",
        "createSetPin",
        "defineSetPinElement",
        "preload",
        "themes",
      ]);
      assert.deepEqual(await page.preload(), { ok: true });
    });
  }
});

describe("the modules", () => {
  test("do not load the JavaScript engine if WebAssembly can run", async (context) => {
    const page = await visit(context);
    await page.openWithModules("'wasm-unsafe-eval'");
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount(MODULE_ENGINE), 0);
  });

  test("load it if the policy refuses WebAssembly", async (context) => {
    const page = await visit(context);
    await page.openWithModules("");
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount(MODULE_ENGINE), 1);
  });

  test("load it by the release's own import map if the policy refuses WebAssembly", async (context) => {
    const page = await visit(context);
    await page.openWithOwnMap("");
    assert.deepEqual(await page.preload(), { ok: true });
    assert.deepEqual([page.requestCount(MODULE), page.requestCount(MODULE_ENGINE)], [1, 1]);
  });

  test("need one file of that map if WebAssembly can run", async (context) => {
    const page = await visit(context);
    await page.openWithOwnMap("'wasm-unsafe-eval'");
    assert.deepEqual(await page.preload(), { ok: true });
    assert.deepEqual([page.requestCount(MODULE), page.requestCount(MODULE_ENGINE)], [1, 0]);
  });

  test("refuse a file that was changed if the page has the release's own import map", async (context) => {
    const page = await visit(context);
    page.cdn.responses[MODULE_ENGINE] = async () => ({ body: (await packaged(MODULE_ENGINE.slice(1))) + CHANGE });
    await page.openWithOwnMap("");
    assert.equal((await page.openWidget()).code, "runtime_load_failed");
    assert.equal(page.requestCount(MODULE_ENGINE), 1);
    assert.equal(await page.driver.executeScript("return 'changedFileRan' in globalThis"), false, "a changed file ran");
  });

  test("load it again after a load that failed", async (context) => {
    const page = await visit(context);
    page.cdn.responses[MODULE_ENGINE] = async (nth) =>
      nth === 1 ? { status: 503 } : { body: await packaged(MODULE_ENGINE.slice(1)) };
    await page.openWithModules("");
    assert.deepEqual(await page.preload(), { ok: false });
    // Firefox remembers a failed module load until the page goes away. With another URL, the hash
    // of the import map would not apply.
    if (engineUnderTest() === "firefox") await page.openWithModules("");
    assert.deepEqual(await page.preload(), { ok: true });
    assert.equal(page.requestCount(MODULE_ENGINE), 2);
  });
});

describe("on the JavaScript engine", () => {
  const suite = useBrowser();
  for (const missing of ["WebAssembly", "DecompressionStream"]) {
    test(`a browser without ${missing} completes an attempt`, async () => {
      const page = await suite.open({}, `/fixtures/blank.html?without=${missing}`);
      const widget = await page.ready();
      await page.hosted().setPinByScript("4826");
      assert.equal((await widget.result()).reason, "page_closed");
      assert.equal(await page.session.pinIs("4826"), true);
      await page.hasNoErrors();
    });
  }

  test("a text larger than the engine's memory is accepted, and the engine still works", async () => {
    const page = await suite.open({}, "/fixtures/blank.html?without=WebAssembly");
    const refused = await page.start({ width: "9".repeat(3_000_000) });
    assert.equal((await refused.result()).error?.code, "invalid_options");
    const widget = await page.ready({ locale: "ja" });
    await page.hosted().cancelByScript();
    assert.equal((await widget.result()).reason, "page_closed");
    await page.hasNoErrors();
  });
});
