/**
 * Reading a response: completely, up to its limit, and in any chunks.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const LIMIT = 64 * 1024;

/**
 * Replaces the page's `fetch` for the next request.
 * @param {string} response JavaScript for a `Response`.
 */
async function respondingWith(response) {
  const page = await suite.open();
  await page.run(
    `window.ownFetch = window.fetch;
     window.stream = { given: 0, cancelled: false };
     const inPieces = (text, length) => {
       const whole = new TextEncoder().encode(text);
       return new Response(new ReadableStream({
         pull(controller) {
           const piece = whole.slice(stream.given, stream.given + length);
           stream.given += piece.length;
           if (piece.length === 0) controller.close(); else controller.enqueue(piece);
         },
         cancel() { stream.cancelled = true; },
       }));
     };
     window.fetch = async () => { window.fetch = window.ownFetch; return ${response}; };`,
  );
  return page;
}

/** Returns the page and the error that the widget reports for a response. @param {string} response */
async function errorFor(response) {
  const page = await respondingWith(response);
  const widget = await page.start({ retry: false });
  await widget.reaches("failed");
  const [error] = await widget.errors();
  assert.doesNotMatch(error?.message ?? "", /hush/, "no part of the response is quoted");
  return { page, error };
}

describe("a response is read completely", () => {
  test("up to 64 KiB, in chunks", async () => {
    const { page, error } = await errorFor(
      `(() => { const fill = ${LIMIT} - JSON.stringify({ token: "t", hostedPageUrl: "ftp://hush/", more: "" }).length;
         return inPieces(JSON.stringify({ token: "t", hostedPageUrl: "ftp://hush/", more: "x".repeat(fill) }), 10000); })()`,
    );
    // The widget parsed the response and validated its URL.
    assert.equal(error?.code, "untrusted_origin");
    assert.deepEqual(await page.run("return stream"), { given: LIMIT, cancelled: false });
  });

  test("also if a chunk ends within a character", async () => {
    const page = await respondingWith(`inPieces(JSON.stringify({ status: "Größe €😀" }), 1)`);
    const widget = await page.start({ retry: false, cardStatus: { url: "/api/card/status" } });
    await widget.reaches("failed");
    // Parsed correctly, the response has a status. Parsed incorrectly, it would not be JSON, or
    // would have the same code by chance: the card's status string is not `ACTIVE`.
    assert.equal((await widget.errors())[0]?.code, "card_not_active");
  });
});

describe("the rest of a larger response is discarded", () => {
  for (const bytes of [LIMIT + 1, 1_000_000]) {
    test(`${bytes} bytes`, async () => {
      const { page, error } = await errorFor(`inPieces(JSON.stringify("hush".padEnd(${bytes - 2}, "x")), 10000)`);
      assert.deepEqual({ code: error?.code, status: error?.status }, { code: "invalid_response", status: 200 });
      assert.match(error?.message ?? "", /64 KiB/);
      const { given, cancelled } = /** @type {{given: number, cancelled: boolean}} */ (await page.run("return stream"));
      assert.ok(given < 100_000, `${given} bytes were read`);
      if (bytes > 100_000) assert.equal(cancelled, true);
    });
  }
});

test("the body of an error is not read, and the request ends before the next one", async () => {
  const page = await respondingWith(
    `(() => {
       const { ownFetch } = window;
       window.fetch = window.ownFetch = (...given) => { stream.cancelledBefore = stream.cancelled; return ownFetch(...given); };
       const source = { pull() { stream.given += 1; }, cancel() { stream.cancelled = true; } };
       return new Response(new ReadableStream(source, { highWaterMark: 0 }), { status: 503 });
     })()`,
  );
  const widget = await page.start({ retry: { delayMs: 1 } });
  await widget.reaches("ready");
  assert.deepEqual(await page.run("return stream"), { given: 0, cancelled: true, cancelledBefore: true });
});

describe("the error for a response that is not JSON names the wrong part, and quotes nothing", () => {
  for (const [response, status, part] of /** @type {const} */ ([
    ["new Response(null, { status: 204 })", 204, /no body/],
    [`new Response('{"token":"hush"')`, 200, /not JSON/],
    ["new Response('<p>hush</p>')", 200, /not JSON/],
    ["new Response('', { status: 201 })", 201, /not JSON|no body/],
    ["new Response(new Uint8Array([0xff, 0xfe, 0x22]))", 200, /not JSON/],
  ])) {
    test(response, async () => {
      const { error } = await errorFor(response);
      assert.deepEqual({ code: error?.code, status: error?.status }, { code: "invalid_response", status });
      assert.match(error?.message ?? "", part);
    });
  }
});

describe("a response that breaks off is a failure", () => {
  for (const [what, response] of [
    [
      "with a network error",
      `new Response(new ReadableStream({
         start(controller) { controller.enqueue(new TextEncoder().encode('{"tok')); },
         pull(controller) { controller.error("hush"); },
       }))`,
    ],
    [
      "without a network error, shorter than its Content-Length",
      `new Response('{"tok', { headers: { "content-length": "100" } })`,
    ],
  ]) {
    test(`${what}: network`, async () => {
      const { error } = await errorFor(String(response));
      assert.deepEqual({ code: error?.code, retryable: error?.retryable }, { code: "network", retryable: true });
    });
  }

  test("but a compressed response may be longer than its Content-Length", async () => {
    const { error } = await errorFor(
      `new Response('<p>hush', { headers: { "content-length": "100", "content-encoding": "br" } })`,
    );
    assert.equal(error?.code, "invalid_response");
  });
});
