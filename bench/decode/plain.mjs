/** Base64 of the module itself: only the transfer compresses it. */
import { BYTES } from "engine-bytes";
import { createWith, fromBase64, instantiated } from "./start.mjs";

/** @type {import("../flows/flow.d.ts").CreateFlow} */
export const create = (host) => createWith(host, async (imports) => instantiated(fromBase64(BYTES), imports));
