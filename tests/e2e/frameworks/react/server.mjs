/**
 * Renders the app where there is no window.
 */
import { renderToString } from "react-dom/server";
import { app } from "./app.mjs";

export const markup = renderToString(app([]));
