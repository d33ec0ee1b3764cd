/** An answer as JSON; or what is not as documented about it, never what is in it. */
export type ReadAnswer = { readonly json: unknown } | { readonly wrong: string };

/**
 * Reads at most so many bytes and lets go of the rest, of all of it where that is 0; decoding and parsing are the browser's. Rejects where the
 * answer breaks off.
 *
 * Someone who stands in for `fetch` may have given anything for an answer.
 */
export async function readAnswer({ body, headers }: Response, mostBytes: number): Promise<ReadAnswer> {
  if (typeof body?.getReader !== "function") return { wrong: "it has no body" };
  if (body.locked) return { wrong: "it was read already" };
  // WebKit reads `mode` of the options also where there are none: from `Object.prototype`.
  const reader = body.getReader(Object.create(null)) as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  const letGo = () => void reader.cancel().catch(() => undefined);
  if (mostBytes === 0) {
    letGo();
    return { wrong: "it was not asked for" };
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    if (bytes <= mostBytes) {
      parts.push(part.value);
    } else {
      letGo();
      return { wrong: `it is larger than ${mostBytes / 1024} KiB` };
    }
  }
  try {
    return { json: await new Response(new Blob(parts)).json() };
  } catch {
    // WebKit takes an answer that broke off for a whole one. A length says nothing of what was packed for the way.
    if (bytes < Number(headers.get("Content-Length")) && !headers.get("Content-Encoding")) throw new Error();
    return { wrong: "it is not JSON" };
  }
}
