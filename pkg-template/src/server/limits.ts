import { RouteError } from "./route-error.js";

/** What one answer may take, from its first step to its last. */
export interface Deadline {
  /** By the clock of `performance`. */
  readonly until: number;
  /** Aborted when the page goes away. Missing in the `Request` of some adapters. */
  readonly page: AbortSignal | undefined;
}

/** Runs `work` until it ends, the time is over (`late`), or the page goes away; the signal then ends what `work` has under way. */
export async function withDeadline<T>(
  { until, page }: Deadline,
  late: () => RouteError,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let stop = (_refusal: RouteError) => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = (refusal) => {
      reject(refusal);
      controller.abort();
    };
  });
  const leave = () => stop(gone());
  const timer = setTimeout(() => stop(late()), until - performance.now());
  page?.addEventListener("abort", leave);
  try {
    if (page?.aborted) throw gone();
    // A race, since not every `fetch` heeds the signal, nor every stream, and `authorize` knows of none.
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    page?.removeEventListener("abort", leave);
  }
}

function gone(): RouteError {
  return new RouteError("page_gone", 408, "The page went away");
}

/** Reads `stream` to its end as JSON; `undefined` where it holds something else, `tooLarge` is thrown beyond `limit` bytes. */
export async function readJson(
  stream: ReadableStream<unknown> | null | undefined,
  limit: number,
  tooLarge: () => RouteError,
  signal: AbortSignal,
): Promise<unknown> {
  if (!stream) return undefined;
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel);
  // What a `fetch` that heeds no signal comes back with when nobody waits any more.
  if (signal.aborted) cancel();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const bytes = bytesOf(value);
      // An empty chunk counts too: without this, an endless stream of them would never reach the limit, and no timer runs between them.
      length += bytes.byteLength || 1;
      if (length > limit) throw tooLarge();
      // A copy: an adapter may use its buffer again, and one byte may keep a large buffer alive.
      chunks.push(bytes.slice());
    }
  } catch (error) {
    cancel();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  try {
    return JSON.parse(chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode());
  } catch {
    return undefined;
  }
}

/**
 * The bytes of a chunk. The Fetch API allows only `Uint8Array`, but the streams of some adapters hold strings or other views. What is counted is the
 * array made here, never a length that the chunk states.
 */
function bytesOf(chunk: unknown): Uint8Array {
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new TypeError("A chunk is not bytes");
}
