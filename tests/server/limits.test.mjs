// Time limits, and a page that disconnects, in every runtime, because each ends a stream in its own
// way.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { silent, startIssuer, TOKEN } from "./harness/issuer.mjs";
import { ask, begin } from "./harness/page.mjs";
import { RUNTIMES, startRuntime } from "./harness/runtimes.mjs";

const IN_TIME = "The card issuer did not respond in time";

for (const runtime of RUNTIMES) {
  describe(runtime, { concurrency: 4 }, () => {
    /** @type {import("./harness/runtimes.mjs").Runtime} */
    let server;
    before(async () => {
      server = await startRuntime(runtime);
    });
    after(() => server.stop());

    test("a response of the issuer that never ends is abandoned", { timeout: 20_000 }, async () => {
      const issuer = await startIssuer((response) => response.writeHead(200).write(JSON.stringify(TOKEN)));
      const left = issuer.untilLeft();
      const reply = await ask(server.port, { issuerUrl: issuer.url, timeoutMs: 1_500 }, { body: "{}" });
      assert.deepEqual([reply.status, JSON.parse(reply.body)], [504, { message: IN_TIME }]);
      assert.deepEqual(await left, { reply: false });
      issuer.stop();
    });

    test("a page's request that never ends is refused", { timeout: 20_000 }, async () => {
      const issuer = await startIssuer();
      const { request, reply } = begin(server.port, { issuerUrl: issuer.url, timeoutMs: 500 }, {});
      request.write("{");
      assert.equal((await reply).status, 408);
      request.destroy();
      assert.deepEqual(issuer.requests, []);
      issuer.stop();
    });

    // The limit is far below the route's own, which must not end it.
    test("the request to the issuer ends when the page disconnects", { timeout: 20_000 }, async () => {
      const issuer = await startIssuer(silent);
      const [requests, left] = [issuer.untilRequest(), issuer.untilLeft()];
      const { request, reply } = begin(server.port, { issuerUrl: issuer.url, timeoutMs: 60_000 }, {});
      request.end("{}");
      await requests;
      // workerd treats a closed connection as one that can still be read.
      request.socket?.resetAndDestroy();
      await assert.rejects(reply);
      assert.deepEqual(await left, { reply: false });
      issuer.stop();
    });
  });
}
