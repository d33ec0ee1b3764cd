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

/**
 * The recorded proofs of the token requests: `****` for each.
 * @param {HostPage} page
 */
const proofs = async (page) => (await page.session.observed()).tokenRequests.map(({ headers }) => headers["x-step-up"]);

/**
 * Keeps the page's requests, to read their headers and to send them again.
 * @param {HostPage} page
 */
const keepRequests = (page) =>
  page.run(
    `const { fetch } = window;
     window.sent = [];
     window.fetch = (url, options) => { window.sent.push({ url, ...options }); return fetch(url, options); };`,
  );

/**
 * The proofs in the page's token requests.
 * @param {HostPage} page
 * @returns {Promise<string[]>}
 */
const sentProofs = (page) =>
  page.run(
    `return window.sent.filter(({ url }) => String(url).endsWith("/token"))
       .map(({ headers }) => new Headers(headers).get("x-step-up"));`,
  );

/**
 * Sends the last POST to this path with a body other than `{}` again, and returns the status.
 * @param {HostPage} page
 * @param {string} path
 */
const sendAgain = (page, path) =>
  page.driver.executeAsyncScript(
    `const [path, done] = arguments;
     const { url, ...options } = window.sent.findLast(
       ({ url, method, body }) => url.endsWith(path) && method === "POST" && body !== "{}",
     );
     // Not with the signal of the dialog, which has closed.
     fetch(url, { ...options, signal: null }).then(({ status }) => done(status), (error) => done(String(error)));`,
    path,
  );

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
    await keepRequests(page);
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
    const [first, repeated, ...more] = await sentProofs(page);
    assert.ok(first);
    assert.deepEqual([repeated, more], [first, []]);
    assert.deepEqual(await proofs(page), ["****", "****"]);
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

  test("that is still being checked at Cancel does not pass the next check", async () => {
    const { page, useCase } = await openStepUp();
    await useCase.press("#change-pin");
    await page.sees("#second-factor");
    const code = await receiveCode(page, useCase);
    await page.run(
      `const { fetch } = window;
       window.fetch = (url, options) => {
         const response = fetch(url, options);
         if (!url.endsWith("/code/check")) return response;
         // A host's own wrapper of fetch need not know the signal.
         return response.then(() => new Promise((resolve) => { window.arrive = () => resolve(response); }));
       };`,
    );
    await enter(page, useCase, code);
    await until("the response", () => page.run("return window.arrive !== undefined"));
    await useCase.press("#cancel-factor");
    await useCase.shows(/PIN/);
    await useCase.press("#view-pin");
    await page.sees("#second-factor");
    await page.driver.executeAsyncScript("arrive(); setTimeout(arguments[0])");
    assert.equal(await (await page.find("#second-factor")).isDisplayed(), true);
    assert.deepEqual(await proofs(page), []);
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
/** The engines whose virtual authenticator waits for its user: Firefox's refuses at once. */
const WAITS_FOR_USER = suite.engine === "chromium";

/** @param {HostPage} page */
const authenticators = (page) => /** @type {typeof page.driver & Authenticators} */ (page.driver);

/** @param {HostPage} page @param {{consents: boolean}} user */
async function addAuthenticator(page, { consents }) {
  const options = new VirtualAuthenticatorOptions();
  options.setTransport(Transport.INTERNAL);
  options.setHasResidentKey(true);
  options.setHasUserVerification(true);
  options.setIsUserVerified(true);
  options.setIsUserConsenting(consents);
  await authenticators(page).addVirtualAuthenticator(options);
}

/**
 * Opens the page on a device that has a passkey.
 * @param {import("node:test").TestContext} context
 */
async function openWithPasskey(context) {
  const { page, useCase } = await openStepUp();
  await addAuthenticator(page, { consents: true });
  context.after(() => authenticators(page).removeVirtualAuthenticator());
  await page.driver.navigate().refresh();
  await useCase.isReady();
  await keepRequests(page);
  await (await page.sees("#add-passkey")).click();
  await until("the passkey", async () => /You have a passkey/.test(await (await page.find("#passkey-note")).getText()));
  return { page, useCase };
}

describe("a passkey", () => {
  test("is added, and then replaces the code", { skip: !HAS_AUTHENTICATOR }, async (context) => {
    const { page, useCase } = await openWithPasskey(context);
    await useCase.press("#change-pin");
    await (await page.sees("#use-passkey")).click();
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    await page.hosted().setPinByPointer("4826");
    await useCase.shows(/Your PIN was changed/);
    assert.equal(await page.session.pinIs("4826"), true);
  });

  test("is registered once: its new credential cannot be sent again", { skip: !HAS_AUTHENTICATOR }, async (context) => {
    const { page } = await openWithPasskey(context);
    assert.equal(await sendAgain(page, "/api/step-up/passkey"), 403);
  });

  test("gives one proof: a signed challenge cannot be sent again", { skip: !HAS_AUTHENTICATOR }, async (context) => {
    const { page, useCase } = await openWithPasskey(context);
    await useCase.press("#change-pin");
    await (await page.sees("#use-passkey")).click();
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    const check = "/api/step-up/passkey/check";
    assert.equal(await sendAgain(page, check), 403);
    await page.driver.executeAsyncScript(
      "fetch('/api/step-up/passkey/challenge', { method: 'POST', body: '{}' }).then(() => arguments[0]())",
    );
    assert.equal(await sendAgain(page, check), 403, "nor for another challenge");
  });

  test("is not asked for any more once the cardholder cancels", { skip: !WAITS_FOR_USER }, async (context) => {
    const { page, useCase } = await openWithPasskey(context);
    // A device whose owner does not touch it.
    await authenticators(page).removeVirtualAuthenticator();
    await addAuthenticator(page, { consents: false });
    await page.run(
      `const get = navigator.credentials.get.bind(navigator.credentials);
       navigator.credentials.get = (options) => {
         const response = get(options);
         window.prompted = "pending";
         response.then(() => { window.prompted = "used"; }, ({ name }) => { window.prompted = name; });
         return response;
       };`,
    );
    const prompted = () => page.run("return window.prompted");
    await useCase.press("#change-pin");
    await (await page.sees("#use-passkey")).click();
    await until("the prompt", async () => (await prompted()) !== null);
    assert.equal(await prompted(), "pending");
    await useCase.press("#cancel-factor");
    await useCase.shows(/^Your PIN hasn’t changed\.$/);
    await until("the end of the prompt", async () => (await prompted()) !== "pending");
    assert.equal(await prompted(), "AbortError");
    assert.deepEqual(await proofs(page), []);
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
