/**
 * The documentation's blocks about tests are parts of the examples, and pass there.
 */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { By } from "selenium-webdriver";
import { launch } from "../e2e/harness/engines.mjs";
import { start, untilUp } from "../e2e/harness/processes.mjs";
import { until } from "../e2e/harness/wait.mjs";
import { installedExample } from "../testing/installed-example.mjs";
import { blocksOfKind, read } from "./blocks.mjs";

/** @param {string} text */
const unindented = (text) => text.replace(/^ +/gm, "");

const FOLDERS = ["playwright/tests", "plain-testing"];
const examples = FOLDERS.flatMap((folder) =>
  readdirSync(new URL(`../../examples/${folder}/`, import.meta.url))
    .filter((name) => /\.(?:m?js|ts)$/.test(name))
    .map((name) => ({ folder, text: unindented(read(`examples/${folder}/${name}`)) })),
);

/** The example that a block is from. @param {string} block */
const homeOf = (block) => examples.find(({ text }) => text.includes(unindented(block)))?.folder;

const blocks = blocksOfKind("testing");
for (const { where, text } of blocks) test(`${where} is part of an example`, () => assert.ok(homeOf(text), text));

test("each test in Playwright's blocks passes", async () => {
  const shown = blocks.filter(({ text }) => homeOf(text) === "playwright/tests");
  const titles = [
    ...new Set(shown.flatMap(({ text }) => [...text.matchAll(/^test\("(.+?)"/gm)].map(([, title = ""]) => title))),
  ];
  assert.ok(titles.length > 0);
  const { run } = await installedExample("playwright");
  const output = await run("npx", ["playwright", "test", "--grep", titles.join("|")], {
    CHROMIUM: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium",
  });
  assert.match(output, new RegExp(`^ +${titles.length} passed`, "m"));
});

describe("the plain page's block", () => {
  /** @type {Awaited<ReturnType<typeof launch>> | undefined} */
  let browser;
  before(async () => {
    browser = await launch("chromium");
  });
  after(() => browser?.stop());

  for (const { where, text } of blocks.filter((block) => homeOf(block.text) === "plain-testing"))
    test(`${where} serves the page and the sandbox`, async () => {
      const { driver } = browser ?? assert.fail("no browser");
      const { folder } = await installedExample("plain-testing");
      writeFileSync(`${folder}/block.mjs`, text);
      const server = start("node", [`${folder}/block.mjs`, "cancels"]);
      try {
        await driver.get(await untilUp("The block", server, () => /^http:.*$/m.exec(server.output())?.[0]));
        await driver.findElement(By.css("#set-pin")).click();
        const outcome = () => driver.findElement(By.css("#outcome")).getText();
        assert.equal(await until("the outcome on the page", outcome), "Your PIN has not been changed.");
      } finally {
        await server.stop();
      }
    });
});
