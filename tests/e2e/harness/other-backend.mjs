/**
 * A backend on another origin of the host's own site, with its own CORS policy, which the sandbox
 * lacks. It sends the test's responses and records the requests.
 */

import { once } from "node:events";
import { createServer } from "node:http";

/** @typedef {{status: number, headers?: Record<string, string>, body?: unknown}} BackendResponse */
/** @typedef {{method: string, path: string, headers: import("node:http").IncomingHttpHeaders, at: number}} BackendRequest */

/**
 * @param {(request: BackendRequest, before: number) => BackendResponse} respond Also receives the number of earlier requests, without preflights.
 */
export async function startBackend(respond) {
  /** @type {BackendRequest[]} */
  const requests = [];
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
    const { status, headers: own = {}, body } = respond(one, requests.length);
    requests.push(one);
    response.writeHead(status, { "content-type": "application/json", ...own }).end(JSON.stringify(body ?? {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    /**
     * The backend is on `localhost`, as the host is: another origin, the same site, the same
     * cookies.
     */
    origin: `http://localhost:${address.port}`,
    requests,
    /** Stops the server and closes all connections, including those that a browser keeps open. */
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
