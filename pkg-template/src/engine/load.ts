import type { Notice } from "../view/attempt-view.js";
import { DEFLATED_BASE64 } from "./bytes.js";
import { engineOfScript } from "./from-script.js";
import { createGlue, type Exports, type Imports, type Instantiate } from "./glue.js";
import type { ReadAnswer } from "./response-body.js";

/** The engine of one attempt (`src/lib.rs`). */
export interface Engine {
  start(): void;
  /** The host's `close()`, or its `signal`. */
  close(): void;
  /** The host's `destroy()`. */
  destroy(): void;
  /** The host's `retry()`. */
  retry(): void;
  /** The cardholder closed the dialog. */
  dismiss(): void;
  /** The cardholder pressed "Start again" or "Try again". */
  restart(): void;
  /** The view or the frame may have been removed, hidden or moved. */
  checkView(): void;
  /** Releases everything that the engine owns, after something threw out of it. */
  abandon(): void;
  free(): void;
}

/** The functions that the engine calls on the attempt that owns it (`src/shell/border.rs`). */
export interface EngineHost {
  snapshotOptions(): void;
  option(path: string): unknown;
  setState(state: string): void;
  emitEvent(name: string, request: number): void;
  invokeCallback(name: string): void;
  setError(code: string, message: string, retryable: boolean, status: number | undefined): void;
  reportError(request: number): void;
  exit(reason: string, outcome: string, request: number): void;
  configureView(
    container: Element,
    modal: boolean,
    dismissOnBackdrop: boolean,
    look: object,
    dark: boolean,
  ): string | undefined;
  isViewLost(): boolean;
  guard(work: () => void): void;
  showNotice(notice: Notice): void;
  beforeFrameRemoval(): void;
  readResponse(response: Response, maxBytes: number): Promise<ReadAnswer>;
  warn(warning: string): void;
  frameParent(): Element | undefined;
  frameTitle(): string;
  removeView(): void;
}

/** Makes the engine of one attempt. */
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
