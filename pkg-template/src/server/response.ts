import { withoutPrototype } from "./without-prototype.js";

/** Creates a JSON response that no cache stores; without `body`, an empty one. */
export function respond(status: number, body: object | undefined, headers: Readonly<Record<string, string>>): Response {
  const init = {
    status,
    headers: {
      ...headers,
      ...(body && { "content-type": "application/json" }),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  };
  return new Response(body ? JSON.stringify(body) : null, withoutPrototype(init));
}
