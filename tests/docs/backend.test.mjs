/**
 * The backends in docs/ take a page's request to an issuer and back. Those of the README: tests/server.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { freePort, start, untilUp } from "../e2e/harness/processes.mjs";
import { startIssuer, TOKEN } from "../server/harness/issuer.mjs";
import { ask, HEADERS, SETUP } from "../server/harness/page.mjs";
import { blocksOfKind } from "./blocks.mjs";
import { layOut } from "./workspace.mjs";

for (const { where, id } of blocksOfKind("backend")) {
  describe(where, () => {
    test("gets a token for the cardholder who is signed in, and none for anyone else", async (context) => {
      const issuer = await startIssuer();
      context.after(issuer.stop);
      const port = await freePort();
      const server = start(process.execPath, [`${layOut("backend")}${id}.js`], {
        env: {
          PORT: String(port),
          ISSUER_API_URL: issuer.url,
          ISSUER_CLIENT_KEY: SETUP.clientKey,
          APP_ORIGIN: SETUP.ownOrigin,
        },
      });
      context.after(server.stop);
      await untilUp(where, server, () => ask(port, {}, { method: "GET" }).catch(() => undefined));
      const answered = await ask(port, {}, { body: '{"isEmbedded":true}' });
      assert.deepEqual([answered.status, JSON.parse(answered.body)], [200, TOKEN]);
      assert.equal(issuer.asked[0]?.headers.authorization, `Bearer ${SETUP.accessToken}`);
      const stranger = await ask(port, {}, { headers: { ...HEADERS, cookie: "session=other" }, body: "{}" });
      assert.equal(stranger.status, 401);
      await untilUp("its log", server, () => (/unauthenticated/.test(server.errors()) ? true : undefined));
    });
  });
}
