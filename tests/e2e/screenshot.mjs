/**
 * Takes the README's pictures of every page of the demo site in both themes, for `cargo xtask screenshots`: docs/images/*.webp.
 * `SANDBOX_JSON` holds the demo's addresses.
 */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { withDemoPage } from "./harness/demo-page.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { pages } from "./harness/use-case-page.mjs";
import { until } from "./harness/wait.mjs";

const folder = new URL("../../docs/images/", import.meta.url);

/** What is pressed before the picture is taken, so that it shows the page at work. @type {Record<string, string>} */
const atWork = { iframe: "#set-pin", modal: "#set-pin", change: "#change-pin", errors: "[data-rehearse*='401']" };

/** @typedef {import("./harness/demo-page.mjs").DemoPage} DemoPage */

/** @param {DemoPage} page @param {{path: string, ready: string}} of @param {string} name @param {string} theme */
async function take({ driver, hosted }, { path, ready }, name, theme) {
  const address = new URL(path, await driver.getCurrentUrl()).href;
  await driver.executeScript(`localStorage.setItem("theme", arguments[0])`, theme);
  await driver.get(address);
  await until(`${path} to be ready`, () =>
    driver.executeScript("return document.querySelector(arguments[0]) !== null", ready),
  );
  const pressed = atWork[name];
  if (pressed) {
    await driver.executeScript("document.querySelector(arguments[0]).click()", pressed);
    const shown = name === "errors" ? "#outcome:not(:empty)" : name === "change" ? "dialog" : FRAME;
    await until(shown, () => driver.executeScript("return document.querySelector(arguments[0]) !== null", shown));
    if (shown === FRAME) await hosted.shows("pin");
    await driver.executeScript("scrollTo(0, 0)");
  }
  await writeFile(new URL(`${name}-${theme}.webp`, folder), await picture(driver), "base64");
  console.log(`docs/images/${name}-${theme}.webp`);
}

/** @typedef {{sendAndGetDevToolsCommand?: (command: string, given: object) => Promise<{data: string}>}} Chromium Left out of its types. */

/** As WebP, a third of the weight that WebDriver's own PNG has. @param {import("selenium-webdriver").WebDriver & Chromium} driver */
async function picture(driver) {
  const taken = await driver.sendAndGetDevToolsCommand?.("Page.captureScreenshot", { format: "webp", quality: 82 });
  if (!taken) throw new Error("Pictures are taken in Chromium");
  return taken.data;
}

await mkdir(folder, { recursive: true });
for (const file of await readdir(folder)) if (/\.(png|webp)$/.test(file)) await rm(new URL(file, folder));
await withDemoPage(
  async (page) => {
    for (const theme of ["light", "dark"]) {
      for (const of of pages) {
        const name = of.path === "/" ? "home" : of.path.replace(/^\/(use\/|docs\/)?|\.html$|\/$/g, "");
        await take(page, of, name, theme);
      }
    }
  },
  ["--force-device-scale-factor=1", "--hide-scrollbars", "--window-size=1240,900"],
);
