/**
 * A response as JSON, or a description of the part that is not as documented. The description never
 * contains text of the response.
 */
export type ResponseJson = { readonly json: unknown } | { readonly wrong: string };

/**
 * Reads at most `maxBytes` of a response as JSON, and cancels the rest. If `maxBytes` is 0, cancels
 * everything. Rejects if the response breaks off. The response can be any object, because a page may
 * have replaced `fetch`.
 */
export async function readJson(response: Response, maxBytes: number): Promise<ResponseJson> {
  const { body, headers } = response;
  if (typeof body?.getReader !== "function") return readText(response, maxBytes);
  if (body.locked) return { wrong: "it was read already" };
  // WebKit reads `mode` even without options, then from `Object.prototype`.
  const reader = body.getReader(Object.create(null)) as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  const cancel = () => void reader.cancel().catch(() => undefined);
  if (maxBytes === 0) {
    cancel();
    return UNREAD;
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    if (bytes <= maxBytes) {
      parts.push(part.value);
    } else {
      cancel();
      return tooLarge(maxBytes);
    }
  }
  try {
    return { json: await new Response(new Blob(parts)).json() };
  } catch {
    // WebKit reports a response that broke off as complete. `Content-Length` does not apply to a
    // compressed response.
    if (bytes < Number(headers.get("Content-Length")) && !headers.get("Content-Encoding")) throw new Error();
    return NOT_JSON;
  }
}

const UNREAD: ResponseJson = { wrong: "it was not requested" };
const NOT_JSON: ResponseJson = { wrong: "it is not JSON" };
const tooLarge = (maxBytes: number): ResponseJson => ({ wrong: `it is larger than ${maxBytes / 1024} KiB` });

/**
 * Reads a response without a stream. It may come from a polyfill (whatwg-fetch) or a mock server
 * (MirageJS), which hold the whole text already, or it may have no body. The limit is the same.
 */
async function readText(response: Response, maxBytes: number): Promise<ResponseJson> {
  if (maxBytes === 0) return UNREAD;
  if (response.bodyUsed) return { wrong: "it was read already" };
  if (typeof response.text !== "function") return { wrong: "it has no body" };
  if (Number(response.headers.get("Content-Length")) > maxBytes) return tooLarge(maxBytes);
  const text: unknown = await response.text();
  if (typeof text !== "string" || text === "") return { wrong: "it has no body" };
  if (new Blob([text]).size > maxBytes) return tooLarge(maxBytes);
  try {
    return { json: JSON.parse(text) };
  } catch {
    return NOT_JSON;
  }
}
