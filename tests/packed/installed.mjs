/**
 * The tarball, unpacked where a resolver finds it as an installed package.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** In the repository, so that the entries' frameworks are found too. */
export const project = `${repository}target/packed/`;
export const installed = `${project}node_modules/set-pin-widget/`;

/** The tarball under test. */
export const tarballPath = process.env.PACKAGE_TARBALL ?? "";
if (!tarballPath) throw new Error("PACKAGE_TARBALL is not set: run these tests by `cargo xtask test --only packed`");

rmSync(project, { recursive: true, force: true });
mkdirSync(installed, { recursive: true });
execFileSync("tar", ["-xzf", tarballPath, "-C", installed, "--strip-components=1"]);

/** @param {string} name */
export const text = (name) => readFileSync(installed + name, "utf8");

/** @type {{version: string, peerDependencies?: Record<string, string>, peerDependenciesMeta?: Record<string, {optional?: boolean}>, exports: Record<string, string | {import: {default: string}, require: {default: string}}>}} */
export const description = JSON.parse(text("package.json"));

/** Types of an element in TSX. */
const TYPES_ONLY = /^\.\/jsx-/;

/** The entries that contain code: the imported name, and its two files. */
export const entries = Object.entries(description.exports).flatMap(([subpath, files]) =>
  typeof files === "string" || TYPES_ONLY.test(subpath)
    ? []
    : [
        {
          name: `set-pin-widget${subpath.slice(1)}`,
          esm: files.import.default.slice(2),
          cjs: files.require.default.slice(2),
        },
      ],
);

/** Every code file of the package. */
export const codeFiles = ["", "languages/", "cjs/", "cjs/languages/"].flatMap((folder) =>
  readdirSync(installed + folder)
    .filter((name) => /\.[cm]?js$/.test(name))
    .map((name) => folder + name),
);
