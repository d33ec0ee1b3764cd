/**
 * The configuration of this site's server, requested once per page.
 */

/**
 * @typedef {object} Config
 * @property {readonly string[]} allowedOrigins
 * @property {boolean} isSandbox Whether nothing is real, so that failures can be simulated.
 */

/** @type {Promise<Config> | undefined} */
let requested;

/** @returns {Promise<Config>} */
export function config() {
  requested ??= request();
  return requested;
}

async function request() {
  const response = await fetch("/api/config");
  if (!response.ok) throw new Error(`/api/config responded with ${response.status}`);
  return response.json();
}
