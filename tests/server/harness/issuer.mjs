/**
 * An issuer with given responses, which records the requests.
 */
import { once } from "node:events";
import { createServer } from "node:http";

/** @typedef {{method: string, path: string, headers: import("node:http").IncomingHttpHeaders, rawHeaders: string[], body: string}} IssuerRequest */
/** @typedef {(response: import("node:http").ServerResponse) => void} Respond */

/** Never responds. @type {Respond} */
export const silent = () => {};

/**
 * @param {number} status
 * @param {unknown} body An object is sent as JSON, a string as it is.
 * @param {Record<string, string>} [headers]
 * @returns {Respond}
 */
export function respondWith(status, body, headers = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return (response) => void response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

const token = "100a99cf-f4d3-4fa1-9be9-2e9828b20ebb";
/** The issuer's documented response. */
export const TOKEN = { token, hostedPageUrl: `https://cards.issuer.example/pin-direct/set?token=${token}` };

/** One response after the other; the last one repeats. @param {Respond[]} responds */
export async function startIssuer(...responds) {
  /** @type {IssuerRequest[]} */
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method = "", url: path = "", headers, rawHeaders } = request;
    response.once("close", () => server.emit("left", response.writableFinished));
    requests.push({ method, path, headers, rawHeaders, body });
    server.emit("received");
    const respond = responds[requests.length - 1] ?? responds.at(-1) ?? respondWith(200, TOKEN);
    respond(response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    /**
     * Waits until the next request has arrived, or has ended (aborted by the client, unless
     * `reply`).
     */
    untilRequest: () => once(server, "received"),
    untilLeft: async () => ({ reply: (await once(server, "left"))[0] }),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A URL at which no server listens. */
export async function nowhere() {
  const issuer = await startIssuer();
  issuer.stop();
  return issuer.url;
}
