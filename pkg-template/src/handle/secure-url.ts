import { LOOPBACK_HOST } from "../generated/issuer.js";

const LOOPBACK = /* @__PURE__ */ new RegExp(`^${LOOPBACK_HOST}$`);

/**
 * Whether secrets and cardholders may be sent to this URL: `https:`, or `http:` on loopback,
 * without user info.
 */
export function isSecure({ protocol, hostname, username, password }: URL): boolean {
  return (protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname))) && !username && !password;
}

/** Parses an absolute URL; `undefined` if it is not one. */
export function parseUrl(text: unknown): URL | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
