/**
 * The policy lines that the documentation offers are enough, and hold nothing that is not needed.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "../e2e/harness/engines.mjs";
import { packaged, startSite } from "../e2e/harness/site.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { blocksOfKind } from "./blocks.mjs";
import { ISSUER } from "./bundle.mjs";

const TOKEN = "100a99cf-f4d3-4fa1-9be9-2e9828b20ebb";

/** What the strictest page says beside our line. */
const STRICTEST = "default-src 'none'; require-trusted-types-for 'script'";

/** What an attempt tells where a directive is missing. @type {Record<string, string>} */
const MISSING = { "connect-src": "network", "frame-src": "frame_blocked" };

/** The host's script: opens the widget at once, and keeps what it told. */
const script = (/** @type {string} */ issuer) => `
import { createSetPin } from "/index.mjs";
globalThis.violations = [];
addEventListener("securitypolicyviolation", ({ blockedURI }) => violations.push(blockedURI));
createSetPin({ tokenUrl: "/token", allowedOrigins: ["${issuer}"], retry: false, onFailure: "close" }).open().then(({ reason, error }) => {
  globalThis.told = error?.code ?? reason;
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
      host.answers[`/${file}`] = async () => ({ body: await packaged(file) });
    host.answers["/page.mjs"] = () => ({ body: script(issuer.origin) });
    const hostedPageUrl = `${issuer.origin}/?token=${TOKEN}`;
    host.answers["/token"] = () => ({
      type: "application/json",
      body: JSON.stringify({ token: TOKEN, hostedPageUrl }),
    });
    issuer.answers[`/?token=${TOKEN}`] = () => ({
      type: "text/html",
      body: `<!doctype html><title>PIN</title><script>parent.postMessage({ type: "abort" }, "*")</script>`,
    });
    browser = await launch("chromium");
  },
  { timeout: 90_000 },
);
after(() => Promise.all([browser?.stop(), host?.stop(), issuer?.stop()]));

/** What the widget tells on a page with this policy, and what the policy refused. @param {readonly string[]} directives */
async function told(directives) {
  host.answers["/"] = () => ({
    type: "text/html",
    headers: { "content-security-policy": [STRICTEST, ...directives].join("; ").replaceAll(ISSUER, issuer.origin) },
    body: `<!doctype html><html lang="en"><title>A page</title><script type="module" src="/page.mjs"></script></html>`,
  });
  await browser.driver.get(`${host.origin}/`);
  return until("the end of the attempt", async () => {
    const [word, violations] = await browser.driver.executeScript(
      "return [globalThis.told ?? null, globalThis.violations ?? []]",
    );
    return word === null
      ? undefined
      : { word, violations: violations.filter((/** @type {string} */ uri) => !uri.endsWith("favicon.ico")) };
  });
}

for (const { where, text } of blocksOfKind("policy")) {
  const directives = text.trim().split(/\s*;\s*/);
  describe(where, () => {
    test("is enough, on a page that allows nothing else", async () => {
      assert.deepEqual(await told(directives), { word: "page_closed", violations: [] });
    });

    for (const [name, code] of Object.entries(MISSING)) {
      test(`needs its ${name}`, async () => {
        const others = directives.filter((directive) => !directive.startsWith(`${name} `));
        assert.equal(others.length, directives.length - 1);
        assert.equal((await told(others)).word, code);
      });
    }
  });
}
