/**
 * Host pages without their own origin: pages in a sandbox, which the hosted page would inherit, and
 * documents without a sandbox that inherit or lack an origin (`srcdoc`, `blob:`, `data:`).
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engineUnderTest, launch } from "./harness/engines.mjs";
import { packaged, startSite } from "./harness/site.mjs";
import { until } from "./harness/wait.mjs";

const TOKEN_ROUTE = "/api/card/set-pin/token";
const SCRIPT = "/set-pin-widget.js";

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
 * Returns a host's page with the script tag. It works in any place because all its URLs are
 * absolute.
 * @param {string} origin
 */
const hostPage = (origin) =>
  `<!doctype html><html lang="en"><head><title>A host</title><link rel="icon" href="data:,"><script src="${origin}${SCRIPT}"></script></head><body><main id="place"></main></body></html>`;

/**
 * Starts the host's site, and an issuer whose page posts `abort` as soon as it has loaded.
 * @param {import("node:test").TestContext} context
 */
async function sites(context) {
  if (!browser) throw new Error("A page can be opened only from within a test");
  const [host, issuer] = await Promise.all([startSite(), startSite()]);
  context.after(() => Promise.all([host.stop(), issuer.stop()]));
  const type = "text/html";
  for (const file of [SCRIPT, "/set-pin-widget-engine.js"]) {
    host.responses[file] = async () => ({ body: await packaged(file.slice(1)) });
  }
  host.responses["/host"] = () => ({ type, body: hostPage(host.origin) });
  host.responses["/sandboxed"] = () => ({
    type,
    headers: { "content-security-policy": "sandbox allow-scripts" },
    body: hostPage(host.origin),
  });
  host.responses["/frame"] = () => ({
    type,
    body: `<!doctype html><html lang="en"><head><title>Around the host</title><link rel="icon" href="data:,"></head><body></body></html>`,
  });
  host.responses[TOKEN_ROUTE] = () => ({
    type: "application/json",
    body: JSON.stringify({ token: "once", hostedPageUrl: `${issuer.origin}/pin?token=once` }),
  });
  issuer.responses["/pin?token=once"] = () => ({
    type,
    body: `<!doctype html><title>The issuer</title><script>onload = () => parent.postMessage({ type: "abort" }, "*")</script>`,
  });
  return { driver: browser.driver, host, issuer };
}

/**
 * Makes a frame in a page of the host's origin, and switches to it.
 * @param {Awaited<ReturnType<typeof sites>>} where
 * @param {string} attributes JavaScript that sets the content of `frame`; `page` is the host's page as text.
 */
async function enterFrame({ driver, host }, attributes) {
  await driver.get(`${host.origin}/frame`);
  const frame = await driver.executeScript(
    `const page = arguments[0];
     const frame = document.createElement("iframe");
     frame.title = "The host";
     frame.width = frame.height = 700;
     ${attributes}
     return document.body.appendChild(frame);`,
    hostPage(host.origin),
  );
  await driver.switchTo().frame(/** @type {import("selenium-webdriver").WebElement} */ (frame));
}

/**
 * Opens a widget in the driver's current document, and waits for its result.
 * @param {Awaited<ReturnType<typeof sites>>} where
 * @param {string} [token] The option for the token's source, as JavaScript.
 * @returns {Promise<{reason: string, code?: string, message?: string}>}
 */
async function opened({ driver, issuer }, token = `tokenUrl: "${TOKEN_ROUTE}"`) {
  await until("the package", () => driver.executeScript("return typeof SetPin === 'object'"));
  await driver.executeScript(
    `SetPin.createSetPin({ mode: "inline", container: "#place", allowedOrigins: [arguments[0]], ${token} })
       .open().then(({ reason, error }) => { window.result = { reason, code: error?.code, message: error?.message }; });`,
    issuer.origin,
  );
  return until("the result", () => driver.executeScript("return window.result"));
}

describe("a host in a sandbox without allow-same-origin: sandboxed_host, which names the token to add, and no request", () => {
  for (const [what, attributes] of Object.entries({
    "in a frame": `frame.sandbox = "allow-scripts allow-forms"; frame.src = "/host";`,
    "in a srcdoc frame": `frame.sandbox = "allow-scripts allow-forms"; frame.srcdoc = page;`,
    "in a blob: frame": `frame.sandbox = "allow-scripts allow-forms"; frame.src = URL.createObjectURL(new Blob([page], { type: "text/html" }));`,
    "by its own policy": "",
  })) {
    test(what, async (context) => {
      const where = await sites(context);
      if (attributes) await enterFrame(where, attributes);
      else await where.driver.get(`${where.host.origin}/sandboxed`);
      const { reason, code, message } = await opened(where);
      assert.deepEqual({ reason, code }, { reason: "failed", code: "sandboxed_host" });
      assert.match(message ?? "", /allow-same-origin/);
      assert.equal(where.host.requests.includes(TOKEN_ROUTE), false, "no request to the backend");
      assert.deepEqual(where.issuer.requests, [], "no request to the issuer");
    });
  }
});

describe("a host without such a sandbox works", () => {
  for (const [what, attributes] of Object.entries({
    "in a srcdoc frame": "frame.srcdoc = page;",
    "in a srcdoc frame with a sandbox that allows its origin": `frame.sandbox = "allow-scripts allow-same-origin"; frame.srcdoc = page;`,
    "in a frame with a sandbox that allows its origin": `frame.sandbox = "allow-scripts allow-same-origin"; frame.src = "/host";`,
    "in a blob: frame": `frame.src = URL.createObjectURL(new Blob([page], { type: "text/html" }));`,
  })) {
    test(what, async (context) => {
      const where = await sites(context);
      await enterFrame(where, attributes);
      const token = what.includes("blob:") ? `tokenUrl: "${where.host.origin}${TOKEN_ROUTE}"` : undefined;
      assert.deepEqual(await opened(where, token), { reason: "page_closed", code: null, message: null });
    });
  }

  test("in a document whose URL has no origin, as with the schemes of apps", async (context) => {
    const where = await sites(context);
    await enterFrame(where, 'frame.src = "data:text/html," + encodeURIComponent(page);');
    assert.equal(await where.driver.executeScript("return origin"), "null");
    const hostedPageUrl = `${where.issuer.origin}/pin?token=once`;
    const token = `fetchToken: async () => ({ token: "once", hostedPageUrl: "${hostedPageUrl}" })`;
    assert.deepEqual(await opened(where, token), { reason: "page_closed", code: null, message: null });
  });
});
