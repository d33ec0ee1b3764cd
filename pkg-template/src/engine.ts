import { DEFLATED_BASE64 } from "./engine/bytes.js";
import initialise, { Engine } from "./engine/glue.js";

/** What the engine asks of the handle that owns it (`src/callbacks.rs`). */
export interface EngineHost {
  options(): object;
  state(state: string): void;
  note(name: string, request: number): void;
  call(name: string): void;
  error(code: string, message: string, retryable: boolean, status: number | undefined, request: number): void;
  exit(reason: string, outcome: string, request: number): void;
}

let loaded: Promise<(host: EngineHost) => Engine> | undefined;

/** Compiles the engine once for the page. A load that failed is forgotten, so that the next call tries again. */
export function loadEngine(): Promise<(host: EngineHost) => Engine> {
  loaded ??= load().catch((cause: unknown) => {
    loaded = undefined;
    throw cause;
  });
  return loaded;
}

async function load(): Promise<(host: EngineHost) => Engine> {
  const packed = Uint8Array.from(atob(DEFLATED_BASE64), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const module = await WebAssembly.compile(await new Response(unpacked).arrayBuffer());
  await initialise({ module_or_path: module });
  return (host) => new Engine(host);
}
