import { RouteError } from "./route-error.js";

/** The time limit of one response, and the page's signal. */
export interface Deadline {
  /** A time on the clock of `performance`. */
  readonly until: number;
  /** Aborts when the page goes away. Some adapters' `Request` lacks it. */
  readonly page: AbortSignal | undefined;
}

/**
 * Runs `work` until it ends, until the time is over (`late`), or until the page goes away. In the
 * last two cases, the signal aborts the requests and reads of `work` that are in flight.
 */
export async function withDeadline<T>(
  { until, page }: Deadline,
  late: () => RouteError,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let stop = (_error: RouteError) => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = (error) => {
      reject(error);
      controller.abort();
    };
  });
  const onPageGone = () => stop(pageGone());
  const timer = setTimeout(() => stop(late()), until - performance.now());
  page?.addEventListener("abort", onPageGone);
  try {
    if (page?.aborted) throw pageGone();
    // A race is needed because some `fetch` functions and some streams ignore the signal, and
    // `authorize` does not receive it.
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    page?.removeEventListener("abort", onPageGone);
  }
}

function pageGone(): RouteError {
  return new RouteError("page_gone", 408, "The page went away");
}

/**
 * Reads `stream` to its end. Returns `undefined` if it is not text in UTF-8. Throws `tooLarge` if it
 * is longer than `limit` bytes.
 */
export async function readText(
  stream: ReadableStream<unknown> | null | undefined,
  limit: number,
  tooLarge: () => RouteError,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!stream) return "";
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel);
  // A `fetch` that ignores the signal may return a stream after the deadline.
  if (signal.aborted) cancel();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const bytes = bytesOf(value);
      // An empty chunk counts as one byte. Otherwise an endless stream of them would never reach
      // the limit, and no timer runs between them.
      length += bytes.byteLength || 1;
      if (length > limit) throw tooLarge();
      // Copy the bytes: an adapter may reuse its buffer, and one byte may keep a large buffer
      // alive.
      chunks.push(bytes.slice());
    }
  } catch (error) {
    cancel();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  try {
    return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  } catch {
    return undefined;
  }
}

/** Parses JSON. Returns `undefined` if the text is not JSON. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/**
 * Returns the bytes of a chunk. The Fetch API allows only `Uint8Array`, but the streams of some
 * adapters hold strings or other views. The limit counts the array that this function makes, not a
 * length that the chunk reports.
 */
function bytesOf(chunk: unknown): Uint8Array {
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new TypeError("A chunk is not bytes");
}
