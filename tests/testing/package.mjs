/**
 * The built package's `./testing`, imported like by its user.
 */
import { fileURLToPath, pathToFileURL } from "node:url";

/** The folder of the package under test. */
export const folder = process.env.E2E_PKG ?? fileURLToPath(new URL("../../pkg", import.meta.url));

/** @typedef {typeof import("../../pkg/types/testing.d.ts")} Testing */

/** @type {Testing} */
export const testing = await import(`${pathToFileURL(folder)}/testing.mjs`);

/** @type {typeof import("../../pkg/types/server.d.ts")} */
export const server = await import(`${pathToFileURL(folder)}/server.mjs`);
