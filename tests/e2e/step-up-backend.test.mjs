/**
 * Both halves of a second factor: the page's `stepUp`, and `requireStepUp` of `./server` in a backend
 * on another origin.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { startNodeBackend } from "./harness/node-backend.mjs";
import { FIXTURE, startView } from "./harness/secure-view-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
/** @type {Awaited<ReturnType<typeof startNodeBackend>>} */
let backend;
after(() => backend?.stop());

/** Opens a page, and the session of the backend's cardholder. @param {string} path */
async function openPage(path) {
  const page = await suite.open(undefined, path);
  backend ??= await startNodeBackend(page.origins.host, {
    requireStepUp: ({ headers }) => headers.get("x-second-factor") === "one-time code",
  });
  return { page, session: await backend.session() };
}

const CROSS_ORIGIN = { credentials: "include", retry: false };

/** @param {import("./harness/host-page.mjs").HostPage} page @param {string} stepUp */
const startWidget = (page, stepUp) =>
  page.start({
    ...CROSS_ORIGIN,
    tokenUrl: `${backend.origin}/api/card/set-pin/token`,
    allowedOrigins: [backend.issuer.page],
    stepUp: { $: stepUp },
  });

/** @param {import("./harness/host-page.mjs").HostPage} page @param {string} stepUp */
const startPinView = (page, stepUp) =>
  startView(
    page,
    "pin",
    `{
      ...${JSON.stringify(CROSS_ORIGIN)},
      tokenUrl: "${backend.origin}/api/card/pin/token",
      allowedOrigins: ["${backend.issuer.page}"],
      stepUp: async () => (${stepUp}),
    }`,
  );

/** The backend refused the only request for a token, and the page has the reason. @param {{code: string, status?: number, retryable: boolean} | undefined} error */
function isRefused(error) {
  assert.deepEqual([error?.code, error?.status, error?.retryable], ["forbidden", 403, false]);
  assert.deepEqual(
    backend.problems.splice(0).map(({ code }) => code),
    ["step_up_required"],
  );
}

describe("a backend with requireStepUp", () => {
  test("sets a PIN with the headers of stepUp, and issues no token without them", async () => {
    const { page, session } = await openPage("/fixtures/blank.html?csp=none");
    const without = await startWidget(page, "returns true");
    await without.reaches("failed");
    isRefused((await without.errors())[0]);
    assert.equal((await session.observed()).tokensIssued, 0);
    await without.act("close");

    backend.methods.length = 0;
    const widget = await startWidget(page, "returns a header of a second factor");
    await widget.reaches("ready");
    await page.hosted().setPinByScript("4826");
    assert.equal((await widget.result()).reason, "page_closed");
    assert.equal(await session.pinIs("4826"), true);
    // The header is one that a browser asks for first.
    assert.ok(backend.methods.includes("OPTIONS"));
    assert.deepEqual(backend.problems, []);
    await page.hasNoErrors();
  });

  test("shows a PIN with the headers of stepUp, and issues no token without them", async () => {
    const { page, session } = await openPage(`${FIXTURE}?csp=none`);
    await session.configure({ pin: "4826" });
    const without = await startPinView(page, "true");
    await without.reaches("failed");
    isRefused((await without.calls("onError"))[0]);
    assert.equal((await session.observed()).imageTokensIssued, 0);
    await without.run("view.hide()");

    const view = await startPinView(page, '{ "x-second-factor": "one-time code" }');
    await view.isShown();
    assert.equal((await session.observed()).imageAccesses, 1);
    assert.deepEqual(backend.problems, []);
  });
});
