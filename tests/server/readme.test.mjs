// The backends of the documentation, unchanged, forward a page's request to an issuer and return
// its response.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { until } from "../e2e/harness/wait.mjs";
import { startIssuer, TOKEN } from "./harness/issuer.mjs";
import { ask, HEADERS, SETUP } from "./harness/page.mjs";
import { startReadme } from "./harness/runtimes.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${repository}target/server-readme/`;

/** Each block: its document, and a text that only this block has. */
const BLOCKS = {
  next: ["docs/quick-start.md", "export const POST"],
  express: ["docs/backend.md", "express()"],
  worker: ["docs/backend.md", "export default"],
};

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
  for (const name of ["express", "@hono/node-server"]) link(name, `${repository}tests/server/node_modules/${name}`);
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
      issuer = await startIssuer();
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
