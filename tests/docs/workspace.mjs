/**
 * Writes the blocks as files of an app that has installed the package: `target/docs-blocks`.
 */
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOfKind, repository } from "./blocks.mjs";

/** The package under test. */
export const pkg = process.env.E2E_PKG ?? `${repository}pkg`;
const here = fileURLToPath(new URL("./", import.meta.url));

/** Blocks that are modules, and are written as files. */
export const modules = blocksOfKind("page", "react", "backend", "route", "server app");

const [session, ...otherSessions] = blocksOfKind("session");
if (!session || otherSessions.length > 0)
  throw new Error("The documentation shows one session.js: which one is it now?");

/**
 * Writes the app's folder again: the modules and their imports.
 * @param {string} name Of the folder, so that tests that run at once keep out of each other's way.
 */
export function layOut(name) {
  const folder = `${repository}target/docs-blocks/${name}/`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}package.json`, '{ "type": "module" }\n');
  for (const { id, language, text } of modules) writeFileSync(`${folder}${id}.${language}`, text);
  for (const file of ["app.js", "store.js"]) copyFileSync(`${here}app/${file}`, folder + file);
  writeFileSync(`${folder}session.js`, session?.text ?? "");
  link(folder, "set-pin-widget", pkg);
  for (const dependency of ["express", "@hono/node-server", "fastify", "hono", "koa", "@koa/bodyparser", "h3"])
    link(folder, dependency, `${repository}tests/server/node_modules/${dependency}`);
  return folder;
}

/** @param {string} folder @param {string} name @param {string} to */
function link(folder, name, to) {
  const path = `${folder}node_modules/${name}`;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(to, path, "dir");
}
