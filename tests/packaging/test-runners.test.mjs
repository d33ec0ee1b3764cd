/**
 * Integrators' unit tests import the package in the most common runners.
 */
import { describe, test } from "node:test";
import { installed } from "./harness/installed.mjs";

for (const name of process.env.PACKAGING === "all" ? ["jest", "vitest"] : []) {
  describe(name, () => {
    test("imports each entry and creates a widget, in jsdom and with the default configuration", async () => {
      const { run } = await installed(name);
      await run("npm", "test");
    });
  });
}
