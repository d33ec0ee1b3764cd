// The package with only the JavaScript engine, in the same file. It is for pages that forbid
// WebAssembly and for bundles that allow no second file.
export * from "./index.js";
