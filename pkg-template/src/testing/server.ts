// The stand-in as a server of its own. Node's modules are asked for when one is started, by a way that no bundler follows.

import { errorAnswer } from "./scenarios.js";
import { createStandIn, type Handler, type StandIn, type StandInOptions } from "./stand-in.js";

/** What a stand-in's server is made from. */
export interface ServeOptions extends Omit<StandInOptions, "pageOrigin"> {
  /** Default 0: any free one. */
  port?: number;
}

/** A stand-in that listens. */
export interface ServedStandIn extends StandIn {
  /** The address for `tokenUrl`. It answers pages on every loopback origin. */
  readonly tokenUrl: string;
  /** The address for `cardStatus.url`. */
  readonly cardStatusUrl: string;
  /** The address for a `confirmOutcome` that fetches. */
  readonly outcomeUrl: string;
  /** Stops the server, and ends requests that still wait for an answer. */
  close(): Promise<void>;
}

/** What is used of Node: the package is compiled without its types, so that nothing for browsers uses it by mistake. */
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

/** What the widget sends fits many times over. */
const MAX_BODY = 64 * 1024;

const LOOPBACK = /^http:\/\/(localhost|[a-z0-9.-]+\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/**
 * Serves a stand-in on a loopback origin of its own, for tests that cannot intercept requests. Needs Node 20.16 or 22.3 or newer, Bun or Deno.
 * Pages on loopback may ask, under a loopback name: it gives out tokens to whoever asks, and the web's pages could reach it too.
 *
 * The app under test lists `pageOrigin` in `allowedOrigins`, and in `frame-src` of its policy.
 */
export async function serveStandIn({ port = 0, ...options }: ServeOptions = {}): Promise<ServedStandIn> {
  const handlers = new Map<string, Handler>();
  const server = nodeHttp().createServer((request, response) => {
    // A request that breaks off half-way has nobody left to answer.
    answer(handlers, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  const standIn = createStandIn({ ...options, pageOrigin: origin });
  handlers
    .set("/card/set-pin/token", standIn.answerToken)
    .set("/card/status", standIn.answerCardStatus)
    .set("/card/outcome", standIn.answerOutcome)
    .set("", standIn.answerPage);
  return Object.assign(standIn, {
    tokenUrl: `${origin}/card/set-pin/token`,
    cardStatusUrl: `${origin}/card/status`,
    outcomeUrl: `${origin}/card/outcome`,
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
      "serveStandIn() needs Node from 20.16 (not 21) or from 22.3, Bun or Deno: elsewhere, call createStandIn()'s handlers.",
    );
  return http as NodeHttp;
}

async function answer(handlers: Map<string, Handler>, incoming: NodeRequest, outgoing: NodeResponse): Promise<void> {
  const response = await answerTo(handlers, incoming, outgoing);
  if (response.type === "error") return outgoing.destroy();
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...sharing(incoming) });
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

async function answerTo(
  handlers: Map<string, Handler>,
  incoming: NodeRequest,
  outgoing: NodeResponse,
): Promise<Response> {
  if (isForeign(incoming)) {
    const message =
      "The stand-in answers pages on loopback, under a loopback name: a proxy has to send such a Host and Origin.";
    return errorAnswer({ status: 403, message });
  }
  const { method } = incoming;
  if (method === "OPTIONS") return new Response(null, { status: 204 });
  const body = await bodyOf(incoming);
  if (body.size > MAX_BODY) return errorAnswer({ status: 413, message: "The body is too large." });
  const request = asRequest(incoming, outgoing, body);
  const handler = handlers.get(new URL(request.url).pathname) ?? handlers.get("");
  return handler ? handler(request) : Response.error();
}

/** Read to its end, else nobody would hear the answer; but little more is kept than may come. */
async function bodyOf(incoming: NodeRequest): Promise<Blob> {
  let body = new Blob();
  for await (const part of incoming) {
    if (body.size <= MAX_BODY) body = new Blob([body, part]);
  }
  return body;
}

function asRequest({ method, url, headers }: NodeRequest, outgoing: NodeResponse, body: Blob): Request {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const lines = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = method !== "GET" && method !== "HEAD";
  // By this name, whichever of loopback's was asked for.
  const address = new URL(url, "http://127.0.0.1");
  return new Request(address, { method, headers: lines, signal: gone.signal, ...(hasBody && { body }) });
}

/** Another name may be one of the web's that was made to lead here; another origin is a page of the web. */
function isForeign({ headers: { host, origin } }: NodeRequest): boolean {
  return !LOOPBACK.test(`http://${host}`) || (origin !== undefined && !LOOPBACK.test(String(origin)));
}

/** An app on another loopback port reads the answer. */
function sharing({ headers }: NodeRequest): Record<string, string> {
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
