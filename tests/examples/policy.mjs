/**
 * A proxy for the host app that adds to single directives of its pages' policy what a framework
 * needs, because the sandbox's pages allow only what the widget needs.
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
  const { hostname, host: address, port } = new URL(host);
  const server = createServer((asked, answer) => {
    const { method, url } = asked;
    const headers = { ...asked.headers, host: address, ...(asked.headers.origin && { origin: host }) };
    const onwards = request({ hostname, port, method, path: url, headers }, (answered) => {
      const policy = answered.headers[CSP];
      const own = policy && { [CSP]: changed(String(policy), directives) };
      answer.writeHead(answered.statusCode ?? 502, { ...answered.headers, ...own });
      answered.pipe(answer);
    });
    onwards.on("error", () => answer.destroy());
    asked.pipe(onwards);
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
