// The same cases as the model host backend's (issuer-sandbox/tests/behaviours/backend_vectors.rs),
// in every runtime.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { nowhere, respondWith, silent, startIssuer } from "./harness/issuer.mjs";
import { ask, begin } from "./harness/page.mjs";
import { RUNTIMES, startRuntime } from "./harness/runtimes.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/backend.json", import.meta.url), "utf8"));
/** The model backend's other routes are the demo's own. */
const ROUTES = ["set-pin/token", "status", "pin/token", "details/token"].map((route) => `/api/card/${route}`);
const cases = vectors.cases.filter((/** @type {Case} */ { request }) => ROUTES.includes(request.path));

/** @typedef {{method: string, path: string, status: number, headers?: Record<string, string>, body?: Record<string, unknown>, rawBody?: string, padding?: number, unfinished?: boolean}} Message */
/** `null` for a header that must not be there. @typedef {Omit<Message, "headers"> & {headers?: Record<string, string | null>}} Expected */
/** @typedef {{request: Expected, response: Message | "unreachable" | "silent", then?: Exchange}} Exchange */
/** @typedef {{name: string, backend?: object, request: Message, issuer: Exchange | null, response: Expected}} Case */

test("the vectors exist", () => {
  assert.ok(cases.length > 180);
});

for (const runtime of RUNTIMES) {
  describe(runtime, { concurrency: 8 }, () => {
    /** @type {import("./harness/runtimes.mjs").Runtime} */
    let server;
    before(async () => {
      server = await startRuntime(runtime);
    });
    after(async () => {
      await server.stop();
      checkLog(server.log());
    });
    for (const vector of cases) test(vector.name, () => run(server.port, vector));
  });
}

/**
 * @param {number} port
 * @param {Case} vector
 */
async function run(port, vector) {
  const { request, issuer: exchange, response: expected } = vector;
  const exchanges = all(exchange);
  const issuer = await startIssuer(...exchanges.map(({ response }) => issuerResponse(response)));
  try {
    const setup = {
      ...vectors.backend,
      ...vector.backend,
      name: vector.name,
      issuerUrl: exchange?.response === "unreachable" ? await nowhere() : issuer.url,
      timeoutMs: exchange?.response === "silent" || request.unfinished ? 2_000 : 10_000,
    };
    const reply = await send(port, setup, request);
    assert.equal(reply.status, expected.status, reply.body);
    for (const [name, value] of Object.entries(expected.headers ?? {})) {
      assert.equal(reply.headers[name], value ?? undefined, `${name} of the response`);
    }
    assert.deepEqual(reply.body === "" ? undefined : JSON.parse(reply.body), expected.body);
    assert.ok(!JSON.stringify([reply.headers, reply.body]).includes("secret"), "a secret reached the page");
    const received = exchanges.filter(({ response }) => response !== "unreachable");
    assert.equal(issuer.requests.length, received.length);
    for (const [index, { request }] of received.entries()) {
      checkRequest(/** @type {import("./harness/issuer.mjs").IssuerRequest} */ (issuer.requests[index]), request);
    }
  } finally {
    issuer.stop();
  }
}

/**
 * @param {number} port
 * @param {object} setup
 * @param {Message} message
 */
async function send(port, setup, { unfinished, ...message }) {
  const page = { ...message, headers: message.headers ?? {}, body: bytes(message) };
  if (!unfinished) return ask(port, setup, page);
  const { request, reply } = begin(port, setup, page);
  request.flushHeaders();
  if (page.body) request.write(page.body);
  const response = await reply;
  request.destroy();
  return response;
}

/** @param {Exchange | null | undefined} exchange @returns {Exchange[]} */
function all(exchange) {
  return exchange ? [exchange, ...all(exchange.then)] : [];
}

/**
 * @param {import("./harness/issuer.mjs").IssuerRequest} request
 * @param {Expected} expected
 */
function checkRequest({ method, path, headers, rawHeaders, body }, expected) {
  assert.equal(`${method} ${path}`, `${expected.method} ${expected.path}`);
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    assert.equal(headers[name], value ?? undefined, `${name} for the issuer`);
    const times = rawHeaders.filter((raw) => raw.toLowerCase() === name).length;
    assert.equal(times, value === null ? 0 : 1, `${name} once`);
  }
  assert.equal(headers.cookie, undefined, "the session's cookie is not forwarded");
  assert.deepEqual(body === "" ? undefined : JSON.parse(body), expected.body);
}

/**
 * Checks the log of the runtime and the route: it contains every refusal, every token that was issued (by its
 * cardholder), and no secret.
 */
function checkLog(/** @type {string} */ log) {
  const { accessToken, clientKey, session } = vectors.backend;
  const secrets = [
    "secret",
    "100a99cf",
    "Bearer",
    "pin-direct",
    "evil",
    "x".repeat(40),
    accessToken,
    clientKey,
    session,
    "token-renewed",
    "123456",
  ];
  assert.deepEqual(
    secrets.filter((secret) => log.includes(secret)),
    [],
    "in the log",
  );
  for (const { name, request, response } of cases) {
    const isRefused = response.status >= 400;
    assert.equal(log.includes(`problem ${name}: `), isRefused, `${name}: reported as a problem`);
    const isToken = response.status === 200 && request.path !== "/api/card/status";
    assert.equal(log.includes(`issued ${name}: `), isToken, `${name}: recorded as a token`);
  }
}

/** @param {Message | "unreachable" | "silent" | undefined} message */
function issuerResponse(message) {
  if (message === undefined || typeof message === "string") return silent;
  return respondWith(message.status, bytes(message), message.headers);
}

/** @param {Message} message */
function bytes({ body, rawBody, padding }) {
  if (!body) return rawBody ?? "";
  return JSON.stringify(padding ? { ...body, padding: "x".repeat(padding) } : body);
}
