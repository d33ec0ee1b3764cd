/**
 * Drives the fixture page with elements (fixtures/element.html).
 */
import { FRAME } from "./host-page.mjs";
import { runtimeUnderTest } from "./runtimes.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("./host-page.mjs").HostPage} HostPage */
/** @typedef {import("../fixtures/element.mjs").RecordedEvent} RecordedEvent */
/** @typedef {import("../fixtures/element.mjs").ElementSetup} ElementSetup */

/**
 * Without WebAssembly, a script needs one Trusted Types policy to load its other engine. With
 * WebAssembly, it needs none.
 */
const url = `/fixtures/element.html${runtimeUnderTest() === "webassembly" ? "" : "?trusts=set-pin-widget"}`;

/**
 * Opens the fixture page. A script sets the allowed origin, because ports differ each time.
 * @param {import("./suite.mjs").Suite} suite
 * @param {import("./sandbox.mjs").Settings} [settings]
 */
export async function openElements(suite, settings) {
  const page = await suite.open(settings, url);
  await until("the element to be defined", () => page.run("return customElements.get('set-pin-widget') !== undefined"));
  await page.run(
    `for (const element of document.querySelectorAll("set-pin-widget")) element.allowedOrigins = [arguments[0]];`,
    page.origins.page,
  );
  return page;
}

/** Makes an element by script. @param {HostPage} page @param {ElementSetup} made */
export async function make(page, { properties, ...made }) {
  const ordinary = { allowedOrigins: [page.origins.page] };
  await page.run("fixture.make(arguments[0])", JSON.stringify({ properties: { ...ordinary, ...properties }, ...made }));
}

/**
 * Returns the elements' events, in order.
 * @param {HostPage} page
 * @param {string} [name]
 * @returns {Promise<RecordedEvent[]>}
 */
export async function recordedEvents(page, name) {
  /** @type {RecordedEvent[]} */
  const log = JSON.parse(await page.run("return fixture.log()"));
  return name === undefined ? log : log.filter((entry) => entry.name === name);
}

/** @param {HostPage} page @param {string} name @returns {Promise<any>} */
export async function detailOf(page, name) {
  const first = await until(
    `the event ${name}`,
    async () => (await recordedEvents(page, name))[0],
    () => recordedEvents(page),
  );
  return first.detail;
}

/** @param {HostPage} page @param {string} id @param {string} state */
export async function reaches(page, id, state) {
  await until(
    `#${id} to be ${state}`,
    async () => (await page.run("return document.getElementById(arguments[0]).state", id)) === state,
    () => recordedEvents(page),
  );
}

/** Returns the frame's attributes that `iframe` sets. @param {HostPage} page */
export async function attributesOf(page) {
  const frame = await page.find(FRAME);
  return Promise.all(["sandbox", "allow", "referrerpolicy"].map((name) => frame.getAttribute(name)));
}

/** @param {HostPage} page @param {string} id */
export async function press(page, id) {
  await (await page.find(`#${id}`)).click();
}
