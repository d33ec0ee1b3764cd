/**
 * The page that the Svelte tests drive: renders what the driver asks for, and writes down what the widget's door says.
 */
import "../fixtures/without.mjs";
import * as svelte from "svelte";
import { writable } from "svelte/store";
import { notes } from "../fixtures/recorder.mjs";
import App from "./App.svelte";
import View from "./View.svelte";

/** @typedef {import("../harness/door-page.mjs").Scene} Scene */

/** @type {string[]} */
const said = [];

/** @param {string} label @returns {Partial<import("set-pin-widget").SetPinOptions>} */
const callbacks = (label) => ({
  onReady: () => said.push(`${label}: ready`),
  onExit: ({ reason }) => said.push(`${label}: exit ${reason}`),
  onError: ({ code }) => said.push(`${label}: error ${code}`),
});

const scene = writable({ kind: "nothing", options: {} });
const target = /** @type {HTMLElement} */ (document.querySelector("#root"));
const opener = document.querySelector("#opener");

/** Svelte 5 has functions that mount; a component of Svelte 4 is a class, and mounts itself. */
const { mount, hydrate } = svelte;

/** @param {typeof View} Component @param {Record<string, unknown>} props @param {boolean} isRendered By a server. */
function start(Component, props, isRendered) {
  if (!mount) new Component({ target, props, hydrate: isRendered });
  else (isRendered ? hydrate : mount)(Component, { target, props });
}

const framed = new URLSearchParams(location.search).getAll("framed");
if (opener) start(App, { allowedOrigins: framed }, true);
else start(View, { scene }, false);

const fixture = {
  /** @param {string} wanted */
  async render(wanted) {
    /** @type {Scene} */
    const { kind, label, options } = JSON.parse(wanted);
    scene.set({ kind, options: { ...options, ...callbacks(label) } });
    await svelte.tick();
  },
  /** Svelte says nothing of a mismatch that it mends. */
  keptTheMarkup: () => opener !== null && opener === document.querySelector("#opener"),
  said: () => JSON.stringify(said),
  notes: () => JSON.stringify({ ...notes(), copies: 1 }),
};

Object.assign(window, { fixture });
