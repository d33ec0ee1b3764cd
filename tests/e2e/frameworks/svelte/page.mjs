/**
 * The Svelte page: renders the scene that the driver sends.
 */
import "../../fixtures/without.mjs";
import * as svelte from "svelte";
import { writable } from "svelte/store";
import { callbacks, defineFixture, framedOrigins, isServerRendered, root as target } from "../fixture.mjs";
import App from "./App.svelte";
import View from "./View.svelte";

const scene = writable({ kind: "nothing", options: {} });

/** Svelte 5 has functions that mount; a component of Svelte 4 is a class, and mounts itself. */
const { mount, hydrate } = svelte;

/** @param {typeof View} Component @param {Record<string, unknown>} props */
function start(Component, props) {
  if (!mount) new Component({ target, props, hydrate: isServerRendered });
  else (isServerRendered ? hydrate : mount)(Component, { target, props });
}

if (isServerRendered) start(App, { allowedOrigins: framedOrigins });
else start(View, { scene });

defineFixture({
  async render(next) {
    /** @type {import("../scene.mjs").Scene} */
    const { kind, options, ...how } = JSON.parse(next);
    scene.set({ kind, options: { ...options, ...callbacks(how) } });
    await svelte.tick();
  },
});
