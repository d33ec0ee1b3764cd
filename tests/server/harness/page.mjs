/**
 * Sends a page's request byte for byte: `fetch` would add headers and refuse others.
 */
import { request as httpRequest } from "node:http";

export const PATH = "/api/card/set-pin/token";

/** The route's default setup. */
export const SETUP = {
  ownOrigin: "https://app.example",
  session: "session-of-the-cardholder",
  accessToken: "token-of-the-cardholder",
  clientKey: "key-of-the-app",
  clientKeyHeader: "x-client-key",
  usEnv: false,
  timeoutMs: 10_000,
};

/** The widget's request. */
export const HEADERS = {
  cookie: `session=${SETUP.session}`,
  origin: SETUP.ownOrigin,
  "sec-fetch-site": "same-origin",
  "content-type": "application/json",
};

/**
 * @typedef {object} PageRequest
 * @property {string} [method]
 * @property {string} [path]
 * @property {Record<string, string | string[]>} [headers]
 * @property {string | Buffer} [body]
 */

/**
 * Sends the head. The caller writes the body and ends the request.
 *
 * @param {number} port
 * @param {object} setup
 * @param {PageRequest} page
 */
export function begin(port, setup, { method = "POST", path = PATH, headers = HEADERS }) {
  const test = { "x-test-setup": JSON.stringify({ ...SETUP, ...setup }) };
  const request = httpRequest({ port, method, path, headers: { ...headers, ...test }, agent: false });
  /** @type {Promise<{status: number, headers: import("node:http").IncomingHttpHeaders, body: string}>} */
  const reply = new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("response", async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    });
  });
  return { request, reply };
}

/**
 * @param {number} port
 * @param {object} setup
 * @param {PageRequest} page
 */
export function ask(port, setup, page) {
  const { request, reply } = begin(port, setup, page);
  request.end(page.body);
  return reply;
}
