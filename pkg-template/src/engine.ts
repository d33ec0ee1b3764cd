import { DEFLATED_BASE64 } from "./engine/bytes.js";
import { Engine, initSync } from "./engine/glue.js";
import type { Notice } from "./view.js";

export type { Engine };

/** What the engine asks of the attempt that owns it (`src/callbacks.rs`). */
export interface EngineHost {
  option(path: string): unknown;
  state(state: string): void;
  note(name: string, request: number): void;
  call(name: string): void;
  failed(code: string, message: string, retryable: boolean, status: number | undefined): void;
  tellError(request: number): void;
  exit(reason: string, outcome: string, request: number): void;
  place(container: Element, modal: boolean, dismissOnBackdrop: boolean, look: object, dark: boolean): void;
  show(notice: Notice | "parting"): void;
  warn(warning: string): void;
  stage(): Element;
  title(): string;
  clear(): void;
}

/** Makes the engine of one attempt. */
export type StartEngine = (host: EngineHost) => Engine;

let loaded: Promise<StartEngine> | undefined;

/** Compiles the engine once for the page. A load that failed is forgotten, so that the next call tries again. */
export function loadEngine(): Promise<StartEngine> {
  loaded ??= load().catch((cause: unknown) => {
    loaded = undefined;
    throw cause;
  });
  return loaded;
}

async function load(): Promise<StartEngine> {
  const packed = Uint8Array.from(atob(DEFLATED_BASE64), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const module = await WebAssembly.compile(await new Response(unpacked).arrayBuffer());
  initSync({ module });
  return (host) => new Engine(host);
}
