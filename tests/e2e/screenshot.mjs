/**
 * Takes the screenshots of the widget and of the demo site, for `cargo xtask screenshots`:
 * docs/images/*.webp, and docs/pictures.md, which shows them. `SANDBOX_JSON` contains the demo's
 * URLs.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { WITH_DEEP } from "./harness/deep.mjs";
import { withDemoPage } from "./harness/demo-page.mjs";
import { FRAME } from "./harness/host-page.mjs";
import {
  contactSheetFile,
  contactSheetStates,
  contactSheets,
  pictured,
  pictureFile,
  THEMES,
  widgetFile,
  widgetPictures,
  withPictures,
} from "./harness/pictures.mjs";
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

/** @typedef {import("./harness/pictures.mjs").WidgetPicture} WidgetPicture */
/** @typedef {import("./harness/pictures.mjs").ContactSheet} ContactSheet */

/** @param {DemoPage} page @param {WidgetPicture} of */
async function takeWidget(page, of) {
  const { driver } = page;
  await resize(driver, of.screen ?? [375, 667]);
  await showWidget(page, of);
  await writeFile(new URL(widgetFile(of), folder), await picture(driver), "base64");
  console.log(`docs/images/${widgetFile(of)}`);
}

/** The largest size of a picture on a contact sheet, before it is made smaller. */
const MOST_WIDTH = 640;
const MOST_HEIGHT = 700;

/**
 * Takes the picture of each state, and then of a page with all of them.
 * @param {DemoPage} page
 * @param {ContactSheet} sheet
 */
async function takeContactSheet(page, sheet) {
  const { driver } = page;
  const width = Math.min(sheet.screen[0], MOST_WIDTH);
  const pictures = await takeStates(page, sheet, width);
  const site = await driver.getCurrentUrl();
  await driver.get("about:blank");
  await resize(driver, await layOut(driver, pictures, Math.round(width * 0.65), width < MOST_WIDTH ? 5 : 3));
  await writeFile(new URL(contactSheetFile(sheet), folder), await picture(driver), "base64");
  await driver.get(site);
  console.log(`docs/images/${contactSheetFile(sheet)}`);
}

/** @typedef {{caption: string, data: string}} Picture `data` is a PNG in base64. */

/**
 * @param {DemoPage} page
 * @param {ContactSheet} sheet
 * @param {number} width
 */
async function takeStates(page, { screen, theme }, width) {
  const { driver } = page;
  const height = Math.min(screen[1], MOST_HEIGHT);
  /** @type {Picture[]} */
  const pictures = [];
  await resize(driver, screen);
  for (const of of contactSheetStates) {
    await showWidget(page, of, theme);
    const { mode } = of.options ?? {};
    const y = mode === "inline" ? 0 : (screen[1] - height) / 2;
    const clip = { x: (screen[0] - width) / 2, y, width, height, scale: 1 };
    pictures.push({ caption: of.title, data: await picture(driver, { clip, format: "png" }) });
  }
  return pictures;
}

/**
 * Lays the pictures out in the empty page, and returns its size.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {readonly Picture[]} pictures
 * @param {number} width Of each.
 * @param {number} columns
 */
async function layOut(driver, pictures, width, columns) {
  return /** @type {[number, number]} */ (
    await driver.executeAsyncScript(
      `const [pictures, shown, columns, done] = arguments;
       document.documentElement.lang = "en";
       document.body.style.cssText = "margin: 0; padding: 16px; width: max-content; background: #8a93a3; color: #000; font: 15px sans-serif";
       const grid = document.createElement("div");
       grid.style.cssText = "display: grid; gap: 16px; grid-template-columns: repeat(" + columns + ", " + shown + "px)";
       const images = pictures.map(({ caption, data }) => {
         const figure = document.createElement("figure");
         figure.style.margin = 0;
         const text = document.createElement("figcaption");
         text.style.cssText = "margin-bottom: 4px; font-weight: bold";
         text.textContent = caption;
         const image = document.createElement("img");
         image.style.cssText = "display: block; width: 100%";
         image.src = "data:image/png;base64," + data;
         figure.append(text, image);
         grid.append(figure);
         return image;
       });
       document.body.append(grid);
       Promise.all(images.map((image) => image.decode())).then(() => {
         const { width, height } = document.body.getBoundingClientRect();
         done([Math.ceil(width), Math.ceil(height)]);
       });`,
      pictures,
      width,
      columns,
    )
  );
}

/**
 * Opens a widget, and waits for its state.
 * @param {DemoPage} page
 * @param {WidgetPicture} of
 * @param {string} [theme] Of the page and of the widget.
 */
async function showWidget({ driver, hosted }, of, theme) {
  await driver.get(new URL("/404", await driver.getCurrentUrl()).href);
  await driver.executeAsyncScript(
    `const [{ name, options, settings, container, signIn }, theme, style, done] = arguments;
     (async () => {
       if (theme) document.documentElement.dataset.theme = theme;
       await fetch("/sandbox/settings", { method: "PUT", body: JSON.stringify(settings ?? {}) });
       const { createSetPin } = await import("/pkg/index.mjs");
       const { allowedOrigins } = await (await fetch("/api/config")).json();
       if (name === "own-style") for (const [key, value] of Object.entries(style)) document.documentElement.style.setProperty(key, value);
       const box = document.createElement("div");
       const isInline = container || options?.mode === "inline";
       box.style.cssText = container ? "width:" + container + "px" : "box-sizing: border-box; width: 100%; max-width: 560px; margin: 16px auto; padding: 0 16px";
       if (isInline) document.body.replaceChildren(box);
       const inline = isInline ? { mode: "inline", container: box } : {};
       const host = signIn ? { onSignIn: () => {} } : {};
       window.pictured = createSetPin({ tokenUrl: "/api/card/set-pin/token", allowedOrigins, ...(theme && { theme }), ...inline, ...host, ...options });
       window.pictured.open();
       done();
     })();`,
    of,
    theme ?? "",
    OWN_STYLE,
  );
  const seen = () =>
    driver.executeScript(
      `${WITH_DEEP} const texts = (selector) => deepFindAll(selector).map((element) => element.innerText.trim()).join("");
       // A wait is transparent at first.
       const isTransparent = (element) => element.textContent !== "" && !element.checkVisibility({ opacityProperty: true });
       const isShown = !deepFindAll("[data-set-pin-status]").some(isTransparent);
       return [window.pictured.state, texts("[data-set-pin-status]") + texts("[data-set-pin-notice]"), texts("[data-set-pin-retry]"), isShown]`,
    );
  await until(
    `the state ${of.state} for ${of.name}`,
    async () => {
      const [state, text, button, isStill] = /** @type {[string, string, string, boolean]} */ (await seen());
      const hasText = of.text === undefined ? of.state === "ready" || text !== "" : text === of.text;
      return state === of.state && hasText && isStill && (!of.notice || button === of.notice);
    },
    seen,
  );
  if (of.state === "ready") await hosted.shows("pin");
}

/**
 * @param {import("selenium-webdriver").WebDriver & Chromium} driver
 * @param {readonly [number, number]} screen In CSS pixels.
 */
async function resize(driver, [width, height]) {
  const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
  await devTools(driver, "Emulation.setDeviceMetricsOverride", metrics);
}

/** @typedef {{sendAndGetDevToolsCommand?: (command: string, given: object) => Promise<{data: string}>}} Chromium Missing in its types. */

/**
 * As WebP, which is a third of the size of WebDriver's own PNG.
 * @param {import("selenium-webdriver").WebDriver & Chromium} driver
 * @param {object} [given]
 */
async function picture(driver, given) {
  return (await devTools(driver, "Page.captureScreenshot", { format: "webp", quality: 82, ...given })).data;
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
    for (const sheet of contactSheets) await takeContactSheet(page, sheet);
    await devTools(page.driver, "Emulation.clearDeviceMetricsOverride", {});
    await page.driver.get(new URL("/", await page.driver.getCurrentUrl()).href);
    for (const theme of THEMES) for (const of of pictured) await take(page, of, theme);
  },
  ["--force-device-scale-factor=1", "--hide-scrollbars", "--window-size=1240,1043"],
);
await writeFile(document, withPictures(await readFile(document, "utf8")));
