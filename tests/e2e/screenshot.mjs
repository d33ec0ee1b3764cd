/**
 * Takes the README's pictures of the demo page, for `cargo xtask screenshots`: docs/images/*.png.
 * `SANDBOX_JSON` holds the demo's addresses.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { withDemoPage } from "./harness/demo-page.mjs";

const folder = new URL("../../docs/images/", import.meta.url);

/** @param {import("./harness/demo-page.mjs").DemoPage} page @param {string} name */
async function take(page, name) {
  const picture = await page.driver.takeScreenshot();
  await writeFile(new URL(`${name}.png`, folder), picture, "base64");
  console.log(`docs/images/${name}.png`);
}

await mkdir(folder, { recursive: true });
await withDemoPage(
  async (page) => {
    await take(page, "page");
    await page.begin("modal");
    await page.hosted.type("pin", "4826");
    await take(page, "modal");
    await page.hosted.setPinByPointer("4826");
    await page.outcome();
    await take(page, "outcome");
  },
  ["--force-device-scale-factor=1.5", "--hide-scrollbars", "--window-size=1180,860"],
);
