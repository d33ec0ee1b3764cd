/**
 * Real applications with the packed package: built by their own default configuration, opened, and taken through a whole flow.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { freePort, start, untilUp } from "../e2e/harness/processes.mjs";
import { startSandbox } from "../e2e/harness/sandbox.mjs";
import { applications } from "./applications.mjs";
import { startFront } from "./harness/front.mjs";
import { installed } from "./harness/installed.mjs";
import { arrive } from "./harness/visitor.mjs";
import { strictPolicy } from "./policy.mjs";

const CSP = "content-security-policy";
const PIN = "4826";
const all = process.env.PACKAGING === "all";

/** @type {import("../e2e/harness/sandbox.mjs").Sandbox} */
let sandbox;
/** @type {import("./harness/visitor.mjs").Visitor} */
let visitor;
before(
  async () => {
    sandbox = await startSandbox();
    visitor = await arrive();
  },
  { timeout: 90_000 },
);
after(async () => {
  await visitor?.stop();
  await sandbox?.stop();
});

/** @typedef {{pages: {folder: string} | {origin: string}, stop: () => Promise<void>}} Served */

/**
 * @param {import("./applications.mjs").Application} application
 * @param {import("./harness/installed.mjs").Installed} installation
 * @returns {Promise<Served>}
 */
async function serve({ name, files, server }, { folder, env }) {
  if (files) return { pages: { folder: `${folder}/${files}` }, stop: async () => {} };
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const args = ["--prefix", folder, "run", String(server), "--", "--port", String(port)];
  const running = start("npm", args, { env: { ...env, PORT: String(port) } });
  const answers = () =>
    fetch(origin).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    );
  await untilUp(name, running, answers, 60_000);
  return { pages: { origin }, stop: running.stop };
}

/** The whole flow, and nothing of it left. @param {Served} served @param {string[]} violations @param {string} [policy] */
async function setsPin(served, violations, policy) {
  const front = await startFront(sandbox.origins, served.pages, policy);
  try {
    assert.deepEqual(await visitor.setsPin(front.origin, PIN), {
      told: "page_closed",
      leftovers: 0,
      violations,
      said: [],
    });
    assert.ok(await front.session.pinIs(PIN), "the issuer does not know the PIN");
    const { tokenRequests, spentPageAccesses } = await front.session.observed();
    assert.deepEqual([tokenRequests.length, spentPageAccesses], [1, 0]);
  } finally {
    await front.stop();
  }
}

for (const application of applications.filter(({ always }) => all || always)) {
  describe(application.name, () => {
    /** @type {import("./harness/installed.mjs").Installed} */
    let installation;
    /** @type {Served} */
    let served;
    after(() => served?.stop());

    test("takes the package in", async () => {
      const { folder, shared = "src", over = "", needsNode22 = false } = application;
      const env = { HOSTED_PAGE_ORIGIN: sandbox.origins.page };
      installation = await installed(folder, { shared, over, needsNode22, env });
      await application.prepare?.(installation.folder);
    });

    test("is up", async () => {
      if (application.build) await installation.run("npm", "run", application.build);
      served = await serve(application, installation);
    });

    if (application.ownPolicy) {
      test("has a policy of its own, with inline scripts by name only", async () => {
        const policy = "origin" in served.pages ? (await fetch(served.pages.origin)).headers.get(CSP) : undefined;
        assert.match(policy ?? "", /script-src [^;]*'(?:nonce|sha256)-/);
        assert.doesNotMatch(policy ?? "", /script-src [^;]*'unsafe-inline'/);
      });
    }

    test("sets a PIN", () => setsPin(served, []));

    const { strict } = application;
    if (!strict) return;

    test("sets a PIN under a strict policy", () => setsPin(served, [], strictPolicy(sandbox.origins.page, strict)));

    test("sets a PIN under a strict policy that refuses WebAssembly", async () => {
      const policy = strictPolicy(sandbox.origins.page, { ...strict, wasm: false });
      // The one attempt, which the policy reports to the host.
      await setsPin(served, strict.asksForWasm === false ? [] : ["script-src wasm-eval"], policy);
    });
  });
}
