/**
 * The components of docs/other-frameworks.md, built by Vite and used in Chromium: a PIN is set and
 * shown, and unmounting leaves nothing.
 */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { By, logging } from "selenium-webdriver";
import { blocksOfKind } from "../docs/blocks.mjs";
import { ISSUER } from "../docs/bundle.mjs";
import { deepFind, deepFindElements, WITH_DEEP } from "../e2e/harness/deep.mjs";
import { launch } from "../e2e/harness/engines.mjs";
import { FRAME } from "../e2e/harness/host-page.mjs";
import { HostedPage } from "../e2e/harness/hosted-page.mjs";
import { freePort } from "../e2e/harness/processes.mjs";
import { startSandbox } from "../e2e/harness/sandbox.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { startFront } from "./harness/front.mjs";
import { installed } from "./harness/installed.mjs";
import { widgetPolicy } from "./policy.mjs";

const PIN = "4826";

/** The file of each component, by the import that its block contains, and its first line. */
const COMPONENTS = [
  { page: "solid", from: '"solid-js"', file: "CardPin.solid.tsx", first: "/** @jsxImportSource solid-js */\n" },
  { page: "preact", from: '"preact/hooks"', file: "CardPin.preact.tsx", first: "" },
  { page: "lit", from: '"lit"', file: "CardPin.lit.ts", first: "" },
];

/** Everything that the widget and the view may add to a page. */
const OURS = "[data-set-pin-widget], [data-set-pin-secure-view], iframe, img, dialog";

/** @type {import("../e2e/harness/sandbox.mjs").Sandbox} */
let sandbox;
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {import("./harness/installed.mjs").Installed} */
let app;
before(
  async () => {
    sandbox = await startSandbox();
    browser = await launch("chromium");
    app = await installed("other-frameworks");
    for (const { from, file, first } of COMPONENTS) {
      const [block, ...others] = blocksOfKind("framework").filter(({ text }) => text.includes(`from ${from}`));
      if (!block || others.length > 0) throw new Error(`docs/other-frameworks.md must show one component of ${from}`);
      await writeFile(`${app.folder}/src/${file}`, first + block.text.replaceAll(ISSUER, sandbox.origins.page));
    }
    await app.run("npm", "run", "build");
  },
  { timeout: 300_000 },
);
after(async () => {
  await browser?.stop();
  await sandbox?.stop();
});

for (const { page } of COMPONENTS) {
  test(`${page}: a PIN is set and shown, and unmounting in the middle leaves nothing`, async () => {
    const { driver } = browser;
    const policy = `default-src 'self'; ${widgetPolicy(sandbox.origins.page)}; img-src 'self' data: ${sandbox.origins.page}`;
    const front = await startFront(
      sandbox.origins,
      { folder: `${app.folder}/dist` },
      { port: await freePort(), policy },
    );
    const messages = async () => (await driver.manage().logs().get(logging.Type.BROWSER)).map(({ message }) => message);
    const press = async (/** @type {string} */ text) => {
      const [button] = await until(`the button "${text}"`, async () => {
        const buttons = await deepFindElements(driver, "button");
        const texts = await Promise.all(buttons.map((button) => button.getText()));
        const found = buttons[texts.indexOf(text)];
        return found && [found];
      });
      await button?.click();
    };
    const seesImage = () =>
      until("the image", () =>
        driver.executeScript(
          `${WITH_DEEP} const image = deepFind("[part=image]"); return image?.checkVisibility() && image.naturalWidth > 0`,
        ),
      );
    const count = async (/** @type {string} */ selector) => (await deepFindElements(driver, selector)).length;
    const isGone = (/** @type {string} */ selector) =>
      until(`nothing that matches ${selector}`, async () => (await count(selector)) === 0);
    const opened = async () => {
      await press("Set PIN");
      await until("the frame", async () => (await count(FRAME)) === 1, messages);
      return new HostedPage(driver, FRAME, "chromium");
    };
    const markup = () => driver.executeScript("return document.documentElement.outerHTML");

    try {
      await messages(); // Discard the messages of an earlier page.
      await driver.get(`${front.origin}/${page}.html`);
      const unmounted = await markup();

      await press("Mount");
      await (await opened()).setPinByPointer(PIN);
      const status = await deepFind(driver, "[role=status]:not([part])");
      await until("the outcome", async () => (await status.getText()) === "page_closed", messages);
      assert.ok(await front.session.pinIs(PIN));

      await press("Show PIN");
      await seesImage();
      await (await deepFind(driver, "[part=hide]")).click();
      await isGone("img");

      await press("Show PIN");
      await seesImage();
      await press("Unmount");
      await isGone(OURS);

      await press("Mount");
      await (await opened()).shows("pin");
      // The dialog is above the page's own buttons.
      await driver.executeScript("document.querySelector('#unmount').click()");
      await isGone(OURS);
      assert.equal(await driver.findElement(By.css("#app")).getAttribute("innerHTML"), "");
      assert.equal(await markup(), unmounted);

      const { tokensIssued, imageTokensIssued, imageAccesses, spentPageAccesses, spentImageAccesses } =
        await front.session.observed();
      assert.deepEqual([tokensIssued, imageTokensIssued, imageAccesses], [2, 2, 2]);
      assert.deepEqual([spentPageAccesses, spentImageAccesses], [0, 0]);
      assert.deepEqual(await messages(), []);
    } finally {
      await front.stop();
    }
  });
}
