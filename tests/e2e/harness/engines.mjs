/**
 * Launches each engine. The flags are measured to work on a headless machine without a network.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { Capabilities, WebDriver } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import firefox from "selenium-webdriver/firefox.js";
import { freePort, start, untilUp } from "./processes.mjs";
import { Executor, ExecutorOfSession, emptyBrowser, HttpClient, sharedBrowser } from "./shared-browser.mjs";

/** @typedef {"chromium" | "firefox" | "webkit"} EngineName */

/**
 * @typedef {object} BrowserSettings
 * @property {boolean} [forcedColors] WebKit has none.
 * @property {boolean} [headlessShell] Whether to run Chromium's headless shell, if there is one. It
 *   takes two thirds of the processor time. By default it runs, unless `E2E_DEEP` is `yes`.
 */

/**
 * @typedef {object} Launch
 * @property {string} driver The driver's executable.
 * @property {(port: number) => string[]} args
 * @property {(extraArguments: readonly string[], userSettings: BrowserSettings) => Capabilities} capabilities
 * @property {Record<string, string>} [env]
 * @property {boolean} [needsDisplay]
 */

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * @param {string} what
 * @param {readonly string[]} candidates
 */
function firstThatExists(what, candidates) {
  const found = candidates.find((path) => existsSync(path));
  if (!found) throw new Error(`No ${what} on this machine; \`cargo xtask test\` installs it`);
  return found;
}

/** @returns {Launch} */
function chromium() {
  return {
    driver: process.env.E2E_CHROMEDRIVER ?? "/usr/bin/chromedriver",
    args: (port) => [`--port=${port}`],
    capabilities: (extraArguments, { forcedColors, headlessShell = process.env.E2E_DEEP !== "yes" }) =>
      new chrome.Options()
        .setChromeBinaryPath(
          (headlessShell && process.env.E2E_HEADLESS_SHELL) || process.env.E2E_CHROMIUM || "/usr/bin/chromium",
        )
        .windowSize({ width: 1000, height: 800 })
        .addArguments(
          "--headless=new",
          ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
          "--disable-dev-shm-usage",
          "--disable-background-networking",
          "--disable-component-update",
          "--no-first-run",
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
          ...(forcedColors ? ["--force-high-contrast"] : []),
          ...extraArguments,
        ),
  };
}

/** @returns {Launch} */
function gecko() {
  return {
    driver:
      process.env.E2E_GECKODRIVER ??
      firstThatExists("geckodriver", [
        `${homedir()}/.cache/set-pin-widget/tools/bin/geckodriver`,
        `${repository}target/tools/bin/geckodriver`,
        "/usr/local/bin/geckodriver",
        "/usr/bin/geckodriver",
      ]),
    args: (port) => [`--port=${port}`, "--host=127.0.0.1"],
    env: { MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" },
    capabilities: (_, { forcedColors }) =>
      new firefox.Options()
        .setBinary(process.env.E2E_FIREFOX ?? "/usr/bin/firefox-esr")
        .windowSize({ width: 1000, height: 800 })
        .addArguments("-headless")
        .setPreference("network.dns.forceResolve", "127.0.0.1")
        .setPreference("services.settings.server", "data:,#remote-settings-dummy/v1")
        .setPreference("app.normandy.enabled", false)
        .setPreference("network.captive-portal-service.enabled", false)
        .setPreference("network.connectivity-service.enabled", false)
        .setPreference("network.trr.mode", 5)
        // Work of the browser that no test sees: it takes a tenth of the processor time.
        .setPreference("dom.ipc.processPrelaunch.enabled", false)
        .setPreference("browser.sessionstore.interval", 3_600_000)
        .setPreference("browser.newtabpage.enabled", false)
        .setPreference("places.history.enabled", false)
        .setPreference("browser.chrome.site_icons", false)
        .setPreference("toolkit.cosmeticAnimations.enabled", false)
        // Only the driver's virtual authenticators, as in the other engines.
        .setPreference("security.webauth.webauthn_enable_softtoken", true)
        .setPreference("security.webauth.webauthn_enable_usbtoken", false)
        // The JSON viewer would be a page of the browser, not of the host's origin.
        .setPreference("devtools.jsonview.enabled", false)
        // The value 2 always uses the user's colours.
        .setPreference("browser.display.document_color_use", forcedColors ? 2 : 0),
  };
}

/** @returns {Launch} */
function webkit() {
  const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  return {
    driver: process.env.E2E_WEBKITDRIVER ?? "/usr/bin/WebKitWebDriver",
    args: (port) => [`--port=${port}`, "--host=127.0.0.1"],
    needsDisplay: true,
    capabilities: () =>
      new Capabilities({
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": {
          binary: process.env.E2E_WEBKIT ?? `/usr/lib/${triplet}/webkit2gtk-4.1/MiniBrowser`,
          args: ["--automation"],
        },
      }),
  };
}

const launches = { chromium, firefox: gecko, webkit };

/** @returns {EngineName} The engine under test: `E2E_ENGINE`, Chromium when unset. */
export function engineUnderTest() {
  const name = process.env.E2E_ENGINE ?? "chromium";
  if (name === "chromium" || name === "firefox" || name === "webkit") return name;
  throw new Error(`E2E_ENGINE is "${name}"; it takes chromium, firefox or webkit`);
}

/** WebKit's driver hangs without an X server. A running X server is reused. */
async function display() {
  if (process.env.DISPLAY) return { name: process.env.DISPLAY, stop: async () => {} };
  const running = start("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    extraPipe: true,
  });
  let number = "";
  running.child.stdio[3]?.on("data", (chunk) => {
    number += chunk;
  });
  const name = await untilUp("Xvfb", running, () => (number.endsWith("\n") ? `:${number.trim()}` : undefined));
  return { name, stop: running.stop };
}

/**
 * Firefox's driver runs a script in a sandbox with built-in objects of its own: there, a change of
 * `Object.prototype` does not reach the page. These names refer to the page's objects.
 */
const BUILT_INS_OF_PAGE =
  "const { AbortSignal, Array, Error, JSON, Map, Object, Promise, Reflect, Set, String } = window;";

/** @param {WebDriver} driver */
function useBuiltInsOfPage(driver) {
  for (const name of /** @type {const} */ (["executeScript", "executeAsyncScript"])) {
    const execute = driver[name].bind(driver);
    driver[name] = (script, ...given) => execute(`${BUILT_INS_OF_PAGE}\n${script}`, ...given);
  }
}

/** @param {string} url */
async function responds(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false; // The server is not listening yet. The caller tries again until its time is up.
  }
}

/**
 * @param {EngineName} name
 * @param {Capabilities} capabilities
 * @param {InstanceType<typeof Executor>} executor
 */
async function connect(name, capabilities, executor) {
  const sessions = {
    chromium: () => chrome.Driver.createSession(capabilities, executor),
    firefox: () => firefox.Driver.createSession(capabilities, executor),
    webkit: () => WebDriver.createSession(executor, capabilities),
  };
  const driver = sessions[name]();
  await driver.getSession();
  if (name === "firefox") useBuiltInsOfPage(driver);
  await driver.manage().setTimeouts({ script: 20_000, pageLoad: 30_000, implicit: 0 });
  return driver;
}

/** How long a browser may take to connect, to become empty or to end. */
const DRIVER_LIMIT_MS = 30_000;

/**
 * Fails if `work` takes too long, so that a browser that hangs cannot block a job.
 * @template T
 * @param {string} message
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
async function inTime(message, work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), DRIVER_LIMIT_MS);
  });
  try {
    return /** @type {T} */ (await Promise.race([work, limit]));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Starts a browser.
 * @param {EngineName} name
 * @param {readonly string[]} [extraArguments] Of the browser, understood by Chromium only.
 * @param {BrowserSettings} [userSettings]
 */
export async function startBrowser(name, extraArguments = [], userSettings = {}) {
  const engine = launches[name]();
  const screen = engine.needsDisplay ? await display() : undefined;
  const port = await freePort();
  // Chromium's headless shell saves downloads in its working folder.
  const folder = await mkdtemp(`${tmpdir()}/set-pin-widget-browser-`);
  const server = start(engine.driver, engine.args(port), {
    cwd: folder,
    env: { ...engine.env, ...(screen ? { DISPLAY: screen.name } : {}) },
  });
  const driverUrl = `http://127.0.0.1:${port}`;
  await untilUp(engine.driver, server, async () => (await responds(`${driverUrl}/status`)) || undefined);
  const capabilities = engine.capabilities(extraArguments, userSettings);
  const driver = await connect(name, capabilities, new Executor(new HttpClient(driverUrl)));
  const session = await driver.getSession();
  const negotiated = session.getCapabilities();
  const { width, height } = await driver.manage().window().getRect();
  return {
    driver,
    /** @type {Omit<import("./shared-browser.mjs").SharedBrowser, "emptyPagesPort">} */
    shared: {
      engine: name,
      driverUrl,
      session: session.getId(),
      capabilities: Object.fromEntries([...negotiated.keys()].map((key) => [key, negotiated.get(key)])),
      size: { width, height },
    },
    async stop() {
      try {
        await inTime(`${name} does not end`, driver.quit());
      } finally {
        await server.stop();
        await screen?.stop();
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/**
 * A browser for the tests of one file: the job's browser, emptied, if the file needs no settings.
 * @param {EngineName} name
 * @param {readonly string[]} [extraArguments] Of the browser, understood by Chromium only.
 * @param {BrowserSettings} [userSettings]
 * @returns {Promise<{driver: WebDriver, stop: () => Promise<void>}>}
 */
export async function launch(name, extraArguments = [], userSettings = {}) {
  const shared = sharedBrowser();
  const hasSettings = extraArguments.length > 0 || Object.keys(userSettings).length > 0;
  if (shared?.engine !== name || hasSettings) return startBrowser(name, extraArguments, userSettings);
  const attach = async () => {
    const driver = await connect(name, new Capabilities(shared.capabilities), new ExecutorOfSession(shared));
    await emptyBrowser(driver, shared);
    return driver;
  };
  const driver = await inTime("The job's browser does not respond: an earlier test file has broken it", attach());
  return { driver, stop: async () => {} };
}
