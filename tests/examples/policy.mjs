/**
 * A proxy for the host app. The policy of the sandbox's pages allows only the widget; the proxy adds
 * the values that a framework needs to its directives.
 */
import { createServer, request } from "node:http";

/** @typedef {Record<string, string>} Directives Values by name. */

const CSP = "content-security-policy";

/** @param {string} policy @param {Directives} directives */
function changed(policy, directives) {
  const each = policy.split(";").map((directive) => {
    const [name = ""] = directive.trim().split(" ", 1);
    return name in directives ? `${name} ${directives[name]}` : directive;
  });
  return each.join(";");
}

/**
 * @param {string} host Origin of the host app.
 * @param {Directives} directives
 * @returns {Promise<{origin: string, stop: () => Promise<void>}>}
 */
export async function servePolicy(host, directives) {
  const { hostname, host: authority, port } = new URL(host);
  const server = createServer((incoming, response) => {
    const { method, url } = incoming;
    const headers = { ...incoming.headers, host: authority, ...(incoming.headers.origin && { origin: host }) };
    const forwarded = request({ hostname, port, method, path: url, headers }, (upstream) => {
      const policy = upstream.headers[CSP];
      const own = policy && { [CSP]: changed(String(policy), directives) };
      response.writeHead(upstream.statusCode ?? 502, { ...upstream.headers, ...own });
      upstream.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const own = server.address();
  if (typeof own !== "object" || own === null) throw new Error("The proxy has no port");
  return {
    origin: `http://${hostname}:${own.port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
