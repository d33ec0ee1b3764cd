/** A small inflate function in JavaScript, which needs no `DecompressionStream`. */
import { BYTES } from "engine-bytes";
import { inflateSync } from "fflate";
import { createWith, fromBase64, instantiated } from "./start.mjs";

/** @type {import("../flows/flow.d.ts").CreateFlow} */
export const create = (host) =>
  createWith(host, async (imports) => instantiated(new Uint8Array(inflateSync(fromBase64(BYTES))), imports));
