/**
 * The URLs that may be framed: the widget does not trust the backend's response, and never frames
 * another URL.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-/i;

/**
 * Templates: `{token}`, `{page}` (the allowed origin), `{api}`, `{host}` and `{authority}` (host
 * and port of `{page}`).
 */
const untrusted = [
  "http://evil.example/pin-direct/set?token={token}",
  "https://evil.example/pin-direct/set?token={token}",
  "{api}/pin-direct/set?token={token}",
  "{host}/pin-direct/set?token={token}",
  "http://127.0.0.1:9/pin-direct/set?token={token}",
  "https://{authority}/pin-direct/set?token={token}",
  "ftp://{authority}/pin-direct/set?token={token}",
  "ws://{authority}/pin-direct/set?token={token}",
  "http://user@{authority}/pin-direct/set?token={token}",
  "http://user:secret@{authority}/pin-direct/set?token={token}",
  "http://:secret@{authority}/pin-direct/set?token={token}",
  "http://{authority}@evil.example/pin-direct/set?token={token}",
  "http://evil.example\\@{authority}/pin-direct/set?token={token}",
  "http://evil.example#@{authority}/pin-direct/set?token={token}",
  "http://evil.example?@{authority}/pin-direct/set?token={token}",
  "http://LOCALHOST.:1/pin-direct/set?token={token}",
  "javascript:parent.postMessage('{page}','*')",
  "JaVaScRiPt:alert('{token}')",
  "java\nscript:alert('{token}')",
  "data:text/html,<script>parent.postMessage({type:'abort'},'*')</script>{token}",
  "blob:{page}/{token}",
  "filesystem:{page}/temporary/{token}",
  "about:blank?{token}",
  "about:srcdoc",
  "file:///etc/passwd?{token}",
];

/** Values that are not the documented absolute URL, or not a URL. */
const noAddress = [
  "http://{authority}.evil.example/pin-direct/set?token={token}",
  "/pin-direct/set?token={token}",
  "//{authority}/pin-direct/set?token={token}",
  "pin-direct/set?token={token}",
  "?token={token}",
  "http://",
  "not a URL {token}",
];

/**
 * @param {readonly string[]} templates
 * @param {string} code
 */
function neverFramed(templates, code) {
  describe(`${code}, and no frame is created, for`, () => {
    for (const template of templates) {
      test(JSON.stringify(template), async () => {
        const page = await suite.open();
        const { host } = new URL(page.origins.page);
        await page.session.configure({
          faults: { token: [{ kind: "url", url: template.replaceAll("{authority}", host) }] },
        });
        const widget = await page.start({ allowedOrigins: [page.origins.page] });
        await widget.reaches("failed");
        const [error] = await widget.errors();
        assert.equal(error?.code, code);
        assert.equal(error?.retryable, false);
        assert.ok(!UUID.test(error.message), "the message quotes the token");
        assert.ok(!(await widget.states()).includes("loading"));
        const { framesMade, framesSeen } = await page.notes();
        assert.deepEqual({ framesMade, framesSeen }, { framesMade: 0, framesSeen: 0 });
        await page.hasNoErrors();
        const { tokensIssued, pageAccesses } = await page.session.observed();
        assert.deepEqual({ tokensIssued, pageAccesses }, { tokensIssued: 1, pageAccesses: 0 });
      });
    }
  });
}

neverFramed(untrusted, "untrusted_origin");
neverFramed(noAddress, "invalid_response");

describe("a URL that the browser's parser turns into an allowed one is framed as parsed", () => {
  for (const template of [
    "HTTP://{authority}/pin-direct/set?token={token}",
    " {page}/x/../pin-direct/set?token={token}",
  ]) {
    test(JSON.stringify(template), async () => {
      const page = await suite.open();
      const { host } = new URL(page.origins.page);
      await page.session.configure({
        faults: { token: [{ kind: "url", url: template.replaceAll("{authority}", host) }] },
      });
      const widget = await page.start({ allowedOrigins: [page.origins.page] });
      await widget.reaches("ready");
      const written = await page.run("return deepFind(arguments[0]).getAttribute('src')", FRAME);
      assert.equal(String(written).split("?")[0], `${page.origins.page}/pin-direct/set`);
    });
  }
});

test("without allowedOrigins only the issuer's own origin can be framed", async () => {
  const page = await suite.open();
  const widget = await page.start({ allowedOrigins: undefined });
  await widget.reaches("failed");
  const [error] = await widget.errors();
  assert.equal(error?.code, "untrusted_origin");
  assert.ok(error.message.includes(`(${page.origins.page})`), error.message);
  assert.equal((await page.notes()).framesMade, 0);
});

test("the frame is cross-site and sends the issuer only the host's origin", async () => {
  const page = await suite.open();
  await page.ready();
  const frame = await page.find(FRAME);
  assert.equal(await frame.getAttribute("referrerpolicy"), "strict-origin");
  assert.equal(await page.run("return deepFind(arguments[0]).hasAttribute('sandbox')", FRAME), false);
  assert.equal(await page.run("return deepFind(arguments[0]).hasAttribute('allow')", FRAME), false);
  assert.equal(await page.run("return deepFind(arguments[0]).contentDocument", FRAME), null);
});
