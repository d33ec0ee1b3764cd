/**
 * The origin that a visitor uses: an application's pages, and the host's backend on the same
 * origin.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createProxyServer } from "http-proxy-3";
import sirv from "sirv";
import { SandboxSession } from "../../e2e/harness/sandbox.mjs";

/**
 * @typedef {object} Front
 * @property {string} origin
 * @property {SandboxSession} session Of the signed-in cardholder.
 * @property {() => Promise<void>} stop
 */

/** The routes of the card, for an application with a backend of its own. */
const CARD_PATH = "/api/card/";

/**
 * @typedef {object} How
 * @property {number} port Known before the front server starts: an application's own backend needs its pages' origin.
 * @property {string} [policy]
 * @property {boolean} [hasBackend] Whether the application's own server has the card's routes.
 */

/** @param {number} port */
export const frontOrigin = (port) => `http://127.0.0.1:${port}`;

/**
 * @param {import("../../e2e/harness/sandbox.mjs").Origins} sandbox
 * @param {{folder: string} | {origin: string}} pages Files, or the application's own server.
 * @param {How} how
 * @returns {Promise<Front>}
 */
export async function startFront(sandbox, pages, { port, policy, hasBackend }) {
  const accessToken = hasBackend ? randomUUID() : undefined;
  const session = await SandboxSession.start(sandbox.host, accessToken);
  const proxy = createProxyServer({ changeOrigin: true });
  // The application's server may end before its page's connections do.
  proxy.on("error", (_, __, response) => response?.destroy());
  const files = "folder" in pages ? sirv(pages.folder, { dev: true }) : undefined;
  const server = createServer((request, response) => {
    if (policy) response.setHeader("content-security-policy", policy);
    if (accessToken && request.url?.startsWith(CARD_PATH) && "origin" in pages) {
      // The application's own session of the cardholder, which no browser has.
      request.headers.cookie = `access-token=${accessToken}`;
      proxy.web(request, response, { target: pages.origin });
    } else if (request.url?.startsWith("/api/")) {
      request.headers.cookie = session.cookie;
      // The sandbox's backend recognizes its pages by its own origin.
      if (request.headers.origin === frontOrigin(port)) request.headers.origin = sandbox.host;
      proxy.web(request, response, { target: sandbox.host });
    } else if (files) files(request, response);
    else if ("origin" in pages) proxy.web(request, response, { target: pages.origin });
  });
  server.on("upgrade", (request, socket, head) => {
    if ("origin" in pages)
      proxy.ws(request, /** @type {import("node:net").Socket} */ (socket), head, { target: pages.origin });
    else socket.destroy();
  });
  /** @type {Set<import("node:net").Socket>} A server forgets those that became WebSockets. */
  const sockets = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  return {
    origin: frontOrigin(port),
    session,
    async stop() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
