/**
 * Drives a framework's page (`FRAMEWORK/page.mjs`), which renders the scene that it receives, and
 * records the callbacks.
 */
import assert from "node:assert/strict";
import { FRAME } from "../harness/host-page.mjs";
import { until } from "../harness/wait.mjs";

/** @typedef {import("../harness/host-page.mjs").HostPage} HostPage */

/**
 * @typedef {object} Scene
 * @property {string} kind The export to render: "component", "hook", "action", "store"; or "nothing".
 * @property {string} label Distinguishes the callbacks of one render from another's.
 * @property {import("set-pin-widget").SetPinOptions} options
 * @property {boolean} [recordsAll] Records every callback, not only `onReady`, `onExit` and `onError`.
 * @property {boolean} [isHidden] Within the framework's component that can hide its content and keep it.
 */

/**
 * Returns the callbacks that were called: `first: ready`.
 * @param {HostPage} page
 * @returns {Promise<string[]>}
 */
export const recorded = async (page) => JSON.parse(await page.run("return fixture.recorded()"));

/** Waits for a call of a callback. @param {HostPage} page @param {string} line */
export async function records(page, line) {
  await until(
    `the record "${line}"`,
    async () => (await recorded(page)).includes(line),
    () => recorded(page),
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

/**
 * Checks that the page reported no error, and that the frameworks logged no error and no warning.
 * @param {HostPage} page
 */
export async function hasNoErrors(page) {
  await page.hasNoErrors();
  assert.deepEqual(
    (await page.notes()).consoleOutput.filter((line) => line.startsWith("error") || line.startsWith("warn")),
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

/**
 * Changes the page, and checks that the same frame is still open.
 * @param {HostPage} page
 * @param {() => Promise<void>} change
 */
export async function keepsTheFrame(page, change) {
  await page.run("window.frameBefore = deepFind(arguments[0])", FRAME);
  await change();
  assert.ok(await page.run("return frameBefore !== null && frameBefore === deepFind(arguments[0])", FRAME));
}

/** @param {HostPage} page */
export async function usedOneToken(page) {
  const { tokenRequests, pageAccesses } = await page.session.observed();
  assert.deepEqual([tokenRequests.length, pageAccesses], [1, 1]);
}

/**
 * Navigates to the page that a server rendered, and lets it frame the sandbox.
 * @param {HostPage} page
 * @param {string} [query]
 */
export async function hydrate(page, query = "") {
  const parameters = new URLSearchParams(query);
  parameters.append("framed", page.origins.page);
  await page.goTo(`/fixtures/hydrated.html?${parameters}`);
  await loaded(page);
}
