/** A response as JSON; or which part of it is not as documented, never its content. */
export type ReadAnswer = { readonly json: unknown } | { readonly wrong: string };

/**
 * Reads at most `mostBytes` and cancels the rest, all of it where that is 0; decoding and parsing are the browser's. Rejects where the
 * response breaks off.
 *
 * A page may have replaced `fetch`, so the response can be anything.
 */
export async function readAnswer(response: Response, mostBytes: number): Promise<ReadAnswer> {
  const { body, headers } = response;
  if (typeof body?.getReader !== "function") return readText(response, mostBytes);
  if (body.locked) return { wrong: "it was read already" };
  // WebKit reads `mode` of the options also where there are none: from `Object.prototype`.
  const reader = body.getReader(Object.create(null)) as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  const letGo = () => void reader.cancel().catch(() => undefined);
  if (mostBytes === 0) {
    letGo();
    return UNREAD;
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    if (bytes <= mostBytes) {
      parts.push(part.value);
    } else {
      letGo();
      return tooLarge(mostBytes);
    }
  }
  try {
    return { json: await new Response(new Blob(parts)).json() };
  } catch {
    // WebKit takes an answer that broke off for a whole one. A length says nothing of what was packed for the way.
    if (bytes < Number(headers.get("Content-Length")) && !headers.get("Content-Encoding")) throw new Error();
    return NOT_JSON;
  }
}

const UNREAD: ReadAnswer = { wrong: "it was not asked for" };
const NOT_JSON: ReadAnswer = { wrong: "it is not JSON" };
const tooLarge = (mostBytes: number): ReadAnswer => ({ wrong: `it is larger than ${mostBytes / 1024} KiB` });

/**
 * Reads a response without a stream: one of a polyfill (whatwg-fetch) or of a mock server (MirageJS), which hold the whole text already, or one without a
 * body. The limit is the same.
 */
async function readText(response: Response, mostBytes: number): Promise<ReadAnswer> {
  if (mostBytes === 0) return UNREAD;
  if (response.bodyUsed) return { wrong: "it was read already" };
  if (typeof response.text !== "function") return { wrong: "it has no body" };
  if (Number(response.headers.get("Content-Length")) > mostBytes) return tooLarge(mostBytes);
  const text: unknown = await response.text();
  if (typeof text !== "string" || text === "") return { wrong: "it has no body" };
  if (new Blob([text]).size > mostBytes) return tooLarge(mostBytes);
  try {
    return { json: JSON.parse(text) };
  } catch {
    return NOT_JSON;
  }
}
