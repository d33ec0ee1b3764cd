// Validates a URL before it becomes an image's `src`, as the engine validates that of a frame
// (src/core/hosted_page.rs).

import { LOOPBACK_HOST } from "../generated/issuer.js";
import { type Failure, failure, wrongResponse } from "./errors.js";
import type { UsedTokens } from "./used-tokens.js";

const LOOPBACK = /* @__PURE__ */ new RegExp(`^${LOOPBACK_HOST}$`);

/** `https:`, or `http:` on loopback. */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}

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
  const url = parse(text);
  if (!url) return wrongResponse("`imageUrl` is not an absolute URL");
  const refused = (why: string) => failure("untrusted_origin", `No image was requested: \`imageUrl\` ${why}.`);
  if (!isSecure(url)) return refused("is neither `https:` nor `http:` on loopback");
  if (!url.href.startsWith(`${url.origin}/`)) return refused("carries a user name or a password");
  if (!allowedOrigins.includes(url.origin))
    return refused(`is on ${url.origin}, which \`allowedOrigins\` does not list; list it if it is your issuer's`);
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

export function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
