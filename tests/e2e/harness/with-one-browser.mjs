/**
 * Runs node with the given arguments, and with one browser for all test files: `node
 * with-one-browser.mjs --test FILES`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { engineUnderTest, startBrowser } from "./engines.mjs";
import { environmentOf } from "./shared-browser.mjs";

const emptyPages = createServer((_, response) => response.setHeader("content-type", "text/html").end());
await once(emptyPages.listen(0, "127.0.0.1"), "listening");
const address = emptyPages.address();
if (!address || typeof address === "string") throw new Error("The system gave no port");

const browser = await startBrowser(engineUnderTest());
const tests = spawn(process.execPath, process.argv.slice(2), {
  stdio: "inherit",
  env: { ...process.env, ...environmentOf({ ...browser.shared, emptyPagesPort: address.port }) },
});
process.once("exit", () => tests.kill());
try {
  const [code] = await once(tests, "exit");
  process.exitCode = code ?? 1;
} finally {
  await browser.stop();
  emptyPages.closeAllConnections();
  emptyPages.close();
}
