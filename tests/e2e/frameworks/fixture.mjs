/**
 * The common part of the frameworks' pages, in the browser.
 */
import { notes } from "../fixtures/recorder.mjs";

/** @typedef {import("./scene.mjs").Scene} Scene */

/** The callbacks that were called, in order. @type {string[]} */
export const recorded = [];

/** @param {Pick<Scene, "label" | "recordsAll">} scene @returns {Partial<import("set-pin-widget").SetPinOptions>} */
export const callbacks = ({ label, recordsAll }) => ({
  onReady: () => recorded.push(`${label}: ready`),
  onExit: ({ reason }) => recorded.push(`${label}: exit ${reason}`),
  onError: ({ code }) => recorded.push(`${label}: error ${code}`),
  ...(recordsAll && {
    onExpire: () => recorded.push(`${label}: expire`),
    onStateChange: (state) => recorded.push(`${label}: state ${state}`),
    onEvent: ({ name }) => recorded.push(`${label}: event ${name}`),
  }),
});

/** The element that the app is rendered into. */
export const root = /** @type {HTMLElement} */ (document.querySelector("#root"));

/** The server's element, before the browser renders. */
const renderedOpener = document.querySelector("#opener");

/** Whether a server rendered this page. */
export const isServerRendered = renderedOpener !== null;

/** The allowed origins of the app that a server rendered. */
export const framedOrigins = new URLSearchParams(location.search).getAll("framed");

/**
 * Defines `fixture`, which the driver calls.
 * @param {{render: (scene: string) => unknown} & Record<string, (...given: string[]) => unknown>} functions
 */
export function defineFixture(functions) {
  const fixture = {
    ...functions,
    /** Not every framework reports that it replaced the server's markup. */
    keptTheMarkup: () => renderedOpener !== null && renderedOpener === document.querySelector("#opener"),
    recorded: () => JSON.stringify(recorded),
    notes: () => JSON.stringify({ ...notes(), copies: 1 }),
  };
  Object.assign(window, { fixture });
}
