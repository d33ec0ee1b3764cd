// Generated from specification/errors.toml by `cargo xtask generate`. Do not edit.

/** The longest `Retry-After` to wait for before a request is repeated automatically. */
export const MAX_RETRY_AFTER_MS = 30000;

/** The first and the last status of a range outside of 2xx, its error code, whether it is retryable, and whether the request is repeated automatically. */
export const RESPONSES: readonly (readonly [number, number, string, boolean, boolean])[] = [
  [401, 401, "unauthenticated", false, false],
  [301, 303, "unauthenticated", false, false],
  [307, 308, "unauthenticated", false, false],
  [403, 403, "forbidden", false, false],
  [404, 404, "card_not_found", false, false],
  [400, 400, "validation_rejected", false, false],
  [422, 422, "validation_rejected", false, false],
  [429, 429, "rate_limited", true, true],
  [498, 498, "invalid_client_key", false, false],
  [499, 499, "missing_client_key", false, false],
  [500, 599, "server_error", true, true],
];
