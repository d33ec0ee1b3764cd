/** The way of `pkg-template/src/engine/load.ts`: the module is compiled while it is unpacked. */
import { BYTES } from "engine-bytes";
import { createWith, fromBase64 } from "./start.mjs";

/** @type {import("../flows/flow.d.ts").CreateFlow} */
export const create = (host) =>
  createWith(host, async (imports) => {
    const module = new Response(fromBase64(BYTES)).body?.pipeThrough(new DecompressionStream("deflate-raw"));
    const headers = { "content-type": "application/wasm" };
    return (await WebAssembly.instantiateStreaming(new Response(module, { headers }), imports)).instance.exports;
  });
