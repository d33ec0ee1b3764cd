import { create as createIn } from "./widget.mjs";

/** @type {import("./flow.d.ts").CreateFlow} */
export const create = (host) => createIn(host, "inline");
