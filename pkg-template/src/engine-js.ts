// The JavaScript engine. It is a separate file, which is loaded only if WebAssembly does not run.
export { instantiate } from "./engine/javascript.js";
