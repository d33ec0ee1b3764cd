/**
 * The documentation's blocks for the browser work: a cardholder clicks the button and sets a PIN.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { By, logging } from "selenium-webdriver";
import { launch } from "../e2e/harness/engines.mjs";
import { FRAME, HostPage } from "../e2e/harness/host-page.mjs";
import { SandboxSession, startSandbox } from "../e2e/harness/sandbox.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { blocksOfKind, repository } from "./blocks.mjs";
import { bundlePages } from "./bundle.mjs";
import { components } from "./frameworks.mjs";

const PIN = "4826";

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {import("../e2e/harness/sandbox.mjs").Sandbox} */
let sandbox;
before(
  async () => {
    // The folder is filled after the sandbox has started, because the pages contain its origins.
    process.env.E2E_WWW = `${repository}target/docs-blocks/pages`;
    process.env.E2E_FIXTURES = process.env.E2E_WWW;
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

/**
 * Blocks that need more than the sandbox's policy permits: Vue and Svelte need a Trusted Types
 * policy, and Angular's compiler, which runs in the page, needs `eval`.
 * @type {readonly string[]}
 */
const WITHOUT_POLICY = ["vue", "svelte", "angular"];

let visits = 0;

/** @param {import("./blocks.mjs").Block} block @param {number} [status] Of the token route, if it fails. */
async function open({ id, kind }, status) {
  const { driver } = browser;
  await driver.get(`${sandbox.origins.host}/api/config`);
  await driver.manage().deleteAllCookies();
  visits += 1;
  // A fixture from the browser's cache would set no cookie.
  const path = WITHOUT_POLICY.includes(kind) ? `fixtures/${id}.html?csp=none&visit=${visits}` : `${id}.html`;
  await driver.get(`${sandbox.origins.host}/${path}`);
  const { value } = await driver.manage().getCookie("session");
  const session = new SandboxSession(sandbox.origins.host, `session=${value}`);
  if (status) await session.configure({ faults: { token: [{ kind: "status", status }] } });
  return new HostPage(driver, session, sandbox.origins, "chromium", "webassembly");
}

/** @param {HostPage} page */
async function press(page) {
  const button = await until("a button, and the script after it", async () => {
    const isReady = await page.run(
      "return document.documentElement.dataset.ready === '' || customElements.get('set-pin-widget') !== undefined",
    );
    const [found] = await page.driver.findElements(By.css("button"));
    return isReady && found ? found : undefined;
  });
  await button.click();
}

/** The cardholder's actions on the issuer's page, which is in a frame or is the page itself. */
const IN_FRAME = {
  /** @param {HostPage} page */
  setsPin: (page) => inFrame(page, (hosted) => hosted.setPinByPointer(PIN)),
  /** @param {HostPage} page */
  cancels: (page) => inFrame(page, (hosted) => hosted.click("cancel")),
};
const BY_REDIRECT = {
  /** @param {HostPage} page */
  setsPin: (page) =>
    onTheIssuersPage(page, async (element) => {
      for (const id of ["pin", "pin-confirm"]) await (await element(id)).sendKeys(PIN);
      await (await element("submit")).click();
    }),
  /** @param {HostPage} page */
  cancels: (page) => onTheIssuersPage(page, async (element) => (await element("cancel")).click()),
};

/** @param {HostPage} page @param {(hosted: ReturnType<HostPage["hosted"]>) => Promise<void>} act */
async function inFrame(page, act) {
  await page.sees(FRAME);
  await act(page.hosted(FRAME));
  await until("the end of the frame", async () => (await page.count("iframe, dialog")) === 0);
}

/** @param {HostPage} page @param {(element: (id: string) => Promise<import("selenium-webdriver").WebElement>) => Promise<void>} act */
async function onTheIssuersPage(page, act) {
  const isAt = async (/** @type {string} */ origin) => (await page.driver.getCurrentUrl()).startsWith(origin);
  await until("the issuer's page", () => isAt(page.origins.page));
  await act((id) => until(`#${id}`, async () => (await page.driver.findElements(By.id(id)))[0]));
  await until("the return", () => isAt(page.origins.host));
}

/** Returns the console's new messages, except about the favicon. */
async function complaints() {
  const log = await browser.driver.manage().logs().get(logging.Type.BROWSER);
  return log.map(({ message }) => message).filter((message) => !message.includes("favicon.ico"));
}

/** @param {HostPage} page @param {string | undefined} text */
async function shows(page, text) {
  if (text) await until(`the text "${text}"`, async () => (await (await page.find("#result")).getText()) === text);
}

/** Lets the host's own request about the PIN fail. @param {HostPage} page */
async function breakOutcome(page) {
  await page.run(`
    const ownFetch = window.fetch;
    window.fetch = (to, init) => to === "/api/card/pin" ? Promise.reject(new TypeError("no response")) : ownFetch(to, init);
  `);
}

const scripts = blocksOfKind("page", "react", "html");
for (const block of [...scripts, ...components]) {
  const { where, text, marks } = block;
  const { says, unknown, cancelled, status } = marks;
  const cardholder = /\bmode(?:: |=)"redirect"/.test(text) ? BY_REDIRECT : IN_FRAME;
  describe(where, () => {
    if (status)
      test("shows a failure", async () => {
        const page = await open(block, Number(status));
        await press(page);
        await shows(page, says);
      });
    else
      test("sets a PIN", async () => {
        const page = await open(block);
        await complaints();
        await press(page);
        await cardholder.setsPin(page);
        assert.ok(await page.session.pinIs(PIN));
        const { tokenRequests, spentPageAccesses } = await page.session.observed();
        assert.deepEqual([tokenRequests.length, spentPageAccesses], [1, 0]);
        assert.deepEqual(await complaints(), []);
        await shows(page, says);
      });

    if (unknown)
      test("claims `undefined` if the backend does not know", async () => {
        const page = await open(block);
        await breakOutcome(page);
        await press(page);
        await cardholder.setsPin(page);
        await shows(page, unknown);
      });

    if (cancelled)
      test("claims nothing if the card has a PIN and the cardholder cancels", async () => {
        const page = await open(block);
        await press(page);
        await cardholder.setsPin(page);
        await shows(page, says);
        await press(page);
        await cardholder.cancels(page);
        await shows(page, cancelled);
      });
  });
}
