// The build writes glue.js, from wasm-bindgen's glue (xtask/src/build/glue.rs).

import type { Engine, EngineHost } from "./load.js";

/** What the engine is given, and what it gives: its loader's and its glue's own business. */
export type Imports = WebAssembly.Imports;
export type Exports = object;
export type Instantiate = (imports: Imports) => Exports | Promise<Exports>;

/** A fresh glue, without an engine. One whose load failed is as fresh as before. */
export function createGlue(): {
  Engine: new (host: EngineHost) => Engine;
  load(instantiate: Instantiate): Promise<void>;
};
