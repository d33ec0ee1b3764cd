/**
 * Each example application, installed from the tarball, built by its own default build, and used in
 * a browser.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { By, logging } from "selenium-webdriver";
import { launch } from "../e2e/harness/engines.mjs";
import { HostPage } from "../e2e/harness/host-page.mjs";
import { SandboxSession, startSandbox } from "../e2e/harness/sandbox.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { engineOf, recordEngine } from "../packaging/harness/engine.mjs";
import { Copy } from "./applications.mjs";
import { servePolicy } from "./policy.mjs";

/**
 * @typedef {object} Expected
 * @property {boolean} showsResult Whether it shows how the attempt ended.
 * @property {string} [pinView] The element that shows the PIN, with a button "Show PIN".
 * @property {import("./policy.mjs").Directives} policy The framework's own needs of a strict policy.
 */

/** @type {(import("./applications.mjs").Application & Expected)[]} */
const applications = [
  { name: "html", dist: "dist", showsResult: false, policy: {} },
  { name: "react", dist: "dist", showsResult: true, policy: {} },
  { name: "vue", dist: "dist", showsResult: true, policy: { "trusted-types": "vue" } },
  { name: "svelte", dist: "dist", showsResult: true, policy: { "trusted-types": "svelte-trusted-html" } },
  {
    name: "angular",
    dist: "dist/set-pin-example-angular/browser",
    showsResult: true,
    pinView: "card-pin-view",
    policy: { "trusted-types": "angular", "base-uri": "'self'" },
    needsNode22: true,
  },
];

/** The two buttons of each, the PIN to set, and the place of the frame. */
const ways = [
  { button: "Set PIN in a dialog", pin: "4826", frame: "[data-set-pin-widget] >>> dialog iframe" },
  { button: "Set PIN on this page", pin: "7305", frame: "main [data-set-pin-widget] >>> iframe" },
];

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
before(
  async () => {
    browser = await launch("chromium");
    await recordEngine(browser.driver);
  },
  { timeout: 90_000 },
);
after(() => browser?.stop());

for (const application of applications) {
  describe(application.name, () => {
    /** @type {Copy} */
    let copy;
    /** @type {import("../e2e/harness/sandbox.mjs").Sandbox} */
    let sandbox;
    /** @type {Awaited<ReturnType<typeof servePolicy>>} */
    let proxy;

    before(
      async () => {
        copy = await Copy.of(application);
        process.env.E2E_WWW = copy.dist;
        sandbox = await startSandbox();
        proxy = await servePolicy(sandbox.origins.host, application.policy);
        await copy.build(sandbox.origins.page);
      },
      { timeout: 600_000 },
    );
    after(async () => {
      await proxy?.stop();
      await sandbox?.stop();
      await copy?.remove();
    });

    /** @param {HostPage} page @param {string} text */
    async function press(page, text) {
      const button = await until(`the button "${text}"`, async () => {
        const [found] = await page.driver.findElements(By.xpath(`//button[normalize-space()="${text}"]`));
        return found;
      });
      await button.click();
    }

    async function open() {
      const { driver } = browser;
      await driver.get(proxy.origin);
      const { value } = await driver.manage().getCookie("session");
      const session = new SandboxSession(sandbox.origins.host, `session=${value}`);
      return new HostPage(driver, session, sandbox.origins, "chromium", "webassembly");
    }

    test("a PIN is set in a dialog and on the page, with one token each", async () => {
      const page = await open();
      for (const { button, pin, frame } of ways) {
        await press(page, button);
        await page.sees(frame);
        await page.hosted(frame).setPinByPointer(pin);
        await until("the end of the frame", async () => (await page.count("iframe, dialog")) === 0);
        assert.ok(await page.session.pinIs(pin));
        if (application.showsResult) {
          const status = await page.find("[role=status]");
          await until(
            "the outcome",
            async () => (await status.getText()) === "page_closed",
            () => status.getText(),
          );
        }
      }
      assert.equal(await engineOf(page.driver), "WebAssembly");
      const { tokenRequests, spentPageAccesses } = await page.session.observed();
      assert.deepEqual([tokenRequests.length, spentPageAccesses], [2, 0]);
      const log = await page.driver.manage().logs().get(logging.Type.BROWSER);
      assert.deepEqual(
        log.map(({ message }) => message).filter((message) => !message.includes("favicon.ico")),
        [],
      );
    });

    const { pinView } = application;
    if (!pinView) return;

    test(`${pinView} shows the PIN until it is hidden`, async () => {
      const page = await open();
      const image = `${pinView} > [data-set-pin-secure-view] >>> [part=image]`;
      await press(page, "Show PIN");
      await until("the image", () => page.run("return deepFindAll(arguments[0])[0]?.naturalWidth > 0", image));
      await (await page.find(image.replace("image", "hide"))).click();
      await until("the end of the image", async () => (await page.count(image)) === 0);
      const { imageTokensIssued, imageAccesses, spentImageAccesses } = await page.session.observed();
      assert.deepEqual([imageTokensIssued, imageAccesses, spentImageAccesses], [1, 1, 0]);
      const log = await page.driver.manage().logs().get(logging.Type.BROWSER);
      assert.deepEqual(
        log.map(({ message }) => message).filter((message) => !message.includes("favicon.ico")),
        [],
      );
    });
  });
}
