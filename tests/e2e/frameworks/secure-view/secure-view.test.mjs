/**
 * The views in React, Vue and Svelte, and as elements: each shows an image of a fresh token, and
 * leaves nothing behind when it is unmounted.
 */
import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "svelte/compiler";
import { IMAGE } from "../../harness/secure-view-page.mjs";
import { useBrowser } from "../../harness/suite.mjs";
import { until } from "../../harness/wait.mjs";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const folder = `${repository}target/e2e-secure-view-${process.pid}`;
const pkg = process.env.E2E_PKG ?? `${repository}pkg`;

await mkdir(folder, { recursive: true });
after(() => rm(folder, { recursive: true }));
await build({
  bundle: true,
  format: "esm",
  entryPoints: { page: fileURLToPath(new URL("page.mjs", import.meta.url)) },
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  conditions: ["development"],
  define: {
    "process.env.NODE_ENV": '"development"',
    __VUE_OPTIONS_API__: "true",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
  },
  alias: Object.fromEntries(
    ["react", "vue", "svelte", "elements"].map((name) => [
      `set-pin-widget/secure-view-${name}`,
      `${pkg}/secure-view-${name}.mjs`,
    ]),
  ),
  plugins: [
    {
      name: "svelte",
      setup(build) {
        build.onLoad({ filter: /\.svelte$/ }, async ({ path: filename }) => {
          const { js } = compile(await readFile(filename, "utf8"), { filename, dev: true, generate: "client" });
          return { contents: js.code };
        });
      },
    },
  ],
  logLevel: "warning",
});
await writeFile(
  `${folder}/index.html`,
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An app</title><link rel="icon" href="data:,"></head>
<body><div id="root"></div><script type="module" src="page.mjs"></script></body></html>`,
);
process.env.E2E_FIXTURES = folder;
const suite = useBrowser();

// Svelte and Vue make Trusted Types policies, which the sandbox's pages forbid.
const PATH = "/fixtures/index.html?csp=none";

for (const name of [
  "React, the hook",
  "React, the component",
  "Vue, the composable",
  "Vue, the component",
  "Svelte, the store",
  "the element of the PIN",
  "the element of the details",
]) {
  test(`${name}: shows one image, and unmounting it leaves nothing`, async () => {
    const page = await suite.open({ pin: "4826" }, PATH);
    await page.run("fixture.render(arguments[0], arguments[1])", name, [page.origins.page]);
    const recorded = () => /** @type {Promise<string[]>} */ (page.run("return fixture.recorded()"));
    if (/hook|composable|store|PIN/.test(name)) {
      assert.equal(await (await page.sees("#opener")).getText(), "idle");
      await (await page.find("#opener")).click();
      await until("the state", async () => (await (await page.find("#opener")).getText()) === "ready");
    }
    await until("the image", async () => (await recorded()).includes("ready"), recorded);
    assert.equal(await page.count(IMAGE), 1);
    await page.run("fixture.clear()");
    await until("the exit", async () => (await recorded()).includes("exit destroyed"), recorded);
    assert.equal(await page.count("[data-set-pin-secure-view]"), 0);
    const { imageTokensIssued, imageAccesses } = await page.session.observed();
    assert.deepEqual([imageTokensIssued, imageAccesses], [1, 1]);
    const { pageErrors, consoleOutput } = await page.notes();
    assert.deepEqual([...pageErrors, ...consoleOutput.filter((line) => /^(?:error|warn)/.test(line))], []);
  });
}
