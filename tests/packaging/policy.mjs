/**
 * The strictest policy that the package's README says is enough.
 */

/**
 * @param {string} framed Origins of the issuer's page.
 * @param {{wasm?: boolean, trustedTypes?: string}} how `trustedTypes`: names of the policies that the page allows.
 */
export function strictPolicy(framed, { wasm = true, trustedTypes = "'none'" }) {
  return [
    "default-src 'none'",
    `script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ""}`,
    "connect-src 'self'",
    `frame-src ${framed}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypes}`,
  ].join("; ");
}
