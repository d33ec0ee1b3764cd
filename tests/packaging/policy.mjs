/**
 * The strictest policy that the quick start calls sufficient: its own line, on a page that allows
 * nothing else.
 */
import { createHash } from "node:crypto";
import { blocks } from "../docs/blocks.mjs";
import { ISSUER } from "../docs/bundle.mjs";

const lines = blocks.filter(({ kind, where }) => kind === "policy" && where.startsWith("docs/quick-start.md"));
const [line, ...others] = lines.map(({ text }) => text.trim());
if (!line || others.length > 0) throw new Error("docs/quick-start.md must show one policy line");

/** The source that permits WebAssembly. */
const WASM = " 'wasm-unsafe-eval'";

/**
 * The quick start's line. @param {string} framed The origin of the issuer's page. @param {boolean}
 * [wasm]
 */
export function widgetPolicy(framed, wasm = true) {
  if (!line?.includes(WASM) || !line.includes(ISSUER))
    throw new Error(`Neither WebAssembly nor the issuer is in: ${line}`);
  return line.replace(ISSUER, framed).replace(WASM, wasm ? WASM : "");
}

/**
 * Returns the hashes by which a policy permits each inline script of a page, also an import map.
 * @param {string} page
 */
export function inlineScripts(page) {
  const texts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs)].map(([, text = ""]) => text);
  return texts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
}

/**
 * @param {string} framed
 * @param {{wasm?: boolean, trustedTypes?: string | undefined, scripts?: string[]}} how `trustedTypes`: names of the policies that the page allows;
 *   `scripts`: the sources for its inline scripts.
 */
export function strictPolicy(framed, { wasm, trustedTypes = "'none'", scripts = [] }) {
  const ours = widgetPolicy(framed, wasm).replace("script-src", ["script-src", ...scripts].join(" "));
  return `default-src 'none'; ${ours}; require-trusted-types-for 'script'; trusted-types ${trustedTypes}`;
}
