/**
 * The documentation's blocks for the browser do what they say: a cardholder presses their button and sets a PIN.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { By, logging } from "selenium-webdriver";
import { launch } from "../e2e/harness/engines.mjs";
import { HostPage } from "../e2e/harness/host-page.mjs";
import { SandboxSession, startSandbox } from "../e2e/harness/sandbox.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { blocksOfKind, repository } from "./blocks.mjs";
import { bundlePages } from "./bundle.mjs";

const PIN = "4826";
const FRAME = "[data-set-pin-widget] iframe";

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {import("../e2e/harness/sandbox.mjs").Sandbox} */
let sandbox;
before(
  async () => {
    // The sandbox serves the folder that is filled once its origins are known.
    process.env.E2E_WWW = `${repository}target/docs-blocks/pages`;
    sandbox = await startSandbox();
    await bundlePages(sandbox.origins);
    browser = await launch("chromium");
  },
  { timeout: 90_000 },
);
after(async () => {
  await browser?.stop();
  await sandbox?.stop();
});

/** @param {import("./blocks.mjs").Block} block */
async function open({ id, marks }) {
  const { driver } = browser;
  await driver.get(`${sandbox.origins.host}/${id}.html`);
  await driver.manage().deleteAllCookies();
  await driver.get(`${sandbox.origins.host}/${id}.html`);
  const { value } = await driver.manage().getCookie("session");
  const session = new SandboxSession(sandbox.origins.host, `session=${value}`);
  if (marks.status) await session.configure({ faults: { token: [{ kind: "status", status: Number(marks.status) }] } });
  return new HostPage(driver, session, sandbox.origins, "chromium", "webassembly");
}

/** @param {HostPage} page */
async function press(page) {
  const button = await until("a button, and the script behind it", async () => {
    const isReady = await page.run(
      "return document.documentElement.dataset.ready === '' || customElements.get('set-pin-widget') !== undefined",
    );
    const [found] = await page.driver.findElements(By.css("button:not([data-set-pin-widget] *)"));
    return isReady && found ? found : undefined;
  });
  await button.click();
}

/** @param {HostPage} page */
async function setsPinInFrame(page) {
  await page.sees(FRAME);
  await page.hosted(FRAME).setPinByPointer(PIN);
  await until("the frame to be gone", async () => (await page.count("iframe, dialog")) === 0);
}

/** The page itself has become the issuer's. @param {HostPage} page */
async function setsPinOnTheIssuersPage({ driver, origins }) {
  await until("the issuer's page", async () => (await driver.getCurrentUrl()).startsWith(origins.page));
  for (const id of ["pin", "pin-confirm"]) await driver.findElement(By.id(id)).sendKeys(PIN);
  await driver.findElement(By.id("submit")).click();
  await until("the way back", async () => (await driver.getCurrentUrl()).startsWith(origins.host));
}

/** What the console holds since it was last asked, a favourite icon aside. */
async function complaints() {
  const log = await browser.driver.manage().logs().get(logging.Type.BROWSER);
  return log.map(({ message }) => message).filter((message) => !message.includes("favicon.ico"));
}

for (const block of blocksOfKind("page", "react", "html")) {
  describe(block.where, () => {
    test(block.marks.status ? "tells a failure" : "sets a PIN", async () => {
      const page = await open(block);
      await complaints();
      await press(page);
      if (!block.marks.status) {
        await (block.text.includes('mode: "redirect"') || block.text.includes('mode="redirect"')
          ? setsPinOnTheIssuersPage(page)
          : setsPinInFrame(page));
        assert.ok(await page.session.pinIs(PIN));
        const { tokenRequests, spentPageAccesses } = await page.session.observed();
        assert.deepEqual([tokenRequests.length, spentPageAccesses], [1, 0]);
        assert.deepEqual(await complaints(), []);
      }
      const { says } = block.marks;
      if (says) await until(`the words "${says}"`, async () => (await (await page.find("#told")).getText()) === says);
    });
  });
}
