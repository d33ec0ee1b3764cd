/**
 * The policy lines in the documentation are sufficient, and each directive is needed.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "../e2e/harness/engines.mjs";
import { packaged, startSite } from "../e2e/harness/site.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { blocksOfKind } from "./blocks.mjs";
import { ISSUER } from "./bundle.mjs";

const TOKEN = "100a99cf-f4d3-4fa1-9be9-2e9828b20ebb";

/** The other directives of the strictest page. */
const STRICTEST = "default-src 'none'; require-trusted-types-for 'script'";

/** The error code of an attempt if a directive is missing. @type {Record<string, string>} */
const MISSING = { "connect-src": "network", "frame-src": "frame_blocked" };

/** The host's script: opens the widget at once, and keeps its reports. */
const script = (/** @type {string} */ issuer) => `
import { createSetPin } from "/index.mjs";
globalThis.violations = [];
addEventListener("securitypolicyviolation", ({ blockedURI }) => violations.push(blockedURI));
createSetPin({ tokenUrl: "/token", allowedOrigins: ["${issuer}"], retry: false, onFailure: "close" }).open().then(({ reason, error }) => {
  globalThis.report = error?.code ?? reason;
});`;

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {import("../e2e/harness/site.mjs").Site} */
let host;
/** @type {import("../e2e/harness/site.mjs").Site} */
let issuer;
before(
  async () => {
    [host, issuer] = await Promise.all([startSite(), startSite()]);
    for (const file of ["index.mjs", "engine-js.mjs"])
      host.responses[`/${file}`] = async () => ({ body: await packaged(file) });
    host.responses["/page.mjs"] = () => ({ body: script(issuer.origin) });
    const hostedPageUrl = `${issuer.origin}/?token=${TOKEN}`;
    host.responses["/token"] = () => ({
      type: "application/json",
      body: JSON.stringify({ token: TOKEN, hostedPageUrl }),
    });
    issuer.responses[`/?token=${TOKEN}`] = () => ({
      type: "text/html",
      body: `<!doctype html><title>PIN</title><script>parent.postMessage({ type: "abort" }, "*")</script>`,
    });
    browser = await launch("chromium");
  },
  { timeout: 90_000 },
);
after(() => Promise.all([browser?.stop(), host?.stop(), issuer?.stop()]));

/**
 * Returns the widget's reports on a page with this policy, and the policy's violations.
 *
 * @param {readonly string[]} directives
 * @param {Record<string, string>} [headers]
 */
async function report(directives, headers) {
  await openApp(directives, headers);
  return until("the end of the attempt", async () => {
    const [result, violations] = await browser.driver.executeScript(
      "return [globalThis.report ?? null, globalThis.violations ?? []]",
    );
    return result === null
      ? undefined
      : { result, violations: violations.filter((/** @type {string} */ uri) => !uri.endsWith("favicon.ico")) };
  });
}

/**
 * Opens the app's page, which opens the widget at once.
 * @param {readonly string[]} directives
 * @param {Record<string, string>} [headers]
 */
async function openApp(directives, headers) {
  host.responses["/"] = () => ({
    type: "text/html",
    headers: {
      "content-security-policy": [STRICTEST, ...directives].join("; ").replaceAll(ISSUER, issuer.origin),
      ...headers,
    },
    body: `<!doctype html><html lang="en"><title>A page</title><script type="module" src="/page.mjs"></script></html>`,
  });
  await browser.driver.get(`${host.origin}/`);
}

/**
 * A page of the app into which an attacker has written markup.
 * @param {readonly string[]} directives
 * @param {string} markup
 */
async function openAttacked(directives, markup) {
  host.responses["/attacked"] = () => ({
    type: "text/html",
    headers: { "content-security-policy": directives.join("; ").replaceAll(ISSUER, issuer.origin) },
    body: `<!doctype html><html lang="en"><head><title>A page</title>${markup}</head><body></body></html>`,
  });
  host.requests.length = 0;
  issuer.requests.length = 0;
  await browser.driver.get(`${host.origin}/attacked`);
}

/**
 * The attack that each directive prevents; returns whether it succeeded.
 * @type {Record<string, (directives: readonly string[]) => Promise<boolean>>}
 */
const ATTACKS = {
  "base-uri": async (directives) => {
    await openAttacked(directives, `<base href="${issuer.origin}/">`);
    return (await browser.driver.executeScript("return document.baseURI")) === `${issuer.origin}/`;
  },
  "style-src": async (directives) => {
    await openAttacked(directives, "<style>html { color: rgb(1, 2, 3) }</style>");
    const colour = await browser.driver.executeScript("return getComputedStyle(document.documentElement).color");
    return colour === "rgb(1, 2, 3)";
  },
  "object-src": async (directives) => {
    await openAttacked(directives, `<object data="${issuer.origin}/object" type="text/html"></object>`);
    // The page's `load` waits for the object.
    return issuer.requests.includes("/object");
  },
  "form-action": async (directives) => {
    await openAttacked(directives, `<form action="${issuer.origin}/stolen"><input name="pin"></form>`);
    await browser.driver.executeScript(
      `globalThis.refused = [];
       addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.push(effectiveDirective));
       document.forms[0].submit();`,
    );
    return until("the form to be sent or refused", async () => {
      if (issuer.requests.some((path) => path.startsWith("/stolen"))) return { sent: true };
      const refused = await browser.driver.executeScript("return globalThis.refused ?? []");
      return refused.includes("form-action") ? { sent: false } : undefined;
    }).then(({ sent }) => sent);
  },
  "frame-ancestors": async (directives) => {
    await openAttacked(directives, `<script type="module" src="/attacked.mjs"></script>`);
    host.responses["/attacked.mjs"] = () => ({ body: "" });
    issuer.responses["/framing"] = () => ({
      type: "text/html",
      body: `<!doctype html><title>Another's page</title><iframe src="${host.origin}/attacked"></iframe>`,
    });
    host.requests.length = 0;
    await browser.driver.get(`${issuer.origin}/framing`);
    // The page's `load` waits for the frame, and the frame's `load` for its script, which runs only
    // if the framed page is shown.
    return host.requests.includes("/attacked.mjs");
  },
};

test("every directive that the widget does not need is in the recommended policy", () => {
  const recommended = blocksOfKind("policy").find(({ where }) => where.includes("security.md"));
  for (const name of Object.keys(ATTACKS)) assert.match(recommended?.text ?? "", new RegExp(`${name} '`));
});

/** The smallest policy that the widget needs. */
const MINIMAL = ["script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", `frame-src ${ISSUER}`];

test("Cross-Origin-Embedder-Policy: require-corp refuses a hosted page that does not opt in", async () => {
  await openApp(MINIMAL, { "cross-origin-embedder-policy": "require-corp" });
  const { driver } = browser;
  /** The page in the frame: the hosted page, or the browser's page for a refused load. */
  const arrivesAt = () =>
    until("the frame to arrive", async () => {
      await driver.switchTo().defaultContent();
      const frame = await driver.executeScript(
        "return document.querySelector('[data-set-pin-widget]')?.shadowRoot.querySelector('iframe') ?? null",
      );
      if (!frame) return undefined;
      await driver.switchTo().frame(/** @type {import("selenium-webdriver").WebElement} */ (frame));
      const url = /** @type {string} */ (await driver.executeScript("return document.URL"));
      await driver.switchTo().defaultContent();
      return url === "about:blank" ? undefined : url;
    });
  assert.match(await arrivesAt(), /^chrome-error:/);
});

describe("Cross-Origin-Opener-Policy: same-origin", () => {
  const header = { "cross-origin-opener-policy": "same-origin" };
  const directives = MINIMAL;

  test("lets the widget work", async () => {
    assert.deepEqual(await report(directives, header), { result: "page_closed", violations: [] });
  });

  /**
   * Whether a page of another origin can still access the app's window, which it has opened.
   * @param {Record<string, string>} headers
   */
  async function isAccessible(headers) {
    const page = { type: "text/html", body: "<!doctype html><title>A page</title>" };
    issuer.responses["/opener"] = () => page;
    host.responses["/opened"] = () => ({ ...page, headers });
    const { driver } = browser;
    await driver.get(`${issuer.origin}/opener`);
    const opener = await driver.getWindowHandle();
    await driver.executeScript(`globalThis.opened = open("${host.origin}/opened"); return null`);
    const opened = await until("the second window", async () =>
      (await driver.getAllWindowHandles()).find((handle) => handle !== opener),
    );
    await driver.switchTo().window(opened);
    await until(
      "its page",
      async () => (await driver.executeScript("return location.pathname + document.readyState")) === "/openedcomplete",
    );
    const isAccessible = await driver.executeScript("return window.opener !== null");
    await driver.close();
    await driver.switchTo().window(opener);
    return isAccessible;
  }

  test("separates the app's window from a page of another origin that opened it", async () => {
    assert.equal(await isAccessible({}), true);
    assert.equal(await isAccessible(header), false);
  });
});

for (const { where, text } of blocksOfKind("policy")) {
  const directives = text.trim().split(/\s*;\s*/);
  describe(where, () => {
    test("is sufficient, on a page that allows nothing else", async () => {
      assert.deepEqual(await report(directives), { result: "page_closed", violations: [] });
    });

    for (const [name, code] of Object.entries(MISSING)) {
      test(`needs its ${name}`, async () => {
        const others = directives.filter((directive) => !directive.startsWith(`${name} `));
        assert.equal(others.length, directives.length - 1);
        assert.equal((await report(others)).result, code);
      });
    }

    for (const [name, happens] of Object.entries(ATTACKS)) {
      if (!directives.some((directive) => directive.startsWith(`${name} `))) continue;
      test(`its ${name} prevents an attack, and no other directive does`, async () => {
        assert.equal(await happens(directives), false);
        assert.equal(await happens(directives.filter((directive) => !directive.startsWith(`${name} `))), true);
      });
    }
  });
}
