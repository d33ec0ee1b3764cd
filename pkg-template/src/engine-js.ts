// The JavaScript engine: a file of its own, asked for only where WebAssembly did not run.
export { instantiate } from "./engine/javascript.js";
