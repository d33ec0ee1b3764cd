/**
 * The example applications as an integrator has them: a copy of the folder, the packed tarball, and
 * the application's own build.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { node22, tarball } from "../packaging/harness/installed.mjs";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../", import.meta.url));
const target = join(repository, "target");

/** The issuer's origin in the examples. The tests use the sandbox's origin instead. */
const ISSUER = "https://cards.baanx.com";

/** The tarball of `cargo xtask package`, relative to an example's folder. */
const PACKED = "file:../../target/set-pin-widget.tgz";

/** @typedef {{name: string, dist: string, needsNode22?: boolean}} Application `needsNode22`: Angular's command refuses older ones. */

/** A copy of an application, before or after its build. */
export class Copy {
  /** @param {string} folder @param {Application} application */
  constructor(folder, application) {
    this.folder = folder;
    this.application = application;
    /** The built pages. */
    this.dist = join(folder, application.dist);
  }

  /** @param {Application} application */
  static async of(application) {
    await mkdir(target, { recursive: true });
    const folder = await mkdtemp(join(target, `example-${application.name}-`));
    const isSource = (/** @type {string} */ path) => !/[\\/](?:node_modules|dist|\.angular)$/.test(path);
    await cp(join(repository, "examples", application.name), folder, { recursive: true, filter: isSource });
    return new Copy(folder, application);
  }

  /**
   * Installs by the lock file and builds by `npm run build`, for the sandbox.
   * @param {string} issuer
   */
  async build(issuer) {
    for (const file of ["package.json", "package-lock.json"]) await this.#replace(file, PACKED, `file:${tarball()}`);
    for (const file of await readdir(this.folder, { recursive: true })) {
      if (/\.(?:html|tsx?|vue|svelte)$/.test(file)) await this.#replace(file, ISSUER, issuer);
    }
    await this.#npm("ci", "--ignore-scripts", "--no-audit", "--no-fund");
    await this.#npm("run", "build");
  }

  async remove() {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** @param {string} file @param {string} from @param {string} to */
  async #replace(file, from, to) {
    const path = join(this.folder, file);
    await writeFile(path, (await readFile(path, "utf8")).replaceAll(from, to));
  }

  /** @param {string[]} given */
  async #npm(...given) {
    const path = this.application.needsNode22 ? `${await node22()}${delimiter}${process.env.PATH}` : process.env.PATH;
    try {
      await run("npm", given, {
        cwd: this.folder,
        env: { ...process.env, PATH: path, CI: "true" },
        maxBuffer: 2 ** 26,
      });
    } catch (error) {
      const { stdout, stderr } = /** @type {{stdout: string, stderr: string}} */ (error);
      throw new Error(`npm ${given.join(" ")} failed in the example ${this.application.name}:\n${stdout}\n${stderr}`);
    }
  }
}
