/**
 * What the tests of the doors to frameworks share: a page that renders the scene that it is given, and writes down what the door says.
 */
import assert from "node:assert/strict";
import { FRAME } from "./host-page.mjs";
import { until } from "./wait.mjs";

/** @typedef {import("./host-page.mjs").HostPage} HostPage */

/**
 * @typedef {object} Scene
 * @property {string} kind What is rendered; "nothing" is nothing.
 * @property {string} label Tells one render's callbacks from another's.
 * @property {import("set-pin-widget").SetPinOptions} options
 */

/** @param {HostPage} page @returns {Promise<string[]>} */
export const said = async (page) => JSON.parse(await page.run("return fixture.said()"));

/** @param {HostPage} page @param {string} words */
export async function says(page, words) {
  await until(
    `"${words}" to be said`,
    async () => (await said(page)).includes(words),
    () => said(page),
  );
}

/** @param {HostPage} page @param {Partial<Scene> & Record<string, unknown>} [scene] @returns {Scene} */
export function sceneOf(page, { options, ...scene } = {}) {
  /** @type {Scene["options"]} */
  const ordinary = { tokenUrl: "/api/card/set-pin/token", mode: "inline", allowedOrigins: [page.origins.page] };
  return { kind: "component", label: "first", ...scene, options: { ...ordinary, ...options } };
}

/** @param {HostPage} page @param {Partial<Scene> & Record<string, unknown>} [scene] */
export async function render(page, scene) {
  await page.run("return fixture.render(arguments[0])", JSON.stringify(sceneOf(page, scene)));
}

/** Frameworks tell in the console what they find wrong. @param {HostPage} page */
export async function nothingWrong(page) {
  await page.hasNothingWrong();
  assert.deepEqual(
    (await page.notes()).said.filter((line) => line.startsWith("error") || line.startsWith("warn")),
    [],
  );
}

/** @param {HostPage} page */
export async function loaded(page) {
  await until("the app to run", () => page.run("return typeof fixture === 'object'"));
}

/** @param {HostPage} page */
export async function isCleared(page) {
  await until("nothing to be left", () =>
    page.run("return deepFind('iframe, dialog, [data-set-pin-widget]') === null"),
  );
}

/** Does something to the page, and sees that the very frame that was open is open still. @param {HostPage} page @param {() => Promise<void>} change */
export async function keepsTheFrame(page, change) {
  await page.run("window.frameBefore = deepFind(arguments[0])", FRAME);
  await change();
  assert.ok(await page.run("return frameBefore !== null && frameBefore === deepFind(arguments[0])", FRAME));
}

/** @param {HostPage} page */
export async function askedOnce(page) {
  const { tokenRequests, pageAccesses } = await page.session.observed();
  assert.deepEqual([tokenRequests.length, pageAccesses], [1, 1]);
}

/** Goes on to the page that a server rendered, and lets it frame the sandbox. @param {HostPage} page @param {string} [query] */
export async function hydrate(page, query = "") {
  const asked = new URLSearchParams(query);
  asked.append("framed", page.origins.page);
  await page.goTo(`/fixtures/hydrated.html?${asked}`);
  await loaded(page);
}
