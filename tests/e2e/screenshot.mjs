/**
 * Takes the screenshots of the widget and of the demo site, for `cargo xtask screenshots`:
 * docs/images/*.webp, and docs/pictures.md, which shows them. `SANDBOX_JSON` contains the demo's
 * URLs.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { WITH_DEEP } from "./harness/deep.mjs";
import { withDemoPage } from "./harness/demo-page.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { pictured, pictureFile, THEMES, widgetFile, widgetPictures, withPictures } from "./harness/pictures.mjs";
import { until } from "./harness/wait.mjs";

const folder = new URL("../../docs/images/", import.meta.url);
const document = new URL("../../docs/pictures.md", import.meta.url);

/**
 * @typedef {object} Work The actions before the screenshot, so that it shows the page in use.
 * @property {unknown} [settings] Of the sandbox.
 * @property {string} [press]
 * @property {string} shows The element to wait for, which is in the middle of the screenshot unless the whole page is shown.
 */

/** @type {Record<string, Work>} */
const atWork = {
  iframe: { press: "#set-pin", shows: "#pin-container [data-set-pin-widget]" },
  modal: { press: "#set-pin", shows: FRAME },
  "modal-react": { press: "#root button", shows: FRAME },
  change: { press: "#change-pin", shows: "dialog" },
  onboarding: { press: "#order", shows: "#outcome:not(:empty)" },
  security: { settings: { pin: "2580" }, shows: "#view-pin:not([hidden])" },
  "step-up": { press: "#change-pin", shows: "#send-code" },
  errors: { press: "[data-fault*='401']", shows: "#outcome:not(:empty)" },
};

/** @typedef {import("./harness/demo-page.mjs").DemoPage} DemoPage */

/** @param {DemoPage} page @param {import("./harness/use-case-page.mjs").SitePage} of @param {string} theme */
async function take({ driver, hosted }, of, theme) {
  const { path, ready, name } = of;
  const work = atWork[name];
  const url = new URL(path, await driver.getCurrentUrl()).href;
  await driver.executeAsyncScript(
    `const [theme, settings, done] = arguments;
     localStorage.setItem("theme", theme);
     fetch("/sandbox/settings", { method: "PUT", body: JSON.stringify(settings) }).then(done);`,
    theme,
    work?.settings ?? {},
  );
  await driver.get(url);
  /** @param {string} selector */
  const isInView = (selector) =>
    until(`${selector} at ${path}`, () =>
      driver.executeScript(`${WITH_DEEP} return deepFind(arguments[0]) !== null`, selector),
    );
  await isInView(ready);
  if (work?.press) await driver.executeScript("document.querySelector(arguments[0]).click()", work.press);
  if (work) {
    await isInView(work.shows);
    if (name === "iframe" || work.shows === FRAME) {
      await isInView(FRAME);
      await hosted.shows("pin");
    }
    await driver.executeScript(
      `${WITH_DEEP} scrollTo(0, 0);
       const shown = deepFind(arguments[0]);
       if (shown.getBoundingClientRect().bottom > innerHeight) shown.scrollIntoView({ block: "end" });
       scrollBy(0, scrollY > 0 ? 24 : 0);`,
      work.shows,
    );
  }
  const file = pictureFile(of, theme);
  await writeFile(new URL(file, folder), await picture(driver), "base64");
  console.log(`docs/images/${file}`);
}

/** Sets these on the page, for the picture of a host's own style (docs/options.md). */
const OWN_STYLE = {
  "--set-pin-sheet-width": "420px",
  "--set-pin-sheet-radius": "28px",
  "--set-pin-backdrop": "rgba(20, 30, 80, .75)",
  "--set-pin-header-background": "#1b2559",
  "--set-pin-header-color": "#ffffff",
  "--set-pin-title-font-weight": "500",
  "--set-pin-button-background": "#1b2559",
  "--set-pin-button-color": "#ffffff",
  "--set-pin-button-radius": "22px",
  "--set-pin-font-family": "Georgia, serif",
};

/** @param {DemoPage} page @param {import("./harness/pictures.mjs").WidgetPicture} of */
async function takeWidget({ driver }, of) {
  const [width, height] = of.screen ?? [375, 667];
  const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
  await devTools(driver, "Emulation.setDeviceMetricsOverride", metrics);
  await driver.get(new URL("/404", await driver.getCurrentUrl()).href);
  await driver.executeAsyncScript(
    `const [{ name, options, settings, container }, style, done] = arguments;
     (async () => {
       await fetch("/sandbox/settings", { method: "PUT", body: JSON.stringify(settings ?? {}) });
       const { createSetPin } = await import("/pkg/index.mjs");
       const { allowedOrigins } = await (await fetch("/api/config")).json();
       if (name === "own-style") for (const [key, value] of Object.entries(style)) document.documentElement.style.setProperty(key, value);
       const box = document.createElement("div");
       box.style.width = container + "px";
       if (container) document.body.replaceChildren(box);
       const inline = container ? { mode: "inline", container: box } : {};
       window.pictured = createSetPin({ tokenUrl: "/api/card/set-pin/token", allowedOrigins, ...inline, ...options });
       window.pictured.open();
       done();
     })();`,
    of,
    OWN_STYLE,
  );
  await until(`the state ${of.state} for ${of.name}`, async () => {
    const [state, text] = /** @type {string[]} */ (
      await driver.executeScript(
        `${WITH_DEEP} const shown = [...deepFindAll("[data-set-pin-status]"), ...deepFindAll("[data-set-pin-notice]")];
         const moving = deepFind("[data-set-pin-widget]")?.shadowRoot.getAnimations().length;
         return [window.pictured.state, shown.map((element) => element.textContent).join("") + (moving > 1 ? "" : "still")]`,
      )
    );
    return state === of.state && text !== "" && text?.endsWith("still") && (of.state === "ready" || text !== "still");
  });
  await writeFile(new URL(widgetFile(of), folder), await picture(driver), "base64");
  console.log(`docs/images/${widgetFile(of)}`);
}

/** @typedef {{sendAndGetDevToolsCommand?: (command: string, given: object) => Promise<{data: string}>}} Chromium Missing in its types. */

/**
 * As WebP, which is a third of the size of WebDriver's own PNG.
 * @param {import("selenium-webdriver").WebDriver & Chromium} driver
 */
async function picture(driver) {
  return (await devTools(driver, "Page.captureScreenshot", { format: "webp", quality: 82 })).data;
}

/**
 * @param {import("selenium-webdriver").WebDriver & Chromium} driver
 * @param {string} command
 * @param {object} given
 */
async function devTools(driver, command, given) {
  const result = await driver.sendAndGetDevToolsCommand?.(command, given);
  if (!result) throw new Error("Pictures are taken in Chromium");
  return result;
}

await mkdir(folder, { recursive: true });
for (const file of await readdir(folder)) if (/\.(png|webp)$/.test(file)) await rm(new URL(file, folder));
await withDemoPage(
  async (page) => {
    for (const of of widgetPictures) await takeWidget(page, of);
    await devTools(page.driver, "Emulation.clearDeviceMetricsOverride", {});
    await page.driver.get(new URL("/", await page.driver.getCurrentUrl()).href);
    for (const theme of THEMES) for (const of of pictured) await take(page, of, theme);
  },
  ["--force-device-scale-factor=1", "--hide-scrollbars", "--window-size=1240,1043"],
);
await writeFile(document, withPictures(await readFile(document, "utf8")));
