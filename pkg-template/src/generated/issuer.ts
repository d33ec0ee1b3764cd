// Generated from specification/issuer.toml by `cargo xtask generate`. Do not edit.

/** The issuer's documented errors: the sentence of each status. */
export const DOCUMENTED_ERRORS: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [400, "Bad request"],
  [401, "Not authenticated"],
  [403, "Not authorized"],
  [404, "Card not found"],
  [422, "Validation failed"],
  [429, "Too many requests"],
  [498, "Invalid client key"],
  [499, "Missing client key"],
  [500, "Internal server error"],
]);

/** The names of loopback, as the source of a regular expression. */
export const LOOPBACK_NAME = "(?:[^/:]+\\.)?localhost";

/** The hosts of loopback (`localhost`, `*.localhost`, `127.0.0.0/8` and `[::1]`), as the source of a regular expression. */
export const LOOPBACK_HOST = "(?:(?:[^/:]+\\.)?localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\])";
