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
/** @typedef {{name: string, backend?: object, request: Message, issuer: {request: Expected, response: Message | "unreachable" | "silent"} | null, response: Expected}} Case */

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
  const issuer = await startIssuer(issuerResponse(exchange?.response));
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
    assert.deepEqual(JSON.parse(reply.body), expected.body);
    assert.ok(!JSON.stringify([reply.headers, reply.body]).includes("secret"), "a secret reached the page");
    checkRequests(issuer.requests, vector);
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

/**
 * @param {import("./harness/issuer.mjs").IssuerRequest[]} requests
 * @param {Case} vector
 */
function checkRequests(requests, { issuer }) {
  if (!issuer || issuer.response === "unreachable") {
    assert.deepEqual(requests, []);
    return;
  }
  assert.equal(requests.length, 1);
  const [{ method, path, headers, rawHeaders, body }] = /** @type {[import("./harness/issuer.mjs").IssuerRequest]} */ (
    requests
  );
  assert.equal(`${method} ${path}`, `${issuer.request.method} ${issuer.request.path}`);
  for (const [name, value] of Object.entries(issuer.request.headers ?? {})) {
    assert.equal(headers[name], value ?? undefined, `${name} for the issuer`);
    const times = rawHeaders.filter((raw) => raw.toLowerCase() === name).length;
    assert.equal(times, value === null ? 0 : 1, `${name} once`);
  }
  assert.equal(headers.cookie, undefined, "the session's cookie is not forwarded");
  assert.deepEqual(body === "" ? undefined : JSON.parse(body), issuer.request.body);
}

/**
 * Checks the log of the runtime and the route: it contains every refusal, and no secret.
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
  ];
  assert.deepEqual(
    secrets.filter((secret) => log.includes(secret)),
    [],
    "in the log",
  );
  const refused = cases.filter((/** @type {Case} */ { response: { status } }) => status !== 200);
  for (const { name } of refused) assert.ok(log.includes(`problem ${name}: `), `${name}: not reported`);
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
