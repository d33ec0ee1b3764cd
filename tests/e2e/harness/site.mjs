/**
 * A site for one test, which chooses each response: policies, broken files, and changed files.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const pkg = process.env.E2E_PKG ?? fileURLToPath(new URL("../../../pkg", import.meta.url));

/** @typedef {{status?: number, type?: string, headers?: Record<string, string>, body?: string}} SiteResponse */

/**
 * @typedef {object} Site
 * @property {string} origin
 * @property {string[]} requests Paths, in order.
 * @property {Record<string, (nth: number) => SiteResponse | Promise<SiteResponse>>} responses By path; `nth` counts its requests, from 1. Any origin may read them, as on a CDN.
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Site>} */
export async function startSite() {
  /** @type {Pick<Site, "requests" | "responses">} */
  const { requests, responses } = { requests: [], responses: {} };
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    const nth = requests.filter((earlier) => earlier === path).length;
    const {
      status = 200,
      type = "text/javascript",
      headers = {},
      body = "",
    } = (await responses[path]?.(nth)) ?? {
      status: 404,
    };
    response.writeHead(status, {
      "content-type": `${type}; charset=utf-8`,
      "access-control-allow-origin": "*",
      "cache-control": "no-store",
      ...headers,
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The site has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    responses,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads a file of the package as text. @param {string} name */
export function packaged(name) {
  return readFile(`${pkg}/${name}`, "utf8");
}

/** Reads the release's hash of a file. @param {string} name @returns {Promise<string>} */
export async function integrityOf(name) {
  return JSON.parse(await packaged("integrity.json"))[name];
}
