/**
 * The backends in docs/ take a page's request to an issuer and back. Those of the README: tests/server.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { freePort, start, untilUp } from "../e2e/harness/processes.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { startIssuer, TOKEN } from "../server/harness/issuer.mjs";
import { ask, HEADERS, SETUP } from "../server/harness/page.mjs";
import { startReadme } from "../server/harness/runtimes.mjs";
import { blocksOfKind } from "./blocks.mjs";
import { layOut } from "./workspace.mjs";

/**
 * What listens by itself is given a port; a route is served as its framework would.
 * @param {string} file @param {string} text @param {Record<string, string>} env
 */
async function serve(file, text, env) {
  if (text.includes("export const POST")) return startReadme(file, env);
  const port = await freePort();
  const server = start(process.execPath, [file], { env: { ...env, PORT: String(port) } });
  await untilUp(file, server, () => ask(port, {}, { method: "GET" }).catch(() => undefined));
  return { port, log: server.errors, stop: server.stop };
}

for (const { where, id, text } of blocksOfKind("backend")) {
  describe(where, () => {
    test("gets a token for the cardholder who is signed in, and none for anyone else", async (context) => {
      const issuer = await startIssuer();
      context.after(issuer.stop);
      const { port, log, stop } = await serve(`${layOut("backend")}${id}.js`, text, {
        ISSUER_API_URL: issuer.url,
        ISSUER_CLIENT_KEY: SETUP.clientKey,
        APP_ORIGIN: SETUP.ownOrigin,
      });
      context.after(stop);
      const answered = await ask(port, {}, { body: '{"isEmbedded":true}' });
      assert.deepEqual([answered.status, JSON.parse(answered.body)], [200, TOKEN]);
      assert.equal(issuer.asked[0]?.headers.authorization, `Bearer ${SETUP.accessToken}`);
      const stranger = await ask(port, {}, { headers: { ...HEADERS, cookie: "session=other" }, body: "{}" });
      assert.equal(stranger.status, 401);
      await until("its log to say why", async () => /unauthenticated/.test(log()));
    });
  });
}
