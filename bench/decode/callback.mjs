/** The way of version 0.1.0: a callback for each byte, and the whole module before it is compiled. */
import { BYTES } from "engine-bytes";
import { createWith, instantiated } from "./start.mjs";

/** @type {import("../flows/flow.d.ts").CreateFlow} */
export const create = (host) =>
  createWith(host, async (imports) => {
    const packed = Uint8Array.from(atob(BYTES), (character) => character.charCodeAt(0));
    const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return instantiated(new Uint8Array(await new Response(unpacked).arrayBuffer()), imports);
  });
