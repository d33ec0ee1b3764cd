/**
 * The examples work with the published package.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { By } from "selenium-webdriver";
import { deepFindElements } from "../e2e/harness/deep.mjs";
import { launch } from "../e2e/harness/engines.mjs";
import { FRAME } from "../e2e/harness/host-page.mjs";
import { HostedPage } from "../e2e/harness/hosted-page.mjs";
import { start, untilUp } from "../e2e/harness/processes.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { installedExample } from "./installed-example.mjs";

const read = async (/** @type {string} */ path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

describe("Playwright's example", () => {
  test("is free of type errors, and its tests pass", async () => {
    const { run } = await installedExample("playwright");
    await run("npx", ["tsc", "--noEmit"]);
    const output = await run("npx", ["playwright", "test"], {
      CHROMIUM: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium",
    });
    const written = (await read("examples/playwright/tests/set-pin.spec.ts")).match(/^test\(/gm) ?? [];
    assert.match(output, new RegExp(`^ +${written.length} passed`, "m"));
    assert.doesNotMatch(output, /^ +\d+ (?:failed|flaky|skipped|interrupted|did not run)/m);
  });
});

describe("Cypress' example", () => {
  test("is free of type errors", async () => {
    const { run } = await installedExample("cypress");
    await run("npx", ["tsc", "--noEmit"]);
  });
});

describe("the plain page", () => {
  /** @type {Awaited<ReturnType<typeof launch>> | undefined} */
  let browser;
  before(async () => {
    browser = await launch("chromium");
  });
  after(() => browser?.stop());

  /**
   * Serves it in a scenario, clicks its button, and returns the text that it shows at the end.
   * @param {string} scenario
   * @param {(hosted: HostedPage) => Promise<void>} act
   */
  async function shownText(scenario, act) {
    if (!browser) throw new Error("The page can be opened only from within a test");
    const { driver } = browser;
    const { folder } = await installedExample("plain-testing");
    const server = start("node", [`${folder}/serve.mjs`, scenario]);
    try {
      const url = await untilUp("The plain page's server", server, () => /^http:.*$/m.exec(server.output())?.[0]);
      await driver.get(url);
      await driver.findElement(By.css("#set-pin")).click();
      await act(new HostedPage(driver, FRAME, "chromium"));
      return await until("the result on the page", () => driver.findElement(By.css("#outcome")).getText());
    } finally {
      await server.stop();
    }
  }

  test("sets a PIN", async () => {
    const typed = async (/** @type {HostedPage} */ hosted) => {
      await until("the frame", async () => browser && (await deepFindElements(browser.driver, FRAME)).length);
      await hosted.setPinByPointer("2580");
    };
    assert.equal(await shownText("waits", typed), "Your PIN is set.");
  });

  test("reports after a cancellation that nothing has changed", async () => {
    assert.equal(await shownText("cancels", async () => {}), "Your PIN has not been changed.");
  });
});
