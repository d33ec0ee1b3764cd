/**
 * Real applications with the tarball: built by their own default configuration, opened, and used
 * until a PIN is set.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { freePort, start, untilUp } from "../e2e/harness/processes.mjs";
import { startSandbox } from "../e2e/harness/sandbox.mjs";
import { applications } from "./applications.mjs";
import { frontOrigin, startFront } from "./harness/front.mjs";
import { installed } from "./harness/installed.mjs";
import { arrive } from "./harness/visitor.mjs";
import { inlineScripts, strictPolicy, widgetPolicy } from "./policy.mjs";

const CSP = "content-security-policy";
const PIN = "4826";

/** The client key that the sandbox accepts. */
const CLIENT_KEY = "client-key-of-the-applications";
const all = process.env.PACKAGING === "all";

/** @type {import("../e2e/harness/sandbox.mjs").Sandbox} */
let sandbox;
/** @type {import("./harness/visitor.mjs").Visitor} */
let visitor;
before(
  async () => {
    sandbox = await startSandbox(["--client-key", CLIENT_KEY, "--access-token", "of-nobody"]);
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
  const probe = () =>
    fetch(origin).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    );
  await untilUp(name, running, probe, 60_000);
  return { pages: { origin }, stop: running.stop };
}

for (const application of applications.filter(({ always }) => all || always)) {
  describe(application.name, () => {
    /** @type {import("./harness/installed.mjs").Installed} */
    let installation;
    /** @type {Served} */
    let served;
    /** Of the front server. */
    let port = 0;
    after(() => served?.stop());

    /**
     * Sets a PIN, and checks that the right engine ran and that nothing is left.
     * @param {{page?: string, policy?: string, wasm?: boolean}} [how] `page`: that opens the widget by itself; `wasm`: whether the policy allows it.
     */
    async function setsPin({ page, policy, wasm = true } = {}) {
      const { hasBackend = false, hasAllRoutes = false, strict: { asksForWasm = true } = {} } = application;
      const front = await startFront(sandbox.origins, served.pages, { port, hasBackend, ...(policy && { policy }) });
      try {
        const engine = asksForWasm && wasm ? "WebAssembly" : "JavaScript";
        // The only attempt to start WebAssembly, which the policy reports to the host.
        const violations = asksForWasm && !wasm ? ["script-src wasm-eval"] : [];
        const seen = { leftovers: 0, violations, output: [], engine };
        if (page) assert.deepEqual(await visitor.setsPinAtOnce(`${front.origin}/${page}`, PIN), seen);
        else assert.deepEqual(await visitor.setsPin(front.origin, PIN), { result: "page_closed", ...seen });
        assert.ok(await front.session.pinIs(PIN), "the issuer does not know the PIN");
        const { tokensIssued, tokenRequests, spentPageAccesses } = await front.session.observed();
        assert.deepEqual([tokensIssued, spentPageAccesses], [1, 0]);
        if (hasAllRoutes) await respondsOnAllRoutes(front.origin);
        assert.equal(tokenRequests.length, hasBackend ? 0 : 1, "of the sandbox's own backend");
      } finally {
        await front.stop();
      }
    }

    /** @param {string} origin Of the page, whose card the server knows. */
    async function respondsOnAllRoutes(origin) {
      const headers = { origin, "content-type": "application/json" };
      const status = await (await fetch(`${origin}/api/card/status`, { headers: { origin } })).json();
      assert.equal(status.status, "ACTIVE");
      for (const path of ["pin/token", "details/token"]) {
        const response = await fetch(`${origin}/api/card/${path}`, { method: "POST", headers, body: "{}" });
        const { token, imageUrl } = await response.json();
        assert.equal(imageUrl, `${sandbox.origins.page}/details-image?token=${token}`);
      }
      const refused = await fetch(`${origin}/api/card/pin/token`, {
        method: "POST",
        headers: { ...headers, origin: "https://elsewhere.example" },
        body: "{}",
      });
      assert.equal(refused.status, 403);
      assert.equal((await fetch(`${origin}/api/card/nothing`, { method: "POST", headers, body: "{}" })).status, 404);
    }

    test("bundles the package", async () => {
      const { folder, shared = "src", over = "", needsNode22 = false } = application;
      port = await freePort();
      const env = {
        HOSTED_PAGE_ORIGIN: sandbox.origins.page,
        WIDGET_POLICY: widgetPolicy(sandbox.origins.page),
        ISSUER_API_URL: sandbox.origins.api,
        ISSUER_CLIENT_KEY: CLIENT_KEY,
        APP_ORIGIN: frontOrigin(port),
      };
      installation = await installed(folder, { shared, over, needsNode22, env });
      await application.prepare?.(installation.folder);
    });

    test("starts", async () => {
      const output = application.build ? await installation.run("npm", "run", application.build) : "";
      for (const file of application.takesIn ?? []) assert.ok(output.includes(`/set-pin-widget/${file} `), output);
      served = await serve(application, installation);
    });

    if (application.ownPolicy) {
      test("has its own policy, which names each inline script", async () => {
        const policy = "origin" in served.pages ? (await fetch(served.pages.origin)).headers.get(CSP) : undefined;
        assert.match(policy ?? "", /script-src [^;]*'(?:nonce|sha256)-/);
        assert.doesNotMatch(policy ?? "", /script-src [^;]*'unsafe-inline'/);
      });
    }

    test("sets a PIN", () => setsPin());

    const { strict, serverComponent } = application;

    if (serverComponent) {
      test("sets a PIN in what a Server Component renders", () => setsPin({ page: serverComponent }));
    }
    if (!strict) return;

    /** @param {boolean} wasm Whether the policy allows it. */
    async function setsPinUnderStrictPolicy(wasm) {
      const { trustedTypes, inlineScripts: page } = strict ?? {};
      const scripts = page
        ? inlineScripts(await readFile(`${installation.folder}/${application.files}/${page}`, "utf8"))
        : [];
      await setsPin({ policy: strictPolicy(sandbox.origins.page, { wasm, trustedTypes, scripts }), wasm });
    }

    test("sets a PIN under a strict policy", () => setsPinUnderStrictPolicy(true));

    test("sets a PIN under a strict policy that refuses WebAssembly", () => setsPinUnderStrictPolicy(false));
  });
}
