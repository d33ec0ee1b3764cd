// Validates a URL before it becomes an image's `src`, as the engine validates that of a frame
// (src/core/hosted_page.rs).

import { isSecure, parseUrl } from "../handle/secure-url.js";
import { type Failure, failure, wrongResponse } from "./errors.js";
import type { UsedTokens } from "./used-tokens.js";

/**
 * Returns the URL of a response's image, and marks it and its token as used. The URL is absolute and
 * secure, has no user info, is on exactly an allowed origin, and was not used before.
 */
export function acceptImage(
  token: string,
  text: string,
  allowedOrigins: readonly string[],
  used: UsedTokens,
): string | Failure {
  const url = parseUrl(text);
  if (!url) return wrongResponse("`imageUrl` is not an absolute URL");
  const refused = (why: string) => failure("untrusted_origin", `No image was requested: \`imageUrl\` ${why}.`);
  if (url.username || url.password) return refused("carries a user name or a password");
  if (!isSecure(url)) return refused("is neither `https:` nor `http:` on loopback");
  if (!allowedOrigins.includes(url.origin))
    return refused(
      `is on ${without(token, url.origin)}, which \`allowedOrigins\` does not list; list it if it is your issuer's`,
    );
  const page = url.href.split("#", 1)[0] ?? "";
  if (!used.add(token, page))
    return failure(
      "token_reused",
      "The backend's response has a token that was used before: request a new one each time, and cache nothing.",
      true,
    );
  // The parsed URL: another parser may read the text as another one.
  return url.href;
}

/** The origin, unless its host name contains the token: no error may contain that. */
function without(token: string, origin: string): string {
  return origin.toLowerCase().includes(token.toLowerCase()) ? "an origin with the token in it" : origin;
}
