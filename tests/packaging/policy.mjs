/**
 * The strictest policy that the package's README says is enough: its own line, on a page that allows nothing else.
 */
import { blocks } from "../docs/blocks.mjs";
import { ISSUER } from "../docs/bundle.mjs";

const lines = blocks.filter(({ kind, where }) => kind === "policy" && where.startsWith("pkg-template/README.md"));
const [line, ...others] = lines.map(({ text }) => text.trim());
if (!line || others.length > 0) throw new Error("The package's README shows one policy line: which one is it now?");

/** What lets WebAssembly run. */
const WASM = " 'wasm-unsafe-eval'";

/**
 * The README's line. @param {string} framed The origin of the issuer's page. @param {boolean} [wasm]
 */
export function widgetPolicy(framed, wasm = true) {
  if (!line?.includes(WASM) || !line.includes(ISSUER))
    throw new Error(`Neither WebAssembly nor the issuer is in: ${line}`);
  return line.replace(ISSUER, framed).replace(WASM, wasm ? WASM : "");
}

/**
 * @param {string} framed
 * @param {{wasm?: boolean, trustedTypes?: string}} how `trustedTypes`: names of the policies that the page allows.
 */
export function strictPolicy(framed, { wasm, trustedTypes = "'none'" }) {
  const ours = widgetPolicy(framed, wasm);
  return `default-src 'none'; ${ours}; require-trusted-types-for 'script'; trusted-types ${trustedTypes}`;
}
