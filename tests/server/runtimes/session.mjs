// The host's own module about the signed-in user, which the documentation's blocks import.

/** @param {Headers | import("node:http").IncomingHttpHeaders} headers As the Fetch API has them, or Node. */
export function accessTokenOf(headers) {
  const cookie = headers instanceof Headers ? headers.get("cookie") : headers.cookie;
  return cookie === "session=session-of-the-cardholder" ? "token-of-the-cardholder" : undefined;
}
