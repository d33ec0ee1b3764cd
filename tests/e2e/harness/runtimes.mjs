/**
 * Which of the package's engines a run of the suite is about, what a page is like on which that one runs, and what shows that it did.
 */

const CSP_ENTRY = "/pkg/csp.mjs";
const NO_WEBASSEMBLY = { without: "WebAssembly" };

/** As the fixture's address says it: `csp` to the sandbox, the others to `fixtures/without.mjs` and `fixtures/blank.mjs`. */
const RUNTIMES = {
  webassembly: {},
  /** The page's policy refuses WebAssembly. */
  refused: { csp: "no-wasm" },
  /** The browser has none. */
  absent: NO_WEBASSEMBLY,
  /** The entry that holds the JavaScript engine alone, which must not even ask. */
  csp: { csp: "no-wasm", entry: CSP_ENTRY },
};

/** @typedef {keyof typeof RUNTIMES} Runtime */

/** The one page that imports the entry that it is told; the others have theirs, and at most refuse WebAssembly to it. */
const CHOOSES_ITS_ENTRY = "/fixtures/blank.html";

/** @returns {Runtime} The one under test: `E2E_RUNTIME`, WebAssembly when unset. */
export function runtimeUnderTest() {
  const name = process.env.E2E_RUNTIME ?? "webassembly";
  if (Object.hasOwn(RUNTIMES, name)) return /** @type {Runtime} */ (name);
  throw new Error(`E2E_RUNTIME is "${name}"; it takes ${Object.keys(RUNTIMES).join(", ")}`);
}

/**
 * The address of a fixture for the runtime. A test that brings a policy of its own keeps it: there the browser lacks WebAssembly instead.
 * @param {string} path
 * @param {Runtime} runtime
 */
export function forRuntime(path, runtime) {
  const [page, query] = path.split("?");
  const asked = new URLSearchParams(query);
  /** @type {Record<string, string>} */
  const wanted = { ...RUNTIMES[runtime === "csp" && page !== CHOOSES_ITS_ENTRY ? "refused" : runtime] };
  if (asked.has("csp") && wanted.csp) {
    delete wanted.csp;
    Object.assign(wanted, NO_WEBASSEMBLY);
  }
  for (const [name, value] of Object.entries(wanted)) asked.append(name, value);
  return asked.size > 0 ? `${page}?${asked}` : path;
}

/** Which one is to run on the page at this address, whatever put it there. @param {string} address @returns {Runtime} */
export function runtimeAt(address) {
  const asked = new URLSearchParams(address.split("?")[1]);
  if (asked.get("entry") === CSP_ENTRY) return "csp";
  if (asked.has("without")) return "absent";
  return asked.get("csp") === "no-wasm" ? "refused" : "webassembly";
}

/**
 * What a page shows of its engine.
 * @typedef {object} Traces
 * @property {string[]} scripts Paths of the scripts that the page has loaded.
 * @property {string[]} stillThere Of what the browser was to lack.
 * @property {number} copies Of the package, on the page.
 * @property {number} refusals Of WebAssembly, as the page's policy told them.
 * @property {boolean} hasRun Whether an attempt came to what only an engine does.
 */

const ENGINE_FILE = /\/(?:engine-js|set-pin-widget-engine)[^/]*\.m?js$/;

/** Whether the JavaScript engine's own file is among them. @param {readonly string[]} scripts */
export const hasEngineFile = (scripts) => scripts.some((path) => ENGINE_FILE.test(path));

/** In the page: the part of {@link Traces} that its address and the browser know. */
export const LOOK_FOR_TRACES = `return {
  scripts: performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname).filter((path) => /\\.m?js$/.test(path)),
  stillThere: new URLSearchParams(location.search).getAll("without").filter((name) => name in window),
}`;

/**
 * Why these are not the traces of this runtime; nothing where they are.
 * @param {Runtime} runtime
 * @param {import("./engines.mjs").EngineName} browser
 * @param {Traces} traces
 */
export function wrongTraces(runtime, browser, { scripts, stillThere, copies, refusals, hasRun }) {
  const needsFile = runtime === "refused" || runtime === "absent";
  const hasFile = hasEngineFile(scripts);
  // WebKit refuses without a word.
  const isTold = runtime === "refused" && browser !== "webkit";
  const wrong = {
    "the browser has what it was to lack": stillThere.length > 0,
    "WebAssembly was tried more than once by a copy of the package": refusals > (isTold ? copies : 0),
    "WebAssembly was never refused": hasRun && isTold && refusals === 0,
    "the JavaScript engine's file was not loaded": hasRun && needsFile && !hasFile,
    "the JavaScript engine's file was loaded": !needsFile && hasFile,
    "the entry without WebAssembly was not loaded": runtime === "csp" && !scripts.includes(CSP_ENTRY),
  };
  return Object.entries(wrong).flatMap(([why, is]) => (is ? [why] : []));
}
