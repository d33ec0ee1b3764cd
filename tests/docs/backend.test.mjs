/**
 * The backends in docs/ forward a page's request to an issuer, and return its response.
 * tests/server runs those that need another program.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { freePort, start, untilUp } from "../e2e/harness/processes.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { nowhere, respondWith, startIssuer, TOKEN } from "../server/harness/issuer.mjs";
import { ask, HEADERS, SETUP } from "../server/harness/page.mjs";
import { startReadme } from "../server/harness/runtimes.mjs";
import { blocksOfKind } from "./blocks.mjs";
import { layOut } from "./workspace.mjs";

/**
 * A backend that listens gets a port; a route is served as its framework would serve it.
 * @param {string} file @param {string} text @param {Record<string, string>} env
 */
async function serve(file, text, env) {
  if (text.includes("export const POST")) return startReadme(file, env);
  const port = await freePort();
  const server = start(process.execPath, [file], { env: { ...env, PORT: String(port) } });
  await untilUp(file, server, () => ask(port, {}, { method: "GET" }).catch(() => undefined));
  return { port, log: server.errors, stop: server.stop };
}

/**
 * Checks that a page of the app passes CORS, and that a page of another app gets no token.
 * @param {number} port
 */
async function respondsToTheApp(port) {
  const headers = { ...HEADERS, origin: "capacitor://localhost", "sec-fetch-site": "cross-site" };
  const asked = { "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
  const preflight = await ask(port, {}, { method: "OPTIONS", headers: { ...headers, ...asked } });
  const response = await ask(port, {}, { headers, body: '{"isEmbedded":true}' });
  assert.deepEqual([preflight.status, response.status], [204, 200]);
  for (const { headers: sent } of [preflight, response])
    assert.equal(sent["access-control-allow-origin"], "capacitor://localhost");
  assert.match(String(preflight.headers["access-control-allow-headers"]), /content-type/);
  const other = await ask(port, {}, { headers: { ...headers, origin: "ionic://localhost" }, body: "{}" });
  assert.equal(other.status, 403);
}

for (const { where, id, text } of blocksOfKind("backend")) {
  describe(where, () => {
    test("issues a token for the signed-in cardholder, and none for anyone else", async (context) => {
      const issuer = await startIssuer();
      context.after(issuer.stop);
      const { port, log, stop } = await serve(`${layOut("backend")}${id}.js`, text, {
        ISSUER_API_URL: issuer.url,
        ISSUER_CLIENT_KEY: SETUP.clientKey,
        APP_ORIGIN: SETUP.ownOrigin,
      });
      context.after(stop);
      const reply = await ask(port, {}, { body: '{"isEmbedded":true}' });
      assert.deepEqual([reply.status, JSON.parse(reply.body)], [200, TOKEN]);
      assert.equal(issuer.requests[0]?.headers.authorization, `Bearer ${SETUP.accessToken}`);
      const stranger = await ask(port, {}, { headers: { ...HEADERS, cookie: "session=other" }, body: "{}" });
      assert.equal(stranger.status, 401);
      await until("the reason in its log", async () => /unauthenticated/.test(log()));
      if (text.includes("const APP =")) await respondsToTheApp(port);
    });
  });
}

for (const { where, id } of blocksOfKind("route")) {
  describe(where, () => {
    /**
     * Returns the route's response for a session.
     * @param {string} issuerUrl
     * @param {string} session
     */
    async function ask(issuerUrl, session) {
      Object.assign(process.env, { ISSUER_API_URL: issuerUrl, ISSUER_CLIENT_KEY: SETUP.clientKey });
      const { GET } = await import(`${layOut("route")}${id}.js`);
      const headers = { cookie: `theme=dark; session=${session}` };
      const response = await GET(new Request(`${SETUP.ownOrigin}/api/card/status`, { headers }));
      assert.equal(response.headers.get("cache-control"), "no-store");
      return { status: response.status, body: await response.json() };
    }

    test("returns the status of the signed-in cardholder's card, and nothing else", async (context) => {
      const issuer = await startIssuer(respondWith(200, { status: "ACTIVE", pan: "secret" }));
      context.after(issuer.stop);
      assert.deepEqual(await ask(issuer.url, SETUP.session), { status: 200, body: { status: "ACTIVE" } });
      const [request, ...more] = issuer.requests;
      assert.deepEqual([request?.method, request?.path, more.length], ["GET", "/v1/card/status", 0]);
      assert.equal(request?.headers.authorization, `Bearer ${SETUP.accessToken}`);
      assert.equal(request?.headers["x-client-key"], SETUP.clientKey);
    });

    test("sends the issuer no request for anyone else", async (context) => {
      const issuer = await startIssuer();
      context.after(issuer.stop);
      assert.equal((await ask(issuer.url, "other")).status, 401);
      assert.deepEqual(issuer.requests, []);
    });

    test("returns the status of a refusal, and says so if there was no response", async (context) => {
      const issuer = await startIssuer(respondWith(404, { message: "Card not found" }));
      context.after(issuer.stop);
      assert.equal((await ask(issuer.url, SETUP.session)).status, 404);
      assert.equal((await ask(await nowhere(), SETUP.session)).status, 502);
    });
  });
}
