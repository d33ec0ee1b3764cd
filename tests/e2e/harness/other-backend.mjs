/**
 * A backend on another origin of the host's own site, with a CORS policy of its own: the sandbox has none. Answers with what the test says, and
 * keeps what it was asked.
 */

import { once } from "node:events";
import { createServer } from "node:http";

/** @typedef {{status: number, headers?: Record<string, string>, body?: unknown}} Answer */
/** @typedef {{method: string, path: string, headers: import("node:http").IncomingHttpHeaders, at: number}} Asked */

/**
 * @param {(asked: Asked, before: number) => Answer} answer Is also told how many requests there were before this one; preflights do not count.
 */
export async function startBackend(answer) {
  /** @type {Asked[]} */
  const asked = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    response.setHeader("access-control-allow-origin", headers.origin ?? "*");
    response.setHeader("access-control-allow-credentials", "true");
    response.setHeader("access-control-allow-headers", "content-type, x-csrf, x-count");
    request.resume();
    if (method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    const one = { method, path: url, headers, at: performance.now() };
    const { status, headers: own = {}, body } = answer(one, asked.length);
    asked.push(one);
    response.writeHead(status, { "content-type": "application/json", ...own }).end(JSON.stringify(body ?? {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    /** On `localhost`, as the host is: another origin, the same site, the same cookies. */
    origin: `http://localhost:${address.port}`,
    asked,
    /** Ends it, connections that a browser keeps open included. */
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
