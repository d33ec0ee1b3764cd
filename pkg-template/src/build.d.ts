// Constants that the build defines for each bundle (xtask/src/build/bundle.rs).

/** The engine in the bundle, and the form in which the other one is loaded. */
declare const ENGINES: "WebAssembly, JavaScript in a module" | "WebAssembly, JavaScript in a script" | "JavaScript";

/** The file name of the script build's JavaScript engine, and its hash. */
declare const ENGINE_SCRIPT: string;
declare const ENGINE_SCRIPT_INTEGRITY: string;

/** Where the bundle finds the strings of the languages other than English. */
declare const LANGUAGE_STRINGS: "modules" | "a script";

/** The file name of the script build's languages, and its hash. */
declare const LANGUAGES_SCRIPT: string;
declare const LANGUAGES_SCRIPT_INTEGRITY: string;

/** Where the bundle finds `AttemptHost` and the engine. */
declare const RUNTIME: "this file" | "a module" | "a script";

/** The file name of the lazy script build's second file, and its hash. */
declare const RUNTIME_SCRIPT: string;
declare const RUNTIME_SCRIPT_INTEGRITY: string;
