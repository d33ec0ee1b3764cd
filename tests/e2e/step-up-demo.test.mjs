/**
 * The demo's second factors: a one-time code, and a passkey where the engine's driver has a virtual
 * authenticator. The backend issues no token without a proof of the same session.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Transport, VirtualAuthenticatorOptions } from "selenium-webdriver/lib/virtual_authenticator.js";
import { violations } from "./harness/axe.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { IMAGE } from "./harness/secure-view-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { UseCasePage } from "./harness/use-case-page.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

async function openStepUp() {
  const page = await suite.open(undefined, "/use-cases/step-up.html");
  const useCase = new UseCasePage(page);
  await useCase.isReady();
  return { page, useCase };
}

/** Sends a code, and returns the one that the phone received. @param {HostPage} page @param {UseCasePage} useCase */
async function receiveCode(page, useCase) {
  await useCase.press("#send-code");
  const text = await until("the code", async () => {
    const shown = await (await page.find("#phone")).getText();
    return /\d{6}/.exec(shown)?.[0];
  });
  return text;
}

/** @param {HostPage} page @param {UseCasePage} useCase @param {string} code */
async function enter(page, useCase, code) {
  const field = await page.find("#code");
  await field.clear();
  await field.sendKeys(code);
  await useCase.press("#second-factor [type=submit]");
}

/** @param {HostPage} page */
const proofs = async (page) => (await page.session.observed()).tokenRequests.map(({ headers }) => headers["x-step-up"]);

/** The status of a token request with these headers. @param {HostPage} page @param {Record<string, string>} headers */
const tokenStatus = (page, headers) =>
  page.driver.executeAsyncScript(
    `const [headers, done] = arguments;
     fetch("/api/card/set-pin/token", {
       method: "POST", body: '{"isEmbedded":true}', headers: { "content-type": "application/json", ...headers },
     }).then(({ status }) => done(status), (error) => done(String(error)));`,
    headers,
  );

describe("a one-time code", () => {
  test("comes before the PIN is changed; its proof serves repeated requests of this session only", async () => {
    const { page, useCase } = await openStepUp();
    await useCase.press("#change-pin");
    await page.sees("#second-factor");
    assert.deepEqual(await violations(page.driver), []);
    assert.deepEqual(await proofs(page), []);
    const code = await receiveCode(page, useCase);
    assert.deepEqual(await violations(page.driver), []);
    await enter(page, useCase, code === "000000" ? "000001" : "000000");
    await until("the refusal", async () => /wasn’t right/.test(await (await page.find("#factor-error")).getText()));
    await page.session.configure({ faults: { token: [{ kind: "status", status: 503 }] } });
    await enter(page, useCase, code);
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    await page.hosted().setPinByPointer("4826");
    await useCase.shows(/Your PIN was changed/);
    const [first, repeated, ...more] = await proofs(page);
    assert.ok(first);
    assert.deepEqual([repeated, more], [first, []]);
    assert.equal(await tokenStatus(page, { "x-step-up": first }), 200);
    assert.equal(await tokenStatus(page, {}), 403);
    const other = await openStepUp();
    assert.equal(await tokenStatus(other.page, { "x-step-up": first }), 403);
  });

  test("comes before the PIN is shown, and Cancel shows none", async () => {
    const { page, useCase } = await openStepUp();
    await useCase.press("#view-pin");
    await page.sees("#second-factor");
    await useCase.press("#cancel-factor");
    await useCase.shows(/Your PIN was not shown/);
    assert.deepEqual(await proofs(page), []);
    await useCase.press("#view-pin");
    await page.sees("#second-factor");
    await enter(page, useCase, await receiveCode(page, useCase));
    await page.sees(IMAGE);
  });

  test("other pages need none", async () => {
    const { page } = await openStepUp();
    assert.equal(await tokenStatus(page, {}), 403);
    await page.driver.get(`${page.origins.host}/use-cases/modal.html`);
    await new UseCasePage(page).isReady();
    assert.equal(await tokenStatus(page, {}), 200);
  });
});

/**
 * Missing in the types.
 * @typedef {object} Authenticators
 * @property {(options: VirtualAuthenticatorOptions) => Promise<void>} addVirtualAuthenticator
 * @property {() => Promise<void>} removeVirtualAuthenticator
 */

/** The engines whose driver has a virtual authenticator. */
const HAS_AUTHENTICATOR = suite.engine !== "webkit";

describe("a passkey", () => {
  test("is added, and then replaces the code", { skip: !HAS_AUTHENTICATOR }, async (context) => {
    const { page, useCase } = await openStepUp();
    const driver = /** @type {typeof page.driver & Authenticators} */ (page.driver);
    const options = new VirtualAuthenticatorOptions();
    options.setTransport(Transport.INTERNAL);
    options.setHasResidentKey(true);
    options.setHasUserVerification(true);
    options.setIsUserVerified(true);
    await driver.addVirtualAuthenticator(options);
    context.after(() => driver.removeVirtualAuthenticator());
    await driver.navigate().refresh();
    await useCase.isReady();
    await (await page.sees("#add-passkey")).click();
    await until("the passkey", async () =>
      /You have a passkey/.test(await (await page.find("#passkey-note")).getText()),
    );
    await useCase.press("#change-pin");
    await (await page.sees("#use-passkey")).click();
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    await page.hosted().setPinByPointer("4826");
    await useCase.shows(/Your PIN was changed/);
    assert.equal(await page.session.pinIs("4826"), true);
  });

  test("is not offered where the browser has none, and the page says so", async () => {
    const { page, useCase } = await openStepUp();
    await until("the note", async () =>
      /No passkey is available in this browser/.test(await (await page.find("#passkey-note")).getText()),
    );
    assert.equal(await (await page.find("#add-passkey")).isDisplayed(), false);
    await useCase.press("#change-pin");
    await page.sees("#second-factor");
    assert.equal(await (await page.find("#use-passkey")).isDisplayed(), false);
    await enter(page, useCase, await receiveCode(page, useCase));
    await until("the frame", async () => (await page.count(FRAME)) === 1);
  });
});
