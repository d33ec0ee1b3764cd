// Serves the sandbox on a loopback port. Node's modules are loaded when a server starts, by a
// function that bundlers ignore.

import { LOOPBACK_HOST } from "../generated/issuer.js";
import { createSandbox, type Handler, type Sandbox, type SandboxOptions } from "./sandbox.js";
import { errorResponse } from "./scenarios.js";

/** The options of `serveSandbox()`. */
export interface ServeOptions extends Omit<SandboxOptions, "pageOrigin"> {
  /** Default 0: any free port. */
  port?: number;
}

/** A sandbox with a server. */
export interface ServedSandbox extends Sandbox {
  /** The URL for `tokenUrl`. Pages on every loopback origin may request it. */
  readonly tokenUrl: string;
  /** The URL for `tokenUrl` of `createPinView`. */
  readonly pinTokenUrl: string;
  /** The URL for `tokenUrl` of `createCardDetailsView`. */
  readonly cardDetailsTokenUrl: string;
  /** The URL for `cardStatus.url`. */
  readonly cardStatusUrl: string;
  /** The URL for a `confirmOutcome` that fetches. */
  readonly outcomeUrl: string;
  /** The URL of the counter of PIN changes, `{ changes }`, for a `pinVersion` that fetches. */
  readonly pinUrl: string;
  /** Stops the server, and ends requests that still wait for a response. */
  close(): Promise<void>;
}

/**
 * The parts of Node that are used. The package is compiled without Node's types, so that browser
 * code cannot use them by mistake.
 */
interface NodeRequest extends AsyncIterable<BlobPart> {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
}
interface NodeResponse {
  on(event: "close", listener: () => void): void;
  writeHead(status: number, headers: Record<string, string>): void;
  end(body: Uint8Array): void;
  destroy(): void;
}
interface NodeServer {
  once(event: "error", listener: (error: Error) => void): void;
  listen(port: number, host: string, listener: () => void): void;
  address(): { port: number };
  close(listener: () => void): void;
  closeAllConnections(): void;
}
interface NodeHttp {
  createServer(listener: (request: NodeRequest, response: NodeResponse) => void): NodeServer;
}

/** Many times the size of any request of the widget. */
const MAX_BODY = 64 * 1024;

const NO_STORE = { "cache-control": "no-store" };

const LOOPBACK = new RegExp(`^http://${LOOPBACK_HOST}(?::\\d+)?$`);

/**
 * Serves a sandbox on its own loopback origin, for tests that cannot intercept requests. Needs Node
 * 20.16 or 22.3 or newer, Bun or Deno. It gives a token to every client, and any page on the web can
 * send requests to loopback. So it accepts requests only from pages on loopback, and only for a
 * loopback host name.
 *
 * The app under test lists `pageOrigin` in `allowedOrigins`, and in `frame-src` and `img-src` of its policy.
 */
export async function serveSandbox({ port = 0, ...options }: ServeOptions = {}): Promise<ServedSandbox> {
  // Validates the options before there is a server, which would keep the process running.
  createSandbox(options);
  const handlers = new Map<string, Handler>();
  const server = nodeHttp().createServer((request, response) => {
    // The client disconnected before it sent the whole request.
    handle(handlers, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  const sandbox = createSandbox({ ...options, pageOrigin: origin });
  handlers
    .set("/card/set-pin/token", sandbox.handleToken)
    .set("/card/pin/token", sandbox.handlePinToken)
    .set("/card/details/token", sandbox.handleCardDetailsToken)
    .set("/card/status", sandbox.handleCardStatus)
    .set("/card/outcome", sandbox.handleOutcome)
    .set("/card/pin", async () => Response.json({ changes: sandbox.pinChanges }, { headers: NO_STORE }))
    .set("", sandbox.handlePage);
  return Object.assign(sandbox, {
    tokenUrl: `${origin}/card/set-pin/token`,
    pinTokenUrl: `${origin}/card/pin/token`,
    cardDetailsTokenUrl: `${origin}/card/details/token`,
    cardStatusUrl: `${origin}/card/status`,
    outcomeUrl: `${origin}/card/outcome`,
    pinUrl: `${origin}/card/pin`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  });
}

function nodeHttp(): NodeHttp {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const http = process?.getBuiltinModule?.("node:http");
  if (!http)
    throw new Error(
      "serveSandbox() needs Node from 20.16 (not 21) or from 22.3, Bun or Deno: elsewhere, call the handlers of createSandbox().",
    );
  return http as NodeHttp;
}

async function handle(handlers: Map<string, Handler>, incoming: NodeRequest, outgoing: NodeResponse): Promise<void> {
  const response = await responseTo(handlers, incoming, outgoing);
  if (response.type === "error") return outgoing.destroy();
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...corsHeaders(incoming) });
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

async function responseTo(
  handlers: Map<string, Handler>,
  incoming: NodeRequest,
  outgoing: NodeResponse,
): Promise<Response> {
  if (!isLoopback(incoming)) {
    const message =
      "The sandbox only responds to pages on loopback, for a loopback host name: a proxy has to send such a Host and Origin.";
    return errorResponse({ status: 403, message });
  }
  const { method } = incoming;
  if (method === "OPTIONS") return new Response(null, { status: 204 });
  const body = await bodyOf(incoming);
  if (body.size > MAX_BODY) return errorResponse({ status: 413, message: "The body is too large." });
  const request = asRequest(incoming, outgoing, body);
  const handler = handlers.get(new URL(request.url).pathname) ?? handlers.get("");
  return handler ? handler(request) : Response.error();
}

/**
 * Reads the body to its end, since otherwise the client would not read the response. Little more
 * than `MAX_BODY` is kept.
 */
async function bodyOf(incoming: NodeRequest): Promise<Blob> {
  let body = new Blob();
  for await (const part of incoming) {
    if (body.size <= MAX_BODY) body = new Blob([body, part]);
  }
  return body;
}

function asRequest({ method, url, headers }: NodeRequest, outgoing: NodeResponse, body: Blob): Request {
  const disconnected = new AbortController();
  outgoing.on("close", () => disconnected.abort());
  const headerPairs = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = method !== "GET" && method !== "HEAD";
  // The host name does not matter here: `isLoopback` has checked it.
  const absolute = new URL(url, "http://127.0.0.1");
  return new Request(absolute, { method, headers: headerPairs, signal: disconnected.signal, ...(hasBody && { body }) });
}

/**
 * Whether the request is from a page on loopback (or from no page), for a loopback host name. A
 * public host name could resolve to loopback (DNS rebinding).
 */
function isLoopback({ headers: { host, origin } }: NodeRequest): boolean {
  return LOOPBACK.test(`http://${host}`) && (origin === undefined || LOOPBACK.test(String(origin)));
}

/** Lets an app on another loopback port read the response. */
function corsHeaders({ headers }: NodeRequest): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !LOOPBACK.test(String(origin))) return {};
  return {
    "access-control-allow-origin": String(origin),
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": String(headers["access-control-request-headers"] ?? ""),
    "access-control-expose-headers": "retry-after",
    vary: "origin",
  };
}
