/**
 * Sets one PIN on the demo's page, for `cargo xtask demo --check`. `SANDBOX_JSON` contains the
 * demo's URLs. Prints a short report and exits with 0, or prints the failure.
 */
import { withDemoPage } from "./harness/demo-page.mjs";

try {
  await withDemoPage(async (page) => {
    await page.begin("inline");
    console.log("The issuer's page is in a frame.");
    await page.hosted.setPinByPointer("4826");
    const { kind, text } = await page.outcome();
    if (kind !== "set") throw new Error(`After a PIN was typed twice and submitted, the page says: ${text}`);
    console.log(`A PIN was set. The page says: ${text}`);
  });
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
