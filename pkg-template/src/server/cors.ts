// Requests from pages on another origin (the CORS protocol of the Fetch standard).

import type { ResolvedOptions } from "./options.js";

/** Seconds for which a browser may remember the response to a preflight request. */
const MAX_AGE = 600;

type CorsOptions = Pick<ResolvedOptions, "corsOrigins">;

/**
 * The headers of each response. The origin is that of the request, and never `*`: only so may the
 * request have credentials. `Vary` is there for other origins too, so that no cache mixes them up.
 */
export function corsHeaders({ headers }: Request, { corsOrigins }: CorsOptions): Record<string, string> {
  if (!corsOrigins) return {};
  const origin = headers.get("origin");
  if (origin === null || !corsOrigins.includes(origin)) return { vary: "origin" };
  return {
    vary: "origin",
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "retry-after, x-request-id",
  };
}

/**
 * The further headers of the response to a preflight request for `method`; `undefined` for any other
 * request. The headers that the page may send are those that it asks for: it is one of the host's
 * own pages.
 */
export function preflightHeaders(
  { method: own, headers }: Request,
  method: string,
  { corsOrigins }: CorsOptions,
): Record<string, string> | undefined {
  if (!corsOrigins || own !== "OPTIONS" || headers.get("access-control-request-method") !== method) return undefined;
  const asked = headers.get("access-control-request-headers");
  return {
    "access-control-allow-methods": method,
    ...(asked && /^[\w!#$%&'*+.^`|~, -]{1,1000}$/.test(asked) && { "access-control-allow-headers": asked }),
    "access-control-max-age": String(MAX_AGE),
  };
}
