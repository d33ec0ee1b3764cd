// The backends of the documentation, unchanged, forward a page's request to an issuer and return
// its response.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { until } from "../e2e/harness/wait.mjs";
import { respondWith, startIssuer, TOKEN } from "./harness/issuer.mjs";
import { ask, HEADERS, SETUP } from "./harness/page.mjs";
import { startReadme } from "./harness/runtimes.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${repository}target/server-readme/`;

/** Each block: its document, and a text that only this block has. */
const BLOCKS = {
  "quick-start": ["docs/quick-start.md", "export const POST"],
  express: ["docs/servers.md", "express()"],
  fastify: ["docs/servers.md", "Fastify()"],
  koa: ["docs/servers.md", "new Koa()"],
  hono: ["docs/servers.md", "new Hono()"],
  next: ["docs/servers.md", "export const GET"],
  nuxt: ["docs/servers.md", "defineEventHandler"],
  sveltekit: ["docs/servers.md", "export const fallback"],
  worker: ["docs/servers.md", "fetch(request, env"],
};
/** The packages of these servers. */
const PACKAGES = ["express", "@hono/node-server", "fastify", "koa", "@koa/bodyparser", "hono", "h3"];

/** The blocks as files of an app that has installed the package. */
function layOut() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, [document = "", mark = ""]] of Object.entries(BLOCKS)) {
    const text = readFileSync(repository + document, "utf8");
    const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, block = ""]) => block);
    const block = blocks.find((text) => text.includes('"set-pin-widget/server"') && text.includes(mark));
    assert.ok(block, `${document} has a block with ${mark}`);
    writeFileSync(`${folder}${name}.js`, block);
  }
  writeFileSync(`${folder}package.json`, '{ "type": "module" }\n');
  copyFileSync(new URL("runtimes/session.mjs", import.meta.url), `${folder}session.js`);
  link("set-pin-widget", `${repository}pkg`);
  for (const name of PACKAGES) link(name, `${repository}tests/server/node_modules/${name}`);
}

/**
 * @param {string} name
 * @param {string} to
 */
function link(name, to) {
  const path = `${folder}node_modules/${name}`;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(to, path, "dir");
}

before(layOut);

for (const name of Object.keys(BLOCKS)) {
  describe(`the documented backend: ${name}`, () => {
    /** @type {Awaited<ReturnType<typeof startIssuer>>} */
    let issuer;
    /** @type {import("./harness/runtimes.mjs").Runtime} */
    let server;
    before(async () => {
      issuer = await startIssuer(respondWith(200, TOKEN), respondWith(200, { status: "ACTIVE", holderName: "A" }));
      server = await startReadme(`${folder}${name}.js`, {
        ISSUER_API_URL: issuer.url,
        ISSUER_CLIENT_KEY: SETUP.clientKey,
        APP_ORIGIN: SETUP.ownOrigin,
      });
    });
    after(async () => {
      issuer.stop();
      await server.stop();
    });

    test("issues a token for the signed-in cardholder", async () => {
      const reply = await ask(server.port, {}, { body: '{"isEmbedded":true}' });
      assert.deepEqual([reply.status, JSON.parse(reply.body)], [200, TOKEN]);
      assert.equal(issuer.requests[0]?.headers.authorization, `Bearer ${SETUP.accessToken}`);
      assert.equal(issuer.requests[0]?.headers["x-client-key"], SETUP.clientKey);
    });

    // The quick start has the token route only.
    if (name !== "quick-start") {
      test("returns the card's status, and no more of the card", async () => {
        const headers = { cookie: HEADERS.cookie, "sec-fetch-site": "same-origin" };
        const reply = await ask(server.port, {}, { method: "GET", path: "/api/card/status", headers });
        assert.deepEqual([reply.status, JSON.parse(reply.body)], [200, { status: "ACTIVE" }]);
        assert.equal(reply.headers["cache-control"], "no-store");
        assert.equal(issuer.requests[1]?.path, "/v1/card/status");
      });

      test("refuses what the token route does not take, also in a body that the framework has parsed", async () => {
        const reply = await ask(server.port, {}, { body: '{"isEmbedded":true,"pin":"4826"}' });
        assert.deepEqual(
          [reply.status, JSON.parse(reply.body)],
          [400, { message: "pin is not a field of this request" }],
        );
        const preflight = await ask(server.port, {}, { method: "OPTIONS", headers: { origin: SETUP.ownOrigin } });
        assert.equal(preflight.status, 405);
      });
    }

    test("issues none for anyone else, and logs that", async () => {
      const reply = await ask(server.port, {}, { headers: { ...HEADERS, cookie: "session=other" }, body: "{}" });
      assert.equal(reply.status, 401);
      // Its log and its response arrive separately.
      await until(
        "the entry in the log",
        async () => server.log().includes("unauthenticated"),
        async () => server.log(),
      );
    });
  });
}
