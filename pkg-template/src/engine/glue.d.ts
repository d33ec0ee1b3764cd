// The build writes glue.js, from wasm-bindgen's glue (xtask/src/build/glue.rs).

import type { Engine } from "../generated/engine.js";

/** The imports and exports of the engine. Only its loader and its glue use their members. */
export type Imports = WebAssembly.Imports;
export type Exports = object;
export type Instantiate = (imports: Imports) => Exports | Promise<Exports>;

/** Makes glue without an engine. After a failed load, the glue can load again. */
export function createGlue(): {
  Engine: typeof Engine;
  load(instantiate: Instantiate): Promise<void>;
};
