// The stand-in as a server of its own. Node's modules are asked for when one is started, by a way that no bundler follows.

import { createStandIn, type Handler, type StandIn, type StandInOptions } from "./testing-stand-in.js";

/** What a stand-in's server is made from. */
export interface ServeOptions extends Omit<StandInOptions, "pageOrigin"> {
  /** Default 0: any free one. */
  port?: number;
}

/** A stand-in that listens. */
export interface ServedStandIn extends StandIn {
  /** For `tokenUrl`. Answers pages on every loopback origin. */
  readonly tokenUrl: string;
  /** For `cardStatus.url`. */
  readonly cardStatusUrl: string;
  /** For a `confirmOutcome` that fetches. */
  readonly outcomeUrl: string;
  /** Ends the server, and what still waits for an answer. */
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

const LOOPBACK = /^http:\/\/(localhost|[a-z0-9.-]+\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/**
 * Serves a stand-in on a loopback origin of its own, for tests that cannot intercept requests. Needs Node 20.16, Bun or Deno.
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
      "serveStandIn() needs Node 20.16 or newer, Bun or Deno: elsewhere, call createStandIn()'s handlers.",
    );
  return http as NodeHttp;
}

async function answer(handlers: Map<string, Handler>, incoming: NodeRequest, outgoing: NodeResponse): Promise<void> {
  const request = await asRequest(incoming, outgoing);
  const shared = sharing(request);
  const handler = handlers.get(new URL(request.url).pathname) ?? handlers.get("");
  const isPreflight = request.method === "OPTIONS";
  const response = isPreflight || !handler ? new Response(null, { status: 204 }) : await handler(request);
  if (response.type === "error") return outgoing.destroy();
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...shared });
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

async function asRequest(incoming: NodeRequest, outgoing: NodeResponse): Promise<Request> {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const parts: BlobPart[] = [];
  for await (const part of incoming) parts.push(part);
  const { method } = incoming;
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = method !== "GET" && method !== "HEAD";
  // Whatever `Host` says, it is this server that was asked.
  const url = new URL(incoming.url, "http://127.0.0.1");
  return new Request(url, { method, headers, signal: gone.signal, ...(hasBody && { body: new Blob(parts) }) });
}

/** An app on another loopback port may ask; pages of the web may not. */
function sharing({ headers }: Request): Record<string, string> {
  const origin = headers.get("origin") ?? "";
  if (!LOOPBACK.test(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": headers.get("access-control-request-headers") ?? "",
    "access-control-expose-headers": "retry-after",
    vary: "origin",
  };
}
