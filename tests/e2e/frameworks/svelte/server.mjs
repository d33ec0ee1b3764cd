/**
 * Renders the app where there is no window.
 */
import { render } from "svelte/server";
import App from "./App.svelte";

export const markup = render(App, { props: { allowedOrigins: [] } }).body;
