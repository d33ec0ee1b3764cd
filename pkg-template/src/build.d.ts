// Constants that the build defines for each bundle (xtask/src/build/bundle.rs).

/** Which engine is within the bundle, and where the other one is. */
declare const ENGINES: "WebAssembly, JavaScript in a module" | "WebAssembly, JavaScript in a script" | "JavaScript";

/** The name of the script build's JavaScript engine, and its hash. */
declare const ENGINE_SCRIPT: string;
declare const ENGINE_SCRIPT_INTEGRITY: string;
