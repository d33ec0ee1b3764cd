/**
 * Which of the package's engines a run of the suite is about, and what a page is like on which that one runs.
 */

const NO_WEBASSEMBLY = { without: "WebAssembly" };

/** As the fixture's address says it: `csp` to the sandbox, the others to `fixtures/blank.mjs`. */
const RUNTIMES = {
  webassembly: {},
  /** The page's policy refuses WebAssembly. */
  refused: { csp: "no-wasm" },
  /** The browser has none. */
  absent: NO_WEBASSEMBLY,
  /** The entry that holds the JavaScript engine alone, which must not even ask. */
  csp: { csp: "no-wasm", entry: "/pkg/csp.mjs" },
};

/** @typedef {keyof typeof RUNTIMES} Runtime */

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
  const wanted = { ...RUNTIMES[runtime] };
  if (asked.has("csp") && wanted.csp) {
    delete wanted.csp;
    Object.assign(wanted, NO_WEBASSEMBLY);
  }
  for (const [name, value] of Object.entries(wanted)) asked.append(name, value);
  return asked.size > 0 ? `${page}?${asked}` : path;
}
