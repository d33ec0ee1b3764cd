/**
 * The configuration of this site's server, requested once per page.
 */

/**
 * @typedef {object} Config
 * @property {readonly string[]} allowedOrigins
 * @property {string} backend The backend's origin, or "" if it is that of the pages.
 * @property {boolean} isSandbox Whether nothing is real, so that failures can be simulated.
 */

/** @type {Promise<Config> | undefined} */
let requested;

/** @returns {Promise<Config>} */
export function config() {
  requested ??= request();
  return requested;
}

/**
 * The URL of a route of the backend, and the `credentials` of a request for it.
 * @param {string} path
 * @returns {Promise<{url: string, credentials: RequestCredentials}>}
 */
export async function toBackend(path) {
  const { backend } = await config();
  return { url: backend + path, credentials: backend ? "include" : "same-origin" };
}

async function request() {
  const response = await fetch("/api/config");
  if (!response.ok) throw new Error(`/api/config responded with ${response.status}`);
  return response.json();
}
