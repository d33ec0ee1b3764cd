// javascript.js is made by the build, of the same module that ships as WebAssembly (xtask/src/javascript.rs).

import type { Exports, Imports } from "./glue.js";

export function instantiate(imports: Imports): Exports;
