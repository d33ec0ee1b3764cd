/**
 * The package's engines: the one that a run of the suite tests, a page on which that engine runs,
 * and the traces that prove it.
 */

const CSP_ENTRY = "/pkg/csp.mjs";
const LAZY_ENTRY = "/pkg/lazy.mjs";
const NO_WEBASSEMBLY = { without: "WebAssembly" };

/**
 * The parameters in the fixture's URL: the sandbox reads `csp`, and `fixtures/without.mjs` and
 * `fixtures/blank.mjs` read the others.
 */
const RUNTIMES = {
  webassembly: {},
  /** The page's policy refuses WebAssembly. */
  refused: { csp: "no-wasm" },
  /** The browser has no WebAssembly. */
  absent: NO_WEBASSEMBLY,
  /** The entry with only the JavaScript engine, which must not load another engine. */
  csp: { csp: "no-wasm", entry: CSP_ENTRY },
  /** The entry in two files. */
  lazy: { entry: LAZY_ENTRY },
};

/** @typedef {keyof typeof RUNTIMES} Runtime */

/**
 * The only pages that import the entry of their URL. The other pages import a fixed entry, and the
 * test can only forbid WebAssembly to them.
 */
const CHOOSE_THEIR_ENTRY = ["/fixtures/blank.html", "/fixtures/element.html"];

/** @param {Runtime} runtime @returns {Runtime} The nearest one on a page that imports a fixed entry. */
function onFixedEntry(runtime) {
  if (runtime === "csp") return "refused";
  return runtime === "lazy" ? "webassembly" : runtime;
}

/** @returns {Runtime} The one under test: `E2E_RUNTIME`, WebAssembly when unset. */
export function runtimeUnderTest() {
  const name = process.env.E2E_RUNTIME ?? "webassembly";
  if (Object.hasOwn(RUNTIMES, name)) return /** @type {Runtime} */ (name);
  throw new Error(`E2E_RUNTIME is "${name}"; it takes ${Object.keys(RUNTIMES).join(", ")}`);
}

/**
 * Returns the URL of a fixture for the runtime. If a test sets its own policy, the policy stays,
 * and the browser lacks WebAssembly instead.
 * @param {string} path
 * @param {Runtime} runtime
 */
export function forRuntime(path, runtime) {
  const [page = "", query] = path.split("?");
  const parameters = new URLSearchParams(query);
  /** @type {Record<string, string>} */
  const wanted = { ...RUNTIMES[CHOOSE_THEIR_ENTRY.includes(page) ? runtime : onFixedEntry(runtime)] };
  if (parameters.has("csp") && wanted.csp) {
    delete wanted.csp;
    Object.assign(wanted, NO_WEBASSEMBLY);
  }
  for (const [name, value] of Object.entries(wanted)) parameters.append(name, value);
  return parameters.size > 0 ? `${page}?${parameters}` : path;
}

/**
 * Returns the runtime that must run on the page at this URL.
 * @param {string} url
 * @returns {Runtime}
 */
export function runtimeAt(url) {
  const parameters = new URLSearchParams(url.split("?")[1]);
  if (parameters.get("entry") === CSP_ENTRY) return "csp";
  if (parameters.get("entry") === LAZY_ENTRY) return "lazy";
  if (parameters.has("without")) return "absent";
  return parameters.get("csp") === "no-wasm" ? "refused" : "webassembly";
}

/**
 * The traces of the engine on a page.
 * @typedef {object} Traces
 * @property {string[]} scripts Paths of the scripts that the page has loaded.
 * @property {string[]} stillThere The features that the browser must lack and still has.
 * @property {number} copies The copies of the package on the page.
 * @property {number} refusals The violations of the page's policy by WebAssembly.
 * @property {boolean} hasRun Whether an attempt reached a step that only an engine performs.
 */

const ENGINE_FILE = /\/(?:engine-js|set-pin-widget-engine)[^/]*\.m?js$/;

/**
 * Reports whether the scripts include the JavaScript engine's own file.
 * @param {readonly string[]} scripts
 */
export const hasEngineFile = (scripts) => scripts.some((path) => ENGINE_FILE.test(path));

/** Runs in the page: returns the part of {@link Traces} that its URL and the browser provide. */
export const FIND_TRACES = `return {
  scripts: performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname).filter((path) => /\\.m?js$/.test(path)),
  stillThere: new URLSearchParams(location.search).getAll("without").filter((name) => name in window),
}`;

/**
 * Returns the reason why these are not the traces of this runtime, or nothing if they are.
 * @param {Runtime} runtime
 * @param {import("./engines.mjs").EngineName} browser
 * @param {Traces} traces
 */
export function unexpectedTraces(runtime, browser, { scripts, stillThere, copies, refusals, hasRun }) {
  const needsFile = runtime === "refused" || runtime === "absent";
  const hasFile = hasEngineFile(scripts);
  // WebKit reports no violation.
  const isTold = runtime === "refused" && browser !== "webkit";
  const wrong = {
    "the browser has the feature that it must lack": stillThere.length > 0,
    "one copy of the package started WebAssembly more than once": refusals > (isTold ? copies : 0),
    "WebAssembly was never refused": hasRun && isTold && refusals === 0,
    "the JavaScript engine's file was not loaded": hasRun && needsFile && !hasFile,
    "the JavaScript engine's file was loaded": !needsFile && hasFile,
    "the entry in two files was not loaded": runtime === "lazy" && !scripts.includes(LAZY_ENTRY),
    "the entry without WebAssembly was not loaded": runtime === "csp" && !scripts.includes(CSP_ENTRY),
  };
  return Object.entries(wrong).flatMap(([why, is]) => (is ? [why] : []));
}
