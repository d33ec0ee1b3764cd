/**
 * A host's backend as its documentation shows it: the routes of `./server` in Node, on an origin of
 * its own, for a cardholder of the sandbox's issuer.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { SandboxSession, startSandbox } from "./sandbox.mjs";

const pkg = process.env.E2E_PKG ?? fileURLToPath(new URL("../../../pkg", import.meta.url));

/** @typedef {import("set-pin-widget/server").SetPinTokenProblem} Problem */
/** @typedef {import("set-pin-widget/server").CardRoutesOptions<[]>} RoutesOptions */

/**
 * @param {string} pageOrigin The origin of the pages, for `cors`.
 * @param {Pick<RoutesOptions, "requireStepUp">} rules
 */
export async function startNodeBackend(pageOrigin, rules) {
  const [clientKey, accessToken] = [randomUUID(), randomUUID()];
  const issuer = await startSandbox(["--client-key", clientKey, "--access-token", accessToken]);
  /** @type {typeof import("set-pin-widget/server")} */
  const { createCardRoutes } = await import(`${pkg}/server.mjs`);
  /** @type {Problem[]} */
  const problems = [];
  const { handle } = createCardRoutes({
    issuerUrl: issuer.origins.api,
    clientKey,
    cors: { origins: [pageOrigin] },
    // The cookie shows that the page sends its credentials.
    authorize: ({ headers }) => (/\bsession=/.test(headers.get("cookie") ?? "") ? accessToken : undefined),
    onError: (problem) => problems.push(problem),
    ...rules,
  });
  /** @type {string[]} */
  const methods = [];
  const server = createServer(async (request, response) => {
    methods.push(request.method ?? "");
    const { status, headers, body } = await handle(await asRequest(request));
    response.writeHead(status, Object.fromEntries(headers)).end(body && Buffer.from(await new Response(body).bytes()));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    /** The backend is on `localhost`, as the pages are: another origin, the same site. */
    origin: `http://localhost:${port}`,
    issuer: issuer.origins,
    problems,
    /** The method of each request, in order. */
    methods,
    /** Starts a session of the cardholder, to control the sandbox. */
    session: () => SandboxSession.start(issuer.origins.host, accessToken),
    async stop() {
      server.closeAllConnections();
      server.close();
      await issuer.stop();
    },
  };
}

/** @param {import("node:http").IncomingMessage} incoming */
async function asRequest(incoming) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(/** @type {Buffer} */ (chunk));
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? "GET",
    headers: /** @type {[string, string][]} */ (headers),
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
}
