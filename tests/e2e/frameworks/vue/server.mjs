/**
 * Renders the app where there is no window.
 */
import { renderToString } from "vue/server-renderer";
import { app } from "./app.mjs";

export const markup = renderToString(app([]));
