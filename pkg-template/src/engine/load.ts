import type { Engine, EngineHost } from "../generated/engine.js";
import { DEFLATED_BASE64 } from "./bytes.js";
import { engineOfScript } from "./from-script.js";
import { createGlue, type Exports, type Imports, type Instantiate } from "./glue.js";

/** Creates the engine of one attempt. */
export type StartEngine = (host: EngineHost) => Engine;

let loaded: Promise<StartEngine> | undefined;

/**
 * Loads the engine once for the page. After a failed load, the next call tries again.
 * @param engineSrc The option with that name.
 */
export function loadEngine(engineSrc: unknown): Promise<StartEngine> {
  loaded ??= load(engineSrc).catch((cause: unknown) => {
    loaded = undefined;
    throw cause;
  });
  return loaded;
}

async function load(engineSrc: unknown): Promise<StartEngine> {
  const { Engine, load } = createGlue();
  if (ENGINES === "JavaScript") {
    await load(await javaScript(engineSrc));
  } else {
    // This code tries WebAssembly instead of probing for it: if a policy forbids WebAssembly, each
    // use sends a report to the host.
    await load(webAssembly).catch(async () => load(await javaScript(engineSrc)));
  }
  return (host) => new Engine(host);
}

/**
 * Instantiates asynchronously: the oldest supported Chrome versions refuse to instantiate more than
 * four kilobytes synchronously on a page's main thread.
 */
async function webAssembly(imports: Imports): Promise<Exports> {
  const packed = Uint8Array.from(atob(DEFLATED_BASE64), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = await new Response(unpacked).arrayBuffer();
  return (await WebAssembly.instantiate(bytes, imports)).instance.exports;
}

/**
 * Returns the same engine in JavaScript. As a module it is part of the integrator's build, and as
 * trusted as the other code there.
 */
async function javaScript(engineSrc: unknown): Promise<Instantiate> {
  if (ENGINES === "WebAssembly, JavaScript in a script") {
    return engineOfScript(engineSrc);
  } else {
    // This import must stay in the `else` branch: the bundler includes all code that it cannot
    // prove to be unreachable.
    return (await import("../engine-js.js")).instantiate;
  }
}
