/**
 * An application that does not use the engine does not contain it.
 */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { applications } from "./applications.mjs";
import { installed } from "./harness/installed.mjs";

/**
 * The size limit of an application's own code and its tool's; each engine is more than ten times
 * larger.
 */
const LIMIT = 4_000;

/** The code that replaces the applications' script that sets a PIN. */
const SOURCES = {
  "only the class of its errors": `import { SetPinError } from "set-pin-widget";\nconsole.log("MARK", SetPinError.name);`,
  "only a name that it never uses": `import { createSetPin } from "set-pin-widget";\nconsole.log("MARK");`,
  "only a type": `import { options } from "./options.ts";\nconsole.log("MARK", options);`,
};
const TYPED = `import type { SetPinOptions } from "set-pin-widget";\nexport const options: SetPinOptions = { tokenUrl: "/token" };\n`;

const tools = [
  { name: "Vite", script: "src/main.js", readsTypes: true },
  { name: "webpack", script: "src/index.js", readsTypes: false },
  { name: "Rollup", script: "src/index.js", readsTypes: false },
  { name: "esbuild", script: "src/index.js", readsTypes: true },
  { name: "esbuild, split", script: "src/index.js", readsTypes: true },
];

for (const { name, script, readsTypes } of tools) {
  const application = applications.find((row) => row.name === name);
  if (!application) throw new Error(`No application ${name}`);
  const { folder, build = "", files = "" } = application;
  // The other builds are slow.
  if (name !== "Vite" && process.env.PACKAGING !== "all") continue;

  describe(`${name}: an application that imports`, () => {
    /** @type {import("./harness/installed.mjs").Installed} */
    let installation;
    before(
      async () => {
        installation = await installed(folder, { shared: "src" });
      },
      { timeout: 120_000 },
    );

    /** Builds this source; returns the script that the page loads. @param {string} source */
    async function built(source) {
      await writeFile(join(installation.folder, script), source);
      await writeFile(join(installation.folder, "src/options.ts"), TYPED);
      await installation.run("npm", "run", build);
      const dist = join(installation.folder, files);
      // webpack and esbuild may also write the chunk of a removed `import()`, a file that is never
      // requested.
      const loaded = / src="([^"]+)"/.exec(await readFile(join(dist, "index.html"), "utf8"))?.[1];
      return readFile(join(dist, loaded ?? "index.html names no script"), "utf8");
    }

    for (const [what, source] of Object.entries(SOURCES)) {
      if (what === "only a type" && !readsTypes) continue;
      test(`${what} contains no engine`, async () => {
        const loaded = await built(source);
        assert.ok(loaded.includes("MARK"), "the application's own code is missing");
        assert.ok(loaded.length < LIMIT, `${loaded.length} characters`);
      });
    }

    test("the code that opens the widget contains an engine", async () => {
      const source = `import { createSetPin } from "set-pin-widget";\nglobalThis.createSetPin = createSetPin;`;
      assert.ok((await built(source)).length > 10 * LIMIT);
    });
  });
}
