// Requests of an attacker's page and responses of a compromised issuer that
// tests/vectors/backend.json cannot express. They run in every runtime, because each has its own
// parser and `fetch`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { respondWith, startIssuer, TOKEN } from "./harness/issuer.mjs";
import { ask, begin, HEADERS, SETUP } from "./harness/page.mjs";
import { RUNTIMES, startRuntime } from "./harness/runtimes.mjs";

/** The widget's smallest request. */
const REQUEST = { body: "{}" };

/**
 * Each is refused without a request to the issuer.
 * @type {Record<string, [import("./harness/page.mjs").PageRequest, number, string]>}
 */
const REFUSED = {
  "an origin twice": [
    { ...REQUEST, headers: { ...HEADERS, origin: [SETUP.ownOrigin, "https://evil.example"] } },
    403,
    "Only pages of this app may send this request",
  ],
  // Some parsers do not accept an infinite number as JSON: 400 is correct too.
  "an infinite radius": [{ body: '{"customCss":{"buttonBorderRadius":1e999}}' }, 422, "takes pixels"],
  "bytes that are not text": [{ body: Buffer.from('{"\xff":1}', "latin1") }, 400, "The body is not a JSON object"],
};

for (const runtime of RUNTIMES) {
  describe(runtime, { concurrency: 8 }, () => {
    /** @type {import("./harness/runtimes.mjs").Runtime} */
    let server;
    /** @type {Awaited<ReturnType<typeof startIssuer>>} */
    let unasked;
    before(async () => {
      unasked = await startIssuer();
      server = await startRuntime(runtime);
    });
    after(async () => {
      unasked.stop(); // First, even if the runtime did not start: a listening server keeps this process alive.
      await server.stop();
      assert.deepEqual(unasked.requests, []);
      const secrets = [SETUP.accessToken, SETUP.clientKey, TOKEN.token, "evil.example", "x".repeat(40)];
      const log = server.log();
      assert.deepEqual(
        secrets.filter((secret) => log.includes(secret)),
        [],
        "in the log",
      );
    });

    for (const [name, [request, status, message]] of Object.entries(REFUSED)) {
      test(`refused: ${name}`, async () => {
        const reply = await ask(server.port, { issuerUrl: unasked.url }, request);
        assert.equal(reply.status, status, reply.body);
        assert.ok(JSON.parse(reply.body).message.startsWith(message) || reply.body.includes(message), reply.body);
        assert.equal(reply.headers["cache-control"], "no-store");
      });
    }

    test("refused: a body without a declared length, as soon as it is too large", async () => {
      const { request, reply } = begin(server.port, { issuerUrl: unasked.url }, {});
      request.write("x".repeat(20_000));
      assert.equal((await reply).status, 413);
      request.destroy();
    });

    test("the token and the key follow no redirect to another host", async () => {
      const respond = respondWith(307, {}, { location: `${unasked.url}/v1/card/set-pin/token` });
      const reply = await withIssuer(respond, (issuerUrl) => ask(server.port, { issuerUrl }, REQUEST));
      assert.equal(reply.status, 502);
    });

    test("of a duplicate field, the issuer receives the value that was validated", async () => {
      const issuer = await startIssuer();
      const body = '{"redirectUrl":"https://evil.example/","redirectUrl":"https://app.example/ok"}';
      const reply = await ask(server.port, { issuerUrl: issuer.url }, { body });
      issuer.stop();
      assert.equal(reply.status, 200);
      assert.equal(issuer.requests[0]?.body, '{"redirectUrl":"https://app.example/ok"}');
    });
  });
}

/**
 * @template T
 * @param {import("./harness/issuer.mjs").Respond} respond
 * @param {(url: string) => Promise<T>} use
 */
async function withIssuer(respond, use) {
  const issuer = await startIssuer(respond);
  try {
    return await use(issuer.url);
  } finally {
    issuer.stop();
  }
}
