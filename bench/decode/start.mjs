/**
 * A flow that only starts the engine, and then inserts the hosted page's frame: the ways to pack the
 * engine's bytes differ in the time until the frame's load.
 */
import { createGlue } from "engine-glue";

/**
 * @param {import("../flows/flow.d.ts").Host} host
 * @param {(imports: WebAssembly.Imports) => Promise<WebAssembly.Exports>} instantiate
 * @returns {import("../flows/flow.d.ts").Flow}
 */
export function createWith({ container, origin, onError }, instantiate) {
  const frame = document.createElement("iframe");
  const start = async () => {
    await createGlue().load(instantiate);
    frame.src = `${origin}/hosted/plain`;
    container.append(frame);
  };
  return {
    open: () => void start().catch(onError),
    close: () => frame.remove(),
    destroy: () => frame.remove(),
  };
}

/** @param {string} text Base64. */
export function fromBase64(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < characters.length; at += 1) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {WebAssembly.Imports} imports */
export async function instantiated(bytes, imports) {
  return (await WebAssembly.instantiate(bytes, imports)).instance.exports;
}
