// The package with the JavaScript engine alone, within the file: for pages that allow no WebAssembly and bundles that allow no second file.
export * from "./index.js";
