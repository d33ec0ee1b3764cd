// The build writes javascript.js, from the published WebAssembly module
// (xtask/src/build/javascript.rs).

import type { Exports, Imports } from "./glue.js";

export function instantiate(imports: Imports): Exports;
