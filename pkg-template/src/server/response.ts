import { withoutPrototype } from "./without-prototype.js";

/** Creates a JSON response that no cache stores. */
export function respond(status: number, body: object, headers?: Readonly<Record<string, string>>): Response {
  const init = {
    status,
    headers: {
      ...headers,
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  };
  return new Response(JSON.stringify(body), withoutPrototype(init));
}
