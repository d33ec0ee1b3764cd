// The handler as a function: its options, the host's functions, and the published file. One file,
// because each test calls the same handler with one thing changed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { createCardRoutes, createSetPinTokenHandler } from "../../pkg/server.mjs";
import { until } from "../e2e/harness/wait.mjs";
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

/**
 * A promise for a test to settle.
 * @returns {{promise: Promise<any>, resolve: (value: unknown) => void}}
 */
function later() {
  const settle = { resolve: (/** @type {unknown} */ _value) => {} };
  const promise = new Promise((resolve) => {
    settle.resolve = resolve;
  });
  return Object.assign(settle, { promise });
}

describe("options are validated when the handler is created", () => {
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
      new Array(1),
      ["https://user@app.example"],
      ["HTTPS://app.example"],
      ["https://app.example:443"],
      ["https://app.example\n"],
      ["capacitor://"],
      ["capacitor://localhost/"],
      ["capacitor://*"],
      ["capacitor://user@localhost"],
      ["capacitor:localhost"],
      ["capacitor://local host"],
      ["javascript://app.example"],
      ["data://app.example"],
      ["blob://app.example"],
      ["file://app.example"],
      ["ws://app.example"],
    ],
    pageOrigins: [
      null,
      "",
      "https://cards.example",
      [],
      ["https://cards.example/"],
      ["https://*.cards.example"],
      ["http://cards.example"],
      ["capacitor://localhost"],
      ["null"],
      [undefined],
      new Array(1),
    ],
    authorize: [undefined, "secret"],
    timeoutMs: [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "1000", 2 ** 31],
    fetch: ["secret", null],
    onError: [console],
    cors: [
      null,
      true,
      "*",
      ["https://app.example"],
      {},
      { origins: [] },
      { origins: ["*"] },
      { origins: ["null"] },
      { origins: ["https://app.example/"] },
      { origins: ["https://*.app.example"] },
      { origins: [/app/] },
      { origins: ["https://app.example"], credentials: true },
    ],
    renew: ["secret"],
    allow: [true],
    requireStepUp: [true],
    parsedBody: [{}],
    onToken: [null],
  };
  for (const [option, values] of Object.entries(WRONG)) {
    test(`${option}: the error names the option and its valid values, and not the given value`, () => {
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

  test("an unknown option is refused, and the error names the known ones", () => {
    const misspelt = /** @type {Options} */ ({ ...OPTIONS, clientkey: "secret" });
    assert.throws(() => createSetPinTokenHandler(misspelt), /no option `clientkey`; it takes issuerUrl, clientKey, /);
    assert.throws(() => createSetPinTokenHandler(/** @type {any} */ (undefined)), /takes an object of options/);
  });

  test("loopback may use http:, and the API may have a path", async () => {
    for (const [issuerUrl, requested] of [
      ["http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/card/set-pin/token"],
      ["http://api.localhost/", "http://api.localhost/v1/card/set-pin/token"],
      [new URL("https://gateway.example/issuer/"), "https://gateway.example/issuer/v1/card/set-pin/token"],
    ]) {
      /** @type {string[]} */
      const requests = [];
      const fetch = async (/** @type {string} */ url) => {
        requests.push(url);
        return Response.json(TOKEN);
      };
      await run({ issuerUrl, fetch });
      assert.deepEqual(requests, [requested]);
    }
  });
});

describe("createCardRoutes", () => {
  const { token } = TOKEN;
  const imageUrl = `https://cards.issuer.example/details-image?token=${token}`;
  /** The issuer's response by path, and the route's. @type {Record<string, [string, string, object, object]>} */
  const ROUTES = {
    setPinToken: ["POST", "/set-pin/token", TOKEN, TOKEN],
    cardStatus: [
      "GET",
      "/status",
      { status: "ACTIVE", type: "METAL", panLast4: "4826", holderName: "A" },
      { status: "ACTIVE", type: "METAL", panLast4: "4826" },
    ],
    pinToken: ["POST", "/pin/token", { token, imageUrl }, { token, imageUrl }],
    cardDetailsToken: ["POST", "/details/token", { token, imageUrl }, { token, imageUrl }],
  };
  const fetch = async (/** @type {string} */ url) => {
    const route = Object.values(ROUTES).find(([, path]) => url === `https://issuer.example/v1/card${path}`);
    return Response.json(route?.[2]);
  };
  const page = (/** @type {string} */ method, /** @type {string} */ path) =>
    new Request(`https://app.example${path}`, {
      method,
      headers: { origin: "https://app.example", "content-type": "application/json" },
      ...(method === "POST" && { body: "{}" }),
    });

  test("each route, and `handle` by its path, requests its own path of the issuer", async () => {
    const routes = createCardRoutes({ ...OPTIONS, fetch });
    for (const [name, [method, path, , expected]] of Object.entries(ROUTES)) {
      for (const route of [/** @type {any} */ (routes)[name], routes.handle]) {
        const response = await route(page(method, `/api/card${path}`));
        assert.deepEqual([response.status, await response.json()], [200, expected], name);
      }
    }
  });

  test("`handle` responds with 404 to another path, and its log has no route", async () => {
    /** @type {unknown[]} */
    const problems = [];
    const { handle } = createCardRoutes({ ...OPTIONS, fetch, onError: (problem) => problems.push(problem) });
    const other = ["/", "/api/card", "/api/card/set-pin/token/", "/API/card/status", "/x/api/card/status"];
    for (const path of [...other, "/api/card//status", "/api/card/constructor", "/v1/card/status"]) {
      const response = await handle(page("POST", path));
      assert.deepEqual([response.status, await response.json()], [404, { message: "Not found" }], path);
      const requestId = response.headers.get("x-request-id");
      assert.deepEqual(problems.pop(), { requestId, code: "route_not_found", status: 404, message: "Not found" });
    }
  });

  test("`basePath` is the path before that of each route", async () => {
    for (const basePath of ["", "/cards/v2"]) {
      const { handle } = createCardRoutes({ ...OPTIONS, fetch, basePath });
      assert.equal((await handle(page("GET", `${basePath}/status?x=1`))).status, 200);
      assert.equal((await handle(page("GET", "/api/card/status"))).status, 404);
    }
    for (const basePath of ["/", "api", "/api/", "https://app.example", "/a?b", "/a#b", "/a b", "/a/../b", 7, null]) {
      const options = /** @type {Options} */ ({ ...OPTIONS, basePath });
      assert.throws(() => createCardRoutes(options), /^TypeError: createCardRoutes needs `basePath`: /);
    }
  });

  test("a wrong option is refused by its name, and the token route alone has no `basePath`", () => {
    assert.throws(
      () => createCardRoutes({ ...OPTIONS, clientKey: "" }),
      /^TypeError: createCardRoutes needs `clientKey`/,
    );
    const options = /** @type {Options} */ ({ ...OPTIONS, basePath: "/api" });
    assert.throws(() => createSetPinTokenHandler(options), /createSetPinTokenHandler has no option `basePath`/);
  });

  test("the log has the name of the route", async () => {
    /** @type {unknown[]} */
    const routes = [];
    const { handle } = createCardRoutes({
      ...OPTIONS,
      authorize: () => undefined,
      onError: ({ route }) => routes.push(route),
    });
    for (const [method, path] of Object.values(ROUTES)) await handle(page(method, `/api/card${path}`));
    assert.deepEqual(routes, Object.keys(ROUTES));
  });

  test("arguments of the server reach `authorize`", async () => {
    const { handle } = createCardRoutes({ ...OPTIONS, fetch, authorize: (_request, user) => user.token });
    assert.equal((await handle(page("GET", "/api/card/status"), { token: "a" })).status, 200);
    assert.equal((await handle(page("GET", "/api/card/status"), { token: undefined })).status, 401);
  });
});

describe("authorize", () => {
  test("without a result, nobody is signed in", async () => {
    for (const nothing of [undefined, null, ""]) {
      const { status, body, problems } = await run({ authorize: async () => nothing });
      assert.deepEqual([status, body], [401, { message: "Not authenticated" }]);
      assert.equal(problems[0]?.code, "unauthenticated");
    }
  });

  test("is not called for a page of another site", async () => {
    const authorize = () => assert.fail("requests");
    const page = request({ headers: { "sec-fetch-site": "cross-site" } });
    assert.equal((await run({ authorize }, page)).status, 403);
  });

  test("receives what the server passes to the route", async () => {
    const handler = createSetPinTokenHandler({ ...OPTIONS, authorize: (_request, user) => user.token });
    assert.equal((await handler(request(), { token: "a" })).status, 200);
    assert.equal((await handler(request(), { token: undefined })).status, 401);
  });

  test("throws to the host's server, because frameworks use exceptions for control flow", async () => {
    const thrown = new Error("a redirect to the log-in page");
    const authorize = () => {
      throw thrown;
    };
    await assert.rejects(run({ authorize }), (error) => error === thrown);
  });

  test("a token with its scheme, or a value that is not a token, is the host's mistake, and is not in the error", async () => {
    for (const token of ["Bearer abc", "abc\r\nx-evil: 1", 7]) {
      const authorize = () => /** @type {string} */ (token);
      await assert.rejects(run({ authorize }), (/** @type {Error} */ error) => {
        assert.match(error.message, /without `Bearer`/);
        assert.doesNotMatch(error.message, /abc|7/);
        return true;
      });
    }
  });

  test("has the same time limit as the rest", { timeout: 5_000 }, async () => {
    const fetch = () => assert.fail("requests");
    const { status, body, problems } = await run({ authorize: () => new Promise(() => {}), timeoutMs: 20, fetch });
    assert.deepEqual([status, body], [503, { message: "This app could not find out in time who is signed in" }]);
    assert.equal(problems[0]?.code, "authorize_timeout");
    assert.match(problems[0]?.message ?? "", /`authorize`.*`timeoutMs`/);
  });

  test("leaves the rest of the time to the page and the issuer, not the whole limit again", {
    timeout: 5_000,
  }, async () => {
    const token = later();
    const began = performance.now();
    const reply = run({
      authorize: () => token.promise,
      fetch: () => new Promise(() => {}),
      timeoutMs: 1_000,
    });
    await until("half of the time to pass", async () => performance.now() - began > 500);
    token.resolve("token-of-the-cardholder");
    assert.equal((await reply).status, 504);
    const took = performance.now() - began;
    assert.ok(took < 1_400, `${took} ms`);
  });

  test("is abandoned when the page disconnects, and its result is not used", { timeout: 5_000 }, async () => {
    const page = new AbortController();
    const token = later();
    const fetch = () => assert.fail("requests");
    const reply = run({ authorize: () => token.promise, fetch }, request({ signal: page.signal }));
    page.abort();
    assert.equal((await reply).problems[0]?.code, "page_gone");
    token.resolve("token-of-the-cardholder");
    await new Promise((resolve) => setImmediate(resolve));
  });

  test("gets an error if it has read the body", async () => {
    const { status, problems } = await run({ authorize: async (page) => void (await page.text()) ?? "abc" });
    assert.equal(status, 400);
    assert.match(problems[0]?.message ?? "", /something before this route has read it/);
  });
});

/**
 * Runs the route, and returns its response and the requests to the issuer.
 * @param {Partial<Options>} options
 * @param {Request} [page]
 * @param {readonly any[]} [context]
 */
async function exchange(options, page = request(), context = []) {
  /** @type {{headers: Headers, body: unknown}[]} */
  const sent = [];
  const fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ { headers, body }) => {
    sent.push({ headers: new Headers(headers), body });
    return Response.json(TOKEN);
  };
  const response = await createSetPinTokenHandler({ ...OPTIONS, fetch, ...options })(page, ...context);
  return { status: response.status, headers: response.headers, body: await response.json(), sent };
}

describe("authorize with an object", () => {
  test("chooses the environment, and gives the subject to `allow` and `onToken` only", async () => {
    /** @type {unknown[]} */
    const calls = [];
    const { status, headers, sent } = await exchange({
      authorize: () => ({ accessToken: "token-of-the-cardholder", usEnv: true, subject: "user-7" }),
      allow: (...given) => calls.push(given) > 0,
      onToken: (issued) => calls.push(issued),
    });
    assert.equal(status, 200);
    assert.equal(sent[0]?.headers.get("authorization"), "Bearer token-of-the-cardholder");
    assert.equal(sent[0]?.headers.get("x-us-env"), "true");
    assert.doesNotMatch(JSON.stringify([...(sent[0]?.headers ?? [])]), /user-7/);
    const [allowed, { durationMs, ...issued }] = /** @type {[unknown, any]} */ (calls);
    assert.deepEqual(allowed, ["user-7", { route: "setPinToken" }]);
    assert.deepEqual(issued, { route: "setPinToken", subject: "user-7", requestId: headers.get("x-request-id") });
    assert.ok(durationMs >= 0 && durationMs < 5_000, `${durationMs}`);
  });

  test("with a wrong field is the host's mistake, and no value is in the error", async () => {
    for (const [field, value] of [
      ["accessToken", undefined],
      ["accessToken", "Bearer secret"],
      ["usEnv", "true"],
      ["subject", 7],
    ]) {
      const cardholder = /** @type {any} */ ({ accessToken: "secret", [String(field)]: value });
      await assert.rejects(exchange({ authorize: () => cardholder }), (/** @type {Error} */ error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, /^`authorize` must return /);
        assert.doesNotMatch(error.message, /secret|7/);
        return true;
      });
    }
  });
});

describe("renew", () => {
  const refused = () => Response.json({ message: "Not authenticated" }, { status: 401 });

  test("is called once, with the arguments of `authorize`", async () => {
    /** @type {unknown[][]} */
    const calls = [];
    const page = request();
    const renew = (/** @type {unknown[]} */ ...given) => String(calls.push(given));
    const { status } = await exchange({ fetch: async () => refused(), renew }, page, ["context"]);
    assert.equal(status, 401);
    assert.deepEqual(calls, [[page, "context"]]);
  });

  test("without a result passes the 401 on, and throws to the host's server", async () => {
    const fetch = async () => refused();
    assert.equal((await exchange({ fetch, renew: () => undefined })).status, 401);
    const thrown = new Error("the session is over");
    const renew = () => Promise.reject(thrown);
    await assert.rejects(exchange({ fetch, renew }), (error) => error === thrown);
    await assert.rejects(exchange({ fetch, renew: () => "Bearer x" }), /`renew` must return/);
  });

  test("keeps the subject, and is within the time limit", { timeout: 5_000 }, async () => {
    let requests = 0;
    const fetch = async () => (requests++ === 0 ? refused() : Response.json(TOKEN));
    /** @type {unknown[]} */
    const subjects = [];
    await exchange({
      fetch,
      authorize: () => ({ accessToken: "old", subject: "user-7" }),
      renew: () => ({ accessToken: "new" }),
      onToken: ({ subject }) => subjects.push(subject),
    });
    assert.deepEqual(subjects, ["user-7"]);
    const { status, problems } = await run({
      fetch: async () => refused(),
      renew: () => new Promise(() => {}),
      timeoutMs: 20,
    });
    assert.equal(status, 503);
    assert.match(problems[0]?.message ?? "", /`renew`/);
  });
});

describe("allow", () => {
  test("returns the seconds to wait, of which `Retry-After` is at least one", async () => {
    for (const [allowed, seconds] of /** @type {[boolean | number, string][]} */ ([
      [false, "60"],
      [0, "1"],
      [1.2, "2"],
      [3_600, "3600"],
    ])) {
      const { status, headers, sent } = await exchange({ allow: async () => allowed });
      assert.deepEqual([status, headers.get("retry-after"), sent.length], [429, seconds, 0]);
    }
  });

  test("that returns anything else is the host's mistake", async () => {
    for (const value of [undefined, null, "true", -1, Number.NaN, Number.POSITIVE_INFINITY, {}]) {
      await assert.rejects(
        exchange({ allow: () => /** @type {any} */ (value) }),
        /`allow` must return true, false, or/,
      );
    }
  });

  test("is not called if nobody is signed in", async () => {
    const allow = () => assert.fail("called");
    assert.equal((await exchange({ allow, authorize: () => undefined })).status, 401);
  });
});

describe("requireStepUp", () => {
  test("passes only with `true`, and throws to the host's server", async () => {
    for (const value of [false, undefined, null, 1, "true", {}, Promise.resolve(false)]) {
      const requireStepUp = () => /** @type {any} */ (value);
      const { status, body, sent } = await exchange({ requireStepUp });
      assert.deepEqual([status, body, sent.length], [403, { message: "This request needs a second factor" }, 0]);
    }
    assert.equal((await exchange({ requireStepUp: async () => true })).status, 200);
    const thrown = new Error("the store is down");
    await assert.rejects(exchange({ requireStepUp: () => Promise.reject(thrown) }), (error) => error === thrown);
  });

  test("is called after `allow`, so that codes cannot be tried without a limit", async () => {
    const requireStepUp = () => assert.fail("called");
    assert.equal((await exchange({ requireStepUp, allow: () => 5 })).status, 429);
  });
});

describe("onToken", () => {
  test("that throws or rejects does not prevent the response", async (t) => {
    const error = t.mock.method(console, "error", () => {});
    const throwing = () => {
      throw new Error("disk full");
    };
    for (const onToken of [throwing, async () => throwing()]) assert.equal((await exchange({ onToken })).status, 200);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(error.mock.callCount(), 2);
  });

  test("is not called for a request that fails", async () => {
    const onToken = () => assert.fail("called");
    assert.equal((await exchange({ onToken, fetch: async () => Response.json({}) })).status, 502);
  });
});

describe("a body that the host's framework has parsed", () => {
  const consumed = () => Object.defineProperty(request(), "body", { get: () => assert.fail("read") });

  test("is used instead of the request's, as an object or as text", async () => {
    for (const body of [{ isEmbedded: true }, '{"isEmbedded":true}']) {
      const { sent } = await exchange({ parsedBody: (_request, given) => given.body }, consumed(), [{ body }]);
      assert.equal(sent[0]?.body, '{"isEmbedded":true}');
    }
  });

  test("is validated like any other", async () => {
    for (const body of [
      null,
      [],
      7,
      "",
      "[]",
      { customCss: [] },
      { isEmbedded: 1 },
      { isEmbedded: true, pin: "4826" },
    ]) {
      const { status, sent } = await exchange({ parsedBody: () => body }, consumed());
      assert.deepEqual([status, sent], [400, []], JSON.stringify(body));
    }
    const redirectUrl = "https://evil.example/";
    assert.equal((await exchange({ parsedBody: () => ({ redirectUrl }) }, consumed())).status, 400);
    const page = request({ headers: { origin: "https://app.example", "content-type": "text/plain" } });
    assert.equal((await exchange({ parsedBody: () => ({}) }, page)).status, 415);
  });

  test("is read from the request if there is none, and may be empty for an image", async () => {
    const { sent } = await exchange({ parsedBody: () => undefined }, request({ body: '{"isEmbedded":false}' }));
    assert.equal(sent[0]?.body, '{"isEmbedded":false}');
    const imageUrl = "https://cards.issuer.example/details-image";
    const fetch = async () => Response.json({ token: TOKEN.token, imageUrl });
    for (const body of [{}, ""]) {
      const { pinToken } = createCardRoutes({ ...OPTIONS, fetch, parsedBody: () => body });
      const page = new Request("https://app.example", { method: "POST", headers: { origin: "https://app.example" } });
      assert.equal((await pinToken(page)).status, 200);
    }
  });
});

describe("the id of a request", () => {
  const withId = (/** @type {string} */ id) =>
    request({ headers: { origin: "https://app.example", "content-type": "application/json", "x-request-id": id } });

  test("is new if the page sends none, or one in another form", async () => {
    const ids = new Set();
    for (const id of [undefined, "short", "x".repeat(65), "with space", "<b>bold</b>", "caf\u00e9-caf\u00e9"]) {
      const { headers, sent } = await exchange({}, id === undefined ? request() : withId(id));
      const requestId = headers.get("x-request-id");
      assert.match(requestId ?? "", /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/);
      assert.equal(sent[0]?.headers.get("x-request-id"), requestId);
      ids.add(requestId);
    }
    assert.equal(ids.size, 6);
  });

  test("is in the log of a problem", async () => {
    const { problems } = await run({ authorize: () => undefined }, withId("page-0001"));
    assert.equal(problems[0]?.requestId, "page-0001");
  });

  test("is not a name for the client key's header", () => {
    assert.throws(() => createSetPinTokenHandler({ ...OPTIONS, clientKeyHeader: "X-Request-Id" }), /clientKeyHeader/);
  });
});

test("the log has the `errorCode` that the page receives, and nothing else of the issuer's error", async () => {
  const message = JSON.stringify({ errorCode: "CARD_LIMIT_REACHED", detail: "secret" });
  const { body, problems } = await run({ fetch: async () => Response.json({ message }, { status: 409 }) });
  assert.equal(body.errorCode, "CARD_LIMIT_REACHED");
  assert.equal(problems[0]?.errorCode, "CARD_LIMIT_REACHED");
  assert.doesNotMatch(JSON.stringify([body, problems]), /secret/);
});

test("`origins` may be left out if there is `cors`", async () => {
  const { origins: _, ...options } = OPTIONS;
  const route = createSetPinTokenHandler({ ...options, cors: { origins: ["https://app.example"] } });
  const response = await route(request());
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), "https://app.example");
  assert.throws(() => createSetPinTokenHandler(options), /needs `origins`/);
});

/**
 * A request as an adapter may pass it: its body is a stream of any values.
 * @param {(controller: ReadableStreamDefaultController) => unknown} pull
 */
const streamed = (pull) =>
  Object.defineProperty(request(), "body", { value: new ReadableStream({ pull }, { highWaterMark: 0 }) });

/**
 * A stream of such chunks, without an end. It fails after 100 000 chunks, so that a failing test
 * ends.
 * @param {() => unknown} chunk
 */
function endless(chunk) {
  const seen = { pulled: 0, pull: (/** @type {ReadableStreamDefaultController} */ _controller) => {} };
  seen.pull = (controller) => {
    if (++seen.pulled > 100_000) throw new Error("there was no limit");
    controller.enqueue(chunk());
  };
  return seen;
}

/** A stream of these chunks. @param {readonly unknown[]} chunks */
function chunked(chunks) {
  const left = [...chunks];
  return streamed((controller) => (left.length > 0 ? controller.enqueue(left.shift()) : controller.close()));
}

describe("a body in chunks other than `Uint8Array`", () => {
  const bytes = new TextEncoder().encode('{"isEmbedded":true}');
  /** @type {Record<string, unknown[]>} */
  const READ = {
    strings: ['{"isEmb', 'edded":true}'],
    "an ArrayBuffer": [bytes.buffer],
    "a Buffer": [Buffer.from(bytes)],
    "a DataView": [new DataView(bytes.buffer)],
    "a view with another element type": [new Uint16Array(new TextEncoder().encode('{"isEmbedded": true}').buffer)],
    "a part of a larger buffer": [Buffer.from(`xx{"isEmbedded":true}xx`).subarray(2, -2)],
    "an empty chunk between": [bytes.slice(0, 4), new Uint8Array(), "", bytes.slice(4)],
  };
  for (const [name, chunks] of Object.entries(READ)) {
    test(`is read if they are bytes or text: ${name}`, async () => {
      /** @type {unknown[]} */
      const sent = [];
      const fetch = async (/** @type {string} */ _, /** @type {RequestInit} */ init) => {
        sent.push(init.body);
        return Response.json(TOKEN);
      };
      assert.equal((await run({ fetch }, chunked(chunks))).status, 200);
      assert.deepEqual(sent, ['{"isEmbedded":true}']);
    });
  }

  /** @type {Record<string, unknown>} */
  const NO_BYTES = {
    undefined,
    null: null,
    "a number": 7,
    "a list of numbers": [123, 125],
    "an object": {},
    "an object without a length": { byteLength: Number.NaN, length: Number.NaN },
    "an object with a negative length": { byteLength: -1, length: -1 },
    "a view with a negative length": Object.defineProperty(new Uint8Array(2), "byteLength", { value: -1 }),
    "a view with a length above its bytes": Object.defineProperty(new Uint8Array(2), "byteLength", { value: 1e9 }),
    "a view whose length throws": Object.defineProperty(new Uint8Array(2), "byteLength", {
      get: () => assert.fail("read"),
    }),
  };
  for (const [name, chunk] of Object.entries(NO_BYTES)) {
    test(`is refused if they are neither: ${name}`, async () => {
      const fetch = () => assert.fail("requests");
      const { status, problems } = await run({ fetch }, chunked([chunk]));
      assert.equal(status, 400);
      assert.equal(problems[0]?.code, "page_gone");
    });
  }

  /** @type {Record<string, () => unknown>} */
  const ENDLESS = {
    strings: () => "x".repeat(1_000),
    "strings of three bytes each": () => "\u20ac",
    "empty strings": () => "",
    "empty bytes": () => new Uint8Array(),
    "views without a length": () => Object.defineProperty(new Uint8Array(1_000), "byteLength", { value: Number.NaN }),
    ArrayBuffers: () => new ArrayBuffer(1_000),
    "views with another element type": () => new Float64Array(100),
  };
  for (const [name, chunk] of Object.entries(ENDLESS)) {
    test(`is refused as soon as it is too large: ${name}`, { timeout: 10_000 }, async () => {
      const stream = endless(chunk);
      const { status, body } = await run({ fetch: () => assert.fail("requests") }, streamed(stream.pull));
      assert.deepEqual([status, body], [413, { message: "The body is too large" }]);
      assert.ok(stream.pulled <= 16 * 1024 + 1, `${stream.pulled} chunks`);
    });
  }

  test("is cancelled as soon as it is refused", { timeout: 5_000 }, async () => {
    await new Promise((cancelled) => {
      const { pull } = endless(() => ({}));
      const stream = new ReadableStream({ pull, cancel: cancelled });
      void run({}, Object.defineProperty(request(), "body", { value: stream }));
    });
  });

  test("is refused if it is not a stream of the Fetch API", async () => {
    for (const body of ["{}", { pipe: () => {} }, (async function* () {})()]) {
      const { status } = await run({}, Object.defineProperty(request(), "body", { value: body }));
      assert.equal(status, 400);
    }
  });

  test("the issuer's response has the same limit", { timeout: 10_000 }, async () => {
    for (const chunk of ["x".repeat(1_000), "", new ArrayBuffer(1_000)]) {
      const { pull } = endless(() => chunk);
      const body = new ReadableStream({ pull });
      const fetch = async () => Object.defineProperty(new Response(), "body", { value: body });
      const { status, problems } = await run({ fetch });
      assert.equal(status, 502);
      assert.match(problems[0]?.message ?? "", /too large/);
    }
  });
});

test("a request without a signal, as some adapters create it, gets its response", async () => {
  const page = Object.defineProperty(request(), "signal", { value: undefined });
  assert.equal((await run({}, page)).status, 200);
});

describe("the page's origin", () => {
  const fetch = async () => Response.json(TOKEN);

  test("is compared with each of `pageOrigins`", async () => {
    const pageOrigins = ["https://other.example", "https://cards.issuer.example"];
    assert.equal((await run({ fetch, pageOrigins })).status, 200);
    const { status, problems } = await run({ fetch, pageOrigins: ["https://other.example"] });
    assert.equal(status, 502);
    assert.equal(problems[0]?.code, "issuer_undocumented");
    assert.match(problems[0]?.message ?? "", /`pageOrigins`/);
    assert.doesNotMatch(JSON.stringify(problems), /issuer\.example|100a99cf/);
  });

  test("is not compared without `pageOrigins`", async () => {
    assert.equal((await run({ fetch })).status, 200);
    assert.equal((await run({ fetch, pageOrigins: undefined })).status, 200);
  });
});

test("web pages and apps may be listed together, each with its own rule", async () => {
  const origins = ["https://app.example", "capacitor://localhost", "https://localhost"];
  /** @type {[string, string, number][]} */
  const cases = [
    ["https://app.example", "same-origin", 200],
    ["https://app.example", "cross-site", 403],
    ["capacitor://localhost", "cross-site", 200],
    ["https://localhost", "cross-site", 200],
    ["http://localhost", "cross-site", 403],
    ["tauri://localhost", "cross-site", 403],
  ];
  for (const [origin, site, status] of cases) {
    const headers = { origin, "sec-fetch-site": site, "content-type": "application/json" };
    assert.equal((await run({ origins }, request({ headers }))).status, status, `${origin} ${site}`);
  }
});

describe("the request to the issuer", () => {
  test("a fetch that returns no response means that the issuer cannot be reached", async () => {
    for (const nothing of [undefined, null, 7, {}, { status: 200 }, { status: 429, body: null }]) {
      const fetch = async () => /** @type {any} */ (nothing);
      assert.equal((await run({ fetch })).status, 502);
    }
  });

  test("a fetch that ignores its signal is abandoned", async () => {
    const { status, problems } = await run({ fetch: () => new Promise(() => {}), timeoutMs: 20 });
    assert.equal(status, 504);
    assert.equal(problems[0]?.code, "issuer_timeout");
  });

  test("a response that such a fetch returns too late is not read", { timeout: 5_000 }, async () => {
    const late = later();
    assert.equal((await run({ fetch: () => late.promise, timeoutMs: 20 })).status, 504);
    await new Promise((resolve) => {
      late.resolve(new Response(new ReadableStream({ cancel: resolve })));
    });
  });

  test("a page that has disconnected uses no token", async () => {
    const fetch = () => assert.fail("requests");
    const { problems } = await run({ fetch }, request({ signal: AbortSignal.abort() }));
    assert.equal(problems[0]?.code, "page_gone");
  });

  test("the log receives the runtime's code for a failure, never its text", async () => {
    const failed = Object.assign(new TypeError("fetch failed: Bearer token-of-the-cardholder"), {
      cause: Object.assign(new Error("https://issuer.example"), { code: "ECONNREFUSED" }),
    });
    const { status, problems } = await run({ fetch: () => Promise.reject(failed) });
    assert.equal(status, 502);
    assert.match(problems[0]?.message ?? "", /\(ECONNREFUSED\)/);
    assert.doesNotMatch(JSON.stringify(problems), /Bearer|token-of|issuer\.example/);
  });

  test("the log receives no code that a thrown value invents", async () => {
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

test("a log that throws or rejects does not prevent the response", async (t) => {
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

describe("a property of Object.prototype", () => {
  /**
   * @template T
   * @param {Record<string, unknown>} properties
   * @param {() => Promise<T>} use
   */
  async function withPolluted(properties, use) {
    Object.assign(Object.prototype, properties);
    try {
      return await use();
    } finally {
      for (const name of Object.keys(properties)) Reflect.deleteProperty(Object.prototype, name);
    }
  }

  /**
   * Returns the requests to the issuer.
   * @param {Record<string, unknown>} properties
   * @param {object} body
   */
  async function requests(properties, body) {
    /** @type {RequestInit[]} */
    const inits = [];
    const fetch = async (/** @type {string} */ _, /** @type {RequestInit} */ init) => {
      inits.push(init);
      return Response.json(TOKEN);
    };
    await withPolluted(properties, () => run({ fetch }, request({ body: JSON.stringify(body) })));
    return inits;
  }

  test("is not an option", async (t) => {
    /** @type {Record<string, string>} */
    let sent = {};
    t.mock.method(globalThis, "fetch", async (/** @type {string} */ _, /** @type {{headers: {}}} */ { headers }) => {
      sent = headers;
      return Response.json(TOKEN);
    });
    const { fetch: _, ...options } = OPTIONS;
    const fetch = () => assert.fail("the token went to a fetch that was not given");
    const onError = () => assert.fail("an option that was not given");
    const polluted = { fetch, onError, usEnv: true, clientKeyHeader: "x-evil", timeoutMs: 0 };
    const handler = await withPolluted(polluted, async () => createSetPinTokenHandler(options));
    assert.equal((await handler(request())).status, 200);
    assert.deepEqual([sent["x-client-key"], sent["x-us-env"]], ["key-of-the-app", "false"]);
    await withPolluted({ authorize: () => "another's" }, async () => {
      const { authorize: _, ...rest } = OPTIONS;
      assert.throws(() => createSetPinTokenHandler(/** @type {Options} */ (rest)), /needs `authorize`/);
    });
  });

  test("is not a field of a page's request", async () => {
    const polluted = {
      redirectUrl: "https://app.example/other",
      isEmbedded: true,
      customCss: { textColor: "#112233" },
    };
    assert.equal((await requests(polluted, {}))[0]?.body, "{}");
  });

  test("is not part of its appearance", async () => {
    const customCss = { textColor: "#112233" };
    const polluted = { backgroundColor: "#112233" };
    assert.equal((await requests(polluted, { customCss }))[0]?.body, JSON.stringify({ customCss }));
  });

  test("is not part of the request to the issuer", async () => {
    const [init] = await requests({ credentials: "include", dispatcher: {} }, {});
    assert.ok(init && !("credentials" in init) && !("dispatcher" in init));
  });

  test("is not part of the issuer's response", async () => {
    const polluted = { token: TOKEN.token, hostedPageUrl: "https://evil.example/" };
    const { status } = await withPolluted(polluted, () => run({ fetch: async () => Response.json({}) }));
    assert.equal(status, 502);
    const refused = async () => Response.json({}, { status: 404 });
    assert.equal((await withPolluted({ message: "Card not found" }, () => run({ fetch: refused }))).status, 502);
  });

  test("is not part of the response to the page", async () => {
    const handler = createSetPinTokenHandler({ ...OPTIONS, authorize: () => undefined });
    const polluted = { headers: { "set-cookie": "session=evil" }, statusText: "Evil" };
    const reply = await withPolluted(polluted, () => handler(request()));
    assert.deepEqual([reply.status, reply.statusText], [401, ""]);
    assert.equal(reply.headers.get("set-cookie"), null);
  });
});

describe("the file", () => {
  test("contains no engine, and imports nothing", () => {
    for (const file of ["server.mjs", "cjs/server.js"]) {
      const text = readFileSync(new URL(`../../pkg/${file}`, import.meta.url), "utf8");
      assert.ok(text.length < 20_000, `${file}: ${text.length}`);
      assert.doesNotMatch(text, /WebAssembly|\brequire\(|\bimport[\s("{]/);
    }
  });

  test("is the same for CommonJS", async () => {
    const { createSetPinTokenHandler: fromCommonJs } = createRequire(import.meta.url)("../../pkg/cjs/server.js");
    assert.deepEqual(await (await fromCommonJs(OPTIONS)(request())).json(), TOKEN);
  });
});
