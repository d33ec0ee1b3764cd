/**
 * The servers of the benchmark: the host app with its token route, and the issuer's page on
 * another site.
 */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { BUILT } from "./build.mjs";
import { Line } from "./link.mjs";

/**
 * @typedef {object} Servers
 * @property {string} host The origin of the host app.
 * @property {string} page The origin of the hosted page. Persona's client allows only `localhost` to have no TLS.
 * @property {(link?: import("./link.mjs").Link) => void} use Slows the network down; closes open connections.
 * @property {string[]} requests All requests, in order: the method, the port's name and the path.
 * @property {() => number} connections How many connections browsers have opened to the hosted page's origin.
 * @property {() => void} disconnect Closes all connections, also those that had no request yet.
 * @property {() => Promise<void>} stop
 */

const HOSTED = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Set your PIN</title>
<link rel="icon" href="data:,">
<style>body{font-family:sans-serif;margin:2rem}input{font-size:1.5rem;width:8rem}</style>
<h1>Set your PIN</h1><form><label>PIN <input inputmode="numeric" type="password"></label><button>Set</button></form>`;

/**
 * Precise clocks need an isolated page. Slow pages have none, since isolation changes the start of
 * a navigation.
 */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** @typedef {{body: Buffer | string, type: string, headers?: Record<string, string>}} SiteResponse */

/** @type {Map<string, Buffer>} */
const gzipped = new Map();

/** @param {string} path */
async function script(path) {
  const known = gzipped.get(path);
  if (known) return known;
  const bytes = gzipSync(await readFile(BUILT + path), { level: 9 });
  gzipped.set(path, bytes);
  return bytes;
}

/** @param {string} path @returns {Promise<SiteResponse | undefined>} */
async function builtScript(path) {
  const file = /\/built\/([\w@./-]+\.mjs)$/.exec(path)?.[1];
  if (!file || file.includes("..")) return undefined;
  return { body: await script(file), type: "text/javascript", headers: { "content-encoding": "gzip" } };
}

/**
 * The script of a hosted page. The plain page has no library, so its script has no request.
 * @param {string} kind
 */
async function hostedScript(kind) {
  const path = `hosted/${kind}/index.mjs`;
  if (kind !== "plain") return `<script type="module" src="/built/${path}"></script>`;
  return `<script type="module">${await readFile(BUILT + path, "utf8")}</script>`;
}

/** The page that the driver opens. @returns {SiteResponse} */
const benchPage = () => ({
  type: "text/html",
  headers: ISOLATED,
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Benchmark</title><link rel="icon" href="data:,">
<body><h1>Your card</h1><button>Set PIN</button><script type="module" src="built/bench/index.mjs"></script>`,
});

/**
 * A page that opens a flow by itself and keeps the time of the frame's load.
 * @param {URLSearchParams} query
 * @param {string} pageOrigin
 * @returns {SiteResponse}
 */
function slowPage(query, pageOrigin) {
  const text = (/** @type {string} */ name) => JSON.stringify(query.get(name) ?? "");
  // Only an element of this page can be found: a shadow tree hides the frame.
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Slow page</title><link rel="icon" href="data:,">
<body><h1>Your card</h1><div id="pin"></div>
<script>
  const { createElement } = Document.prototype;
  const loaded = new Promise((resolve) => {
    Document.prototype.createElement = function (name, options) {
      const element = createElement.call(this, name, options);
      if (name === "iframe" && ${text("announces")} === "") element.addEventListener("load", () => element.src !== "" && resolve());
      return element;
    };
    addEventListener("message", ({ data }) => data?.bench === "loaded" && resolve());
  });
</script>
<script type="module">
  import { create } from ${JSON.stringify(`./built/${query.get("flow")}/index.mjs`)};
  const imported = performance.now();
  const flow = create({
    tokenUrl: "/token?hosted=" + encodeURIComponent(${text("hosted")}),
    origin: ${JSON.stringify(pageOrigin)},
    container: document.getElementById("pin"),
    onExit() {},
    onError: (error) => { window.result = { error: String(error) }; },
  });
  let start = 0;
  if (${text("press")} !== "") {
    if (${text("press")} === "preload") await flow.preload?.();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, ${Number(query.get("after") ?? 0)} - performance.now())));
    start = performance.now();
  }
  flow.open();
  await loaded;
  const end = performance.now();
  // The frame's entry comes after its load.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const entries = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type)).map(({ name, startTime, responseStart, responseEnd }) => ({ name: new URL(name).pathname, start: startTime, response: responseStart, end: responseEnd }));
  window.result = { ms: end - start, imported, waterfall: entries, start, end };
</script>`;
  return { type: "text/html", body };
}

/**
 * @param {string} name
 * @param {Line} line
 * @param {string[]} requests
 * @param {(url: URL, method: string) => SiteResponse | undefined | Promise<SiteResponse | undefined>} respond
 */
async function listen(name, line, requests, respond) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    requests.push(`${request.method} ${name} ${url.pathname}`);
    request.resume();
    const found = await respond(url, request.method ?? "GET");
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    const body = Buffer.from(found.body);
    response.writeHead(200, {
      "content-type": `${found.type}; charset=utf-8`,
      "cache-control": "no-store",
      "cross-origin-resource-policy": "cross-origin",
      "content-length": body.length,
      ...found.headers,
    });
    await line.send(request, response, body);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const given = server.address();
  if (given === null || typeof given === "string") throw new Error("The server has no port");
  return { server, port: given.port };
}

/** @returns {Promise<Servers>} */
export async function startServers() {
  const line = new Line();
  /** @type {string[]} */
  const requests = [];
  let pageOrigin = "";
  const host = await listen("host", line, requests, async (url, method) => {
    if (url.pathname === "/token" && method === "POST") {
      const token = randomUUID();
      const hosted = `${pageOrigin}${url.searchParams.get("hosted")}?token=${token}&announce`;
      return { type: "application/json", body: JSON.stringify({ token, hostedPageUrl: hosted }) };
    }
    if (url.pathname.endsWith("/bench.html")) return benchPage();
    if (url.pathname.endsWith("/slow.html")) return slowPage(url.searchParams, pageOrigin);
    return builtScript(url.pathname);
  });
  const page = await listen("page", line, requests, async (url) => {
    const found = await builtScript(url.pathname);
    if (found) return found;
    // Persona's client frames this path.
    const kind = url.pathname === "/widget" ? "persona" : /^\/hosted\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (!kind) return undefined;
    return {
      type: "text/html",
      headers: { "cross-origin-embedder-policy": "require-corp" },
      body: HOSTED + (await hostedScript(kind)),
    };
  });
  pageOrigin = `http://localhost:${page.port}`;
  let connections = 0;
  page.server.on("connection", () => {
    connections += 1;
  });
  const servers = [host.server, page.server];
  return {
    host: `http://127.0.0.1:${host.port}`,
    page: pageOrigin,
    requests,
    connections: () => connections,
    use(link) {
      line.use(link);
      for (const server of servers) server.closeIdleConnections();
    },
    disconnect() {
      for (const server of servers) server.closeAllConnections();
    },
    async stop() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
