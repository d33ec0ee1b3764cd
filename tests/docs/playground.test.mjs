/**
 * The playground, without a browser: it has a control for every option and fault, and its code
 * compiles in each framework.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { codeFor, variants } from "../../www/playground/code.mjs";
import { controls, PLACES } from "../../www/playground/controls.mjs";
import { ATTRIBUTES, DOCUMENTED_STATUSES, OPTIONS } from "../../www/playground/generated.mjs";
import { optionsOf, sandboxSettingsOf } from "../../www/playground/options.mjs";
import { searchOf, stateOf } from "../../www/playground/state.mjs";
import { Source } from "../../xtask/docs/sources.mjs";
import { typeErrors } from "../e2e/harness/generated-code.mjs";
import { messageKeys } from "../e2e/harness/languages.mjs";
import { states } from "../e2e/harness/playground-states.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const types = new Source(`${repository}pkg-template/src/generated/options.ts`);
const customCss = new Source(`${repository}pkg-template/src/generated/custom-css.ts`);

const ORIGINS = ["https://cards.baanx.com"];
const HERE = "https://app.example/";

describe("every option", () => {
  test("of the package has a control, and no control has an unknown option", () => {
    const given = new Set(
      Object.values(states).flatMap((state) => pathsOf(optionsOf(state, { origins: ORIGINS, here: HERE, signal: 1 }))),
    );
    const wanted = [
      ...types.members("SetPinOptions").flatMap(({ name, type }) => [name, ...within(name, type)]),
      ...customCss.members("CustomCss").map(({ name }) => `customCss.${name}`),
    ];
    assert.deepEqual([...given].toSorted(), [...new Set(wanted)].toSorted());
  });

  test("with several values has a choice of all of them", () => {
    for (const option of ["mode", "onExpiry", "onFailure"]) {
      const values = types.values(`SetPinOptions.${option}`).map(({ value }) => value);
      assert.deepEqual(choicesOf(option).toSorted(), values.toSorted(), option);
    }
    assert.deepEqual(
      choicesOf("theme").toSorted(),
      types
        .values("Theme")
        .map(({ value }) => value)
        .toSorted(),
    );
    assert.deepEqual(choicesOf("iframe.referrerPolicy").toSorted(), ofBrowsers("ReferrerPolicy"));
    assert.deepEqual(choicesOf("credentials").toSorted(), ofBrowsers("RequestCredentials"));
  });

  test("that is a flag has its default, and is changed by its control", () => {
    const flags = OPTIONS.filter(({ kind }) => kind === "flag");
    assert.ok(flags.length > 0, "no flags were found");
    for (const { name, default: isOn } of flags) {
      const [own, other] = isOn ? ["yes", "no"] : ["no", "yes"];
      assert.deepEqual(stateOf(`?${name}=${own}`), {}, `${name} at its default`);
      const state = stateOf(`?${name}=${other}`);
      assert.deepEqual(state, { [name]: other });
      const options = optionsOf(state, { origins: ORIGINS, here: HERE, signal: 1 });
      assert.equal(options[name], !isOn, name);
    }
  });

  test("and every status that the issuer documents can be chosen", () => {
    for (const place of ["token", "status", "issuer"]) {
      const choices = choicesOf(`sandbox.${place}`);
      assert.deepEqual(
        DOCUMENTED_STATUSES.filter((status) => !choices.includes(status)),
        [],
        place,
      );
    }
  });

  test("and every fault of the sandbox can be chosen", () => {
    const rust = readFileSync(`${repository}issuer-sandbox/src/faults.rs`, "utf8");
    const body = /pub enum FaultKind \{\n([\s\S]*?)\n\}/.exec(rust)?.[1] ?? "";
    const kinds = [...body.matchAll(/^ {4}(\w+) \{/gm)].map(([, name = ""]) => name.toLowerCase());
    assert.ok(kinds.length > 10, "no faults were found in the sandbox's source");
    const chosen = PLACES.flatMap((place) =>
      choicesOf(`sandbox.${place}`).map((fault) => {
        const faults = /** @type {Record<string, {kind: string}[]>} */ (
          sandboxSettingsOf({ [`sandbox.${place}`]: fault })?.faults ?? {}
        );
        return faults[place]?.[0]?.kind ?? "";
      }),
    );
    assert.deepEqual([...new Set(chosen)].filter((kind) => kind !== "").toSorted(), kinds.toSorted());
  });
});

describe("the URL", () => {
  test("restores every state that it contains", () => {
    for (const [name, state] of Object.entries(states)) assert.deepEqual(stateOf(`?${searchOf(state)}`), state, name);
  });

  test("ignores a value that no control can have", () => {
    assert.deepEqual(stateOf("?mode=bogus&requestTimeoutMs=abc&onExit=maybe&locale=xx&intervalMs=5&toString=1"), {});
    assert.deepEqual(stateOf("?width=1%0A2&headers=a%3A1%0A%0Ab%3A2"), { width: "12", headers: "a:1\nb:2" });
  });
});

describe("the code", () => {
  test("compiles in each framework, for every state of the controls", async () => {
    const files = Object.entries(states).flatMap(([name, state]) =>
      variants.map((variant) => ({
        variant,
        name: name.replace(" ", "-"),
        code: codeFor(variant, state, ORIGINS, HERE),
      })),
    );
    assert.deepEqual(await typeErrors(files), []);
  });

  test("with a mistake does not compile: the check above can fail", async () => {
    const code = codeFor("React", { onExpiry: "never" }, ORIGINS, HERE);
    assert.match((await typeErrors([{ variant: "React", name: "wrong", code }])).join("\n"), /onExpiry|never/);
  });

  test("in HTML uses only attributes that the element has", () => {
    const known = Object.values(ATTRIBUTES);
    const used = Object.values(states).flatMap((state) => {
      const tag = /<set-pin-widget([\s\S]*?)\n>/.exec(codeFor("HTML", state, ORIGINS, HERE))?.[1] ?? "";
      return [...tag.matchAll(/\n {2}([\w-]+)='/g)].map(([, name = ""]) => name);
    });
    assert.ok(used.length > 15, "attributes were found");
    assert.deepEqual(
      [...new Set(used)].filter((name) => !known.includes(name)),
      [],
    );
  });

  test("for HTML contains every option", () => {
    for (const [name, state] of Object.entries(states)) {
      const code = codeFor("HTML", state, ORIGINS, HERE);
      const parts = code.split("</set-pin-widget>");
      const options = optionsOf(state, { origins: ORIGINS, here: HERE, signal: 1 });
      for (const [option, value] of Object.entries(options)) {
        const attribute = option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^on-/, "");
        const inner = typeof value === "object" && value !== null ? Object.keys(value)[0] : "";
        const isAttribute =
          new RegExp(`(\n {2}| data-)${attribute}(-\\w+)*='`).test(parts[0] ?? "") || inner === "waitForActive";
        const isPlaced = option === "container" && value === "#set-pin-here";
        assert.ok(isAttribute || isPlaced || parts[1]?.includes(`  ${option}: `), `${name}: ${option}`);
      }
    }
  });
});

/** @param {Record<string, unknown>} options @param {string} [before] @returns {string[]} */
function pathsOf(options, before = "") {
  return Object.entries(options).flatMap(([name, value]) => {
    const path = before + name;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value) && name !== "headers";
    return isObject ? [path, ...pathsOf(/** @type {Record<string, unknown>} */ (value), `${path}.`)] : [path];
  });
}

/**
 * The members of an object that a type names inline, in a union or by its keys.
 * @param {string} name
 * @param {string} type
 */
function within(name, type) {
  if (name === "messages") return messageKeys.map((key) => `${name}.${key}`);
  const inline = /\{([^}]*)\}/.exec(type.startsWith("(") || name === "headers" ? "" : type)?.[1] ?? "";
  return [...inline.matchAll(/(\w+)\?: /g)].map(([, inner]) => `${name}.${inner}`);
}

/** Returns the values of a control, without a default that has no name. @param {string} name */
const choicesOf = (name) =>
  (controls.find((control) => control.name === name)?.choices ?? []).filter((one) => one !== "" && one !== "none");

/** The values of a type that browsers know. @param {string} name */
function ofBrowsers(name) {
  const dom = readFileSync(fileURLToPath(import.meta.resolve("typescript-5.3/lib/lib.dom.d.ts")), "utf8");
  const values = new RegExp(`^type ${name} = (.*);$`, "m").exec(dom)?.[1] ?? "";
  return [...values.matchAll(/"([\w-]+)"/g)].map(([, value = ""]) => value).toSorted();
}
