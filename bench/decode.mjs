/**
 * The ways to pack the engine's bytes into a JavaScript file, as flows: each starts the engine of the
 * current build on the slow page.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";

const engine = fileURLToPath(new URL("../target/engine-bindgen/", import.meta.url));

/** @typedef {import("./flows.mjs").FlowDescription} FlowDescription */

/**
 * @param {string} what
 * @param {string} file
 * @param {FlowDescription["bytes"]} bytes
 * @returns {FlowDescription}
 */
const way = (what, file, bytes) => ({
  name: `engine: ${what}`,
  file: `../decode/${file}`,
  hosted: "/hosted/plain",
  isModal: false,
  ...(bytes && { bytes }),
});

export const WAYS = [
  way("deflated, compiled while it is unpacked", "streaming.mjs", "deflated"),
  way("deflated, a callback for each byte", "callback.mjs", "deflated"),
  way("deflated, unpacked in JavaScript", "inflate.mjs", "deflated"),
  way("base64", "plain.mjs", "plain"),
  way("printable ASCII", "ascii.mjs", "ascii"),
];

/** Character codes from `#` on, without the backslash: `0x23` to `0x7e` has 92, of which one is not used. */
const SINGLES = 87;

/** @param {Buffer} module */
function inAscii(module) {
  const count = new Array(256).fill(0);
  for (const byte of module) count[byte] += 1;
  const order = [...count.keys()].sort((a, b) => count[b] - count[a]);
  const character = (/** @type {number} */ code) => String.fromCharCode(code + 35);
  const codes = order.map((_, index) => {
    if (index < SINGLES) return character(index);
    const rest = index - SINGLES;
    return character(SINGLES + Math.floor(rest / 90)) + character(rest % 90);
  });
  /** @type {Map<number, string>} */
  const codeOf = new Map(order.map((byte, index) => [byte, codes[index] ?? ""]));
  const text = [...module].map((byte) => codeOf.get(byte) ?? "").join("");
  return { text, order: Buffer.from(order).toString("base64") };
}

/** @param {string} bytes */
async function bytesOf(bytes) {
  const module = await readFile(`${engine}engine.wasm`);
  if (bytes === "deflated") return { BYTES: deflateRawSync(module, { level: 9 }).toString("base64") };
  if (bytes === "plain") return { BYTES: module.toString("base64") };
  const { text, order } = inAscii(module);
  return { BYTES: text, ORDER: order, LENGTH: module.length, FIRST_PAIR: SINGLES };
}

/**
 * Writes what a flow that starts the engine imports, and returns the files by the name of the import.
 * @param {string} bytes
 * @param {string} folder
 * @returns {Promise<Record<string, string>>}
 */
export async function engineFiles(bytes, folder) {
  await mkdir(folder, { recursive: true });
  const file = `${folder}bytes-${bytes}.mjs`;
  const constants = Object.entries(await bytesOf(bytes));
  await writeFile(
    file,
    constants.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`).join(""),
  );
  return { "engine-bytes": file, "engine-glue": `${engine}glue.js` };
}
