import type { Engine, EngineHost } from "../generated/engine.js";
import { DEFLATED_BASE64 } from "./bytes.js";
import { createGlue, type Exports, type Imports, type Instantiate } from "./glue.js";
import type { LoadScript } from "./load-script.js";

/** Creates the engine of one attempt. */
export type StartEngine = (host: EngineHost) => Engine;

let loaded: Promise<StartEngine> | undefined;

/**
 * Loads the engine once for the page. After a failed load, the next call tries again.
 * @param engineSrc The option with that name.
 * @param loadScript In a script build, the function that loads the JavaScript engine.
 */
export function loadEngine(engineSrc: unknown, loadScript?: LoadScript): Promise<StartEngine> {
  loaded ??= load(engineSrc, loadScript).catch((cause: unknown) => {
    loaded = undefined;
    throw cause;
  });
  return loaded;
}

async function load(engineSrc: unknown, loadScript?: LoadScript): Promise<StartEngine> {
  const { Engine, load } = createGlue();
  if (ENGINES === "JavaScript") {
    await load(await javaScript(engineSrc, loadScript));
  } else {
    // This code tries WebAssembly instead of probing for it: if a policy forbids WebAssembly, each
    // use sends a report to the host.
    await load(webAssembly).catch(async () => load(await javaScript(engineSrc, loadScript)));
  }
  return (host) => new Engine(host);
}

/** This has no prototype: a page may have added a `status` to `Object.prototype`. */
const AS_WASM: ResponseInit & { __proto__: null } = {
  __proto__: null,
  headers: { "content-type": "application/wasm" },
};

/**
 * Compiles the engine while unpacking it: the other methods in docs/benchmarks.md are not faster.
 * Instantiates asynchronously: the oldest supported Chrome versions refuse to instantiate more than
 * four kilobytes synchronously on a page's main thread.
 */
async function webAssembly(imports: Imports): Promise<Exports> {
  const text = atob(DEFLATED_BASE64);
  const packed = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) packed[at] = text.charCodeAt(at);
  const module = new Response(packed).body?.pipeThrough(new DecompressionStream("deflate-raw"));
  return (await WebAssembly.instantiateStreaming(new Response(module, AS_WASM), imports)).instance.exports;
}

/**
 * Returns the same engine in JavaScript. As a module it is part of the integrator's build, and as
 * trusted as the other code there.
 */
async function javaScript(engineSrc: unknown, loadScript?: LoadScript): Promise<Instantiate> {
  if (ENGINES === "WebAssembly, JavaScript in a script") {
    if (!loadScript) throw new Error("`loadScript` is missing in a script build");
    return loadScript<Instantiate>(
      { name: ENGINE_SCRIPT, integrity: ENGINE_SCRIPT_INTEGRITY, property: "instantiate" },
      engineSrc,
    );
  } else {
    // This import must stay in the `else` branch: the bundler includes all code that it cannot
    // prove to be unreachable.
    return (await import("../engine-js.js")).instantiate;
  }
}
