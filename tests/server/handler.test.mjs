// The handler as a function: its options, its host's functions, and what it is made of.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { createSetPinTokenHandler } from "../../pkg/server.mjs";
import { TOKEN } from "./harness/issuer.mjs";

/** @typedef {import("../../pkg/types/server.js").SetPinTokenHandlerOptions<any[]>} Options */

/** @type {Options} */
const OPTIONS = {
  issuerUrl: "https://issuer.example",
  clientKey: "key-of-the-app",
  origins: ["https://app.example"],
  authorize: () => "token-of-the-cardholder",
  fetch: async () => Response.json(TOKEN),
};

/** @param {RequestInit} [init] */
const request = (init) =>
  new Request("https://app.example/api/card/set-pin/token", {
    method: "POST",
    headers: { origin: "https://app.example", "content-type": "application/json" },
    body: "{}",
    ...init,
  });

/**
 * @param {Partial<Options>} options
 * @param {Request} [page]
 */
async function run(options, page = request()) {
  /** @type {import("../../pkg/types/server.js").SetPinTokenProblem[]} */
  const problems = [];
  const onError = (/** @type {(typeof problems)[0]} */ problem) => void problems.push(problem);
  const response = await createSetPinTokenHandler({ ...OPTIONS, onError, ...options })(page);
  return { status: response.status, body: await response.json(), problems };
}

describe("options are checked when the handler is made", () => {
  /** @type {Record<string, unknown[]>} */
  const WRONG = {
    issuerUrl: [
      undefined,
      "",
      "issuer.example",
      "http://issuer.example",
      "https://key@issuer.example",
      "https://issuer.example/v1/",
      "https://issuer.example?secret",
    ],
    clientKey: [undefined, "", "secret key", "secret\n", 7],
    clientKeyHeader: ["", "x client", "Authorization", "x-us-env", 7],
    usEnv: ["true", 1, null],
    origins: [
      undefined,
      "https://app.example",
      [],
      ["https://app.example/"],
      ["https://*.app.example"],
      ["*"],
      ["null"],
      ["http://app.example"],
      [undefined],
    ],
    authorize: [undefined, "secret"],
    timeoutMs: [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "1000", 2 ** 31],
    fetch: ["secret", null],
    onError: [console],
  };
  for (const [option, values] of Object.entries(WRONG)) {
    test(`${option}: the error names the option and says what it takes, and no value`, () => {
      for (const value of values) {
        assert.throws(
          () => createSetPinTokenHandler(/** @type {Options} */ ({ ...OPTIONS, [option]: value })),
          (/** @type {Error} */ error) => {
            assert.ok(error instanceof TypeError);
            assert.match(error.message, new RegExp(`^createSetPinTokenHandler needs \`${option}\`: .{6,}\\.$`));
            assert.doesNotMatch(error.message, /secret|key@/);
            return true;
          },
          `${option}: ${String(value)}`,
        );
      }
    });
  }

  test("an option that there is not is refused with those that there are", () => {
    const misspelt = /** @type {Options} */ ({ ...OPTIONS, clientkey: "secret" });
    assert.throws(() => createSetPinTokenHandler(misspelt), /no option `clientkey`; it takes issuerUrl, clientKey, /);
    assert.throws(() => createSetPinTokenHandler(/** @type {any} */ (undefined)), /takes an object of options/);
  });

  test("loopback may go without encryption, and the API may lie below a path", async () => {
    for (const [issuerUrl, address] of [
      ["http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/card/set-pin/token"],
      ["http://api.localhost/", "http://api.localhost/v1/card/set-pin/token"],
      [new URL("https://gateway.example/issuer/"), "https://gateway.example/issuer/v1/card/set-pin/token"],
    ]) {
      /** @type {string[]} */
      const asked = [];
      const fetch = async (/** @type {string} */ url) => {
        asked.push(url);
        return Response.json(TOKEN);
      };
      await run({ issuerUrl, fetch });
      assert.deepEqual(asked, [address]);
    }
  });
});

describe("authorize", () => {
  test("nobody is signed in where it names nothing", async () => {
    for (const nothing of [undefined, null, ""]) {
      const { status, body, problems } = await run({ authorize: async () => nothing });
      assert.deepEqual([status, body], [401, { message: "Not authenticated" }]);
      assert.equal(problems[0]?.code, "unauthenticated");
    }
  });

  test("is not asked for another site's page", async () => {
    const authorize = () => assert.fail("asked");
    const page = request({ headers: { "sec-fetch-site": "cross-site" } });
    assert.equal((await run({ authorize }, page)).status, 403);
  });

  test("is handed what the server hands to the route", async () => {
    const handler = createSetPinTokenHandler({ ...OPTIONS, authorize: (_request, user) => user.token });
    assert.equal((await handler(request(), { token: "a" })).status, 200);
    assert.equal((await handler(request(), { token: undefined })).status, 401);
  });

  test("what it throws goes to the host's server untouched, since frameworks steer by it", async () => {
    const thrown = new Error("a redirect to the log-in page");
    const authorize = () => {
      throw thrown;
    };
    await assert.rejects(run({ authorize }), (error) => error === thrown);
  });

  test("a token with its scheme, or one that is no token, is the host's mistake, and stays out of the error", async () => {
    for (const token of ["Bearer abc", "abc\r\nx-evil: 1", 7]) {
      const authorize = () => /** @type {string} */ (token);
      await assert.rejects(run({ authorize }), (/** @type {Error} */ error) => {
        assert.match(error.message, /without `Bearer`/);
        assert.doesNotMatch(error.message, /abc|7/);
        return true;
      });
    }
  });

  test("that has read the body is told so", async () => {
    const { status, problems } = await run({ authorize: async (page) => void (await page.text()) ?? "abc" });
    assert.equal(status, 400);
    assert.match(problems[0]?.message ?? "", /something before this route has read it/);
  });
});

describe("the way to the issuer", () => {
  test("a fetch that heeds no signal is left all the same", async () => {
    const { status, problems } = await run({ fetch: () => new Promise(() => {}), timeoutMs: 20 });
    assert.equal(status, 504);
    assert.equal(problems[0]?.code, "issuer_timeout");
  });

  test("a page that has gone already costs no token", async () => {
    const fetch = () => assert.fail("asked");
    const { problems } = await run({ fetch }, request({ signal: AbortSignal.abort() }));
    assert.equal(problems[0]?.code, "page_gone");
  });

  test("the log gets the reason of a failure as the runtime's word, never its text", async () => {
    const failed = Object.assign(new TypeError("fetch failed: Bearer token-of-the-cardholder"), {
      cause: Object.assign(new Error("https://issuer.example"), { code: "ECONNREFUSED" }),
    });
    const { status, problems } = await run({ fetch: () => Promise.reject(failed) });
    assert.equal(status, 502);
    assert.match(problems[0]?.message ?? "", /\(ECONNREFUSED\)/);
    assert.doesNotMatch(JSON.stringify(problems), /Bearer|token-of|issuer\.example/);
  });

  test("the log gets nothing that a thrown thing pretends to be a reason", async () => {
    for (const thrown of [
      undefined,
      null,
      "token-of-the-cardholder",
      { code: "token-of-the-cardholder" },
      { cause: 7 },
    ]) {
      const fetch = () => {
        throw thrown;
      };
      const { status, problems } = await run({ fetch });
      assert.equal(status, 502);
      assert.doesNotMatch(JSON.stringify(problems), /token-of/);
    }
  });
});

test("a log that throws or rejects does not cost the page its answer", async (t) => {
  const error = t.mock.method(console, "error", () => {});
  const throwing = () => {
    throw new Error("disk full");
  };
  for (const onError of [throwing, async () => throwing()]) {
    assert.equal((await run({ onError, authorize: () => undefined })).status, 401);
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(error.mock.callCount(), 2);
});

describe("the file", () => {
  test("holds no engine, and imports nothing", () => {
    for (const file of ["server.mjs", "server.cjs"]) {
      const text = readFileSync(new URL(`../../pkg/${file}`, import.meta.url), "utf8");
      assert.ok(text.length < 16_000, `${file}: ${text.length}`);
      assert.doesNotMatch(text, /WebAssembly|\brequire\(|\bimport[\s("{]/);
    }
  });

  test("is the same for CommonJS", async () => {
    const { createSetPinTokenHandler: fromCommonJs } = createRequire(import.meta.url)("../../pkg/server.cjs");
    assert.deepEqual(await (await fromCommonJs(OPTIONS)(request())).json(), TOKEN);
  });
});
