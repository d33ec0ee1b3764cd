/**
 * What this site's server says of itself, asked once for each page.
 */

/** @typedef {{allowedOrigins: readonly string[], isSandbox: boolean}} Config `isSandbox`: nothing is real, and failures can be tried. */

/** @type {Promise<Config> | undefined} */
let asked;

/** @returns {Promise<Config>} */
export function config() {
  asked ??= ask();
  return asked;
}

async function ask() {
  const response = await fetch("/api/config");
  if (!response.ok) throw new Error(`/api/config was answered ${response.status}`);
  return response.json();
}
