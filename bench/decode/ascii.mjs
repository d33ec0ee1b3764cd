/**
 * The module itself in printable ASCII: one character for each frequent byte, two for a rare one.
 * Only the transfer compresses it.
 */
import { BYTES, FIRST_PAIR, LENGTH, ORDER } from "engine-bytes";
import { createWith, fromBase64, instantiated } from "./start.mjs";

/** @type {import("../flows/flow.d.ts").CreateFlow} */
export const create = (host) =>
  createWith(host, async (imports) => {
    const order = fromBase64(ORDER);
    const bytes = new Uint8Array(LENGTH);
    let length = 0;
    for (let at = 0; at < BYTES.length; at += 1) {
      let index = BYTES.charCodeAt(at) - 35;
      if (index >= FIRST_PAIR) {
        at += 1;
        index = FIRST_PAIR + (index - FIRST_PAIR) * 90 + BYTES.charCodeAt(at) - 35;
      }
      bytes[length] = order[index] ?? 0;
      length += 1;
    }
    return instantiated(bytes, imports);
  });
