/**
 * The code for what is on the screen, for each way to use the package. Text only: nothing here needs a browser.
 */
import { dataOf } from "./options.mjs";

/** @typedef {import("./state.mjs").State} State */
/** @typedef {"HTML" | "JavaScript" | "React" | "Vue" | "Svelte" | "Angular"} Door */

export const doors = /** @type {const} */ (["HTML", "JavaScript", "React", "Vue", "Svelte", "Angular"]);

/** Options that are functions, as an app would write them. */
const FETCH_TOKEN = `async (request, { signal }) => {
  const response = await fetch("/api/card/set-pin/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal,
  });
  if (!response.ok) throw Object.assign(new Error("No token"), { status: response.status });
  return response.json();
}`;
const CONFIRM_OUTCOME = `async ({ signal }) => {
  const response = await fetch("/api/card/pin", { signal });
  return (await response.json()).changes > 0;
}`;

/**
 * @param {Door} door
 * @param {State} state
 * @param {readonly string[]} origins
 * @param {string} here
 * @returns {string}
 */
export function codeFor(door, state, origins, here) {
  const data = dataOf(state, origins, here);
  return writers[door](data, functionsOf(state), data.mode === "inline");
}

/** @param {State} state @returns {[string, string][]} */
function functionsOf(state) {
  const made = /** @type {[string, string][]} */ ([]);
  if (state.token === "fetchToken") made.push(["fetchToken", FETCH_TOKEN]);
  if (state.confirmOutcome) made.push(["confirmOutcome", CONFIRM_OUTCOME]);
  if (state.signal) made.push(["signal", "ending.signal"]);
  return made;
}

/** @typedef {(data: Record<string, unknown>, functions: [string, string][], inline: boolean) => string} Writer */

/** @type {Record<Door, Writer>} */
const writers = {
  HTML: (data, functions, inline) => {
    const placed = inline ? here(data) : data;
    const attributes = attributesOf(placed).map(([name, value]) => `\n  ${name}='${escaped(value)}'`);
    const rest = [...functions, ...wordless(placed)];
    const script = rest.length > 0 ? optionsScript(rest) : "";
    const button = '\n  <button type="button">Set PIN</button>\n';
    return `<script src="set-pin-widget.js" defer></script>\n\n<set-pin-widget${attributes.join("")}\n>${button}</set-pin-widget>${script}`;
  },
  JavaScript: (data, functions, inline) =>
    `import { createSetPin } from "set-pin-widget";

${ending(functions)}const widget = createSetPin(${literal(data, functions)});

const button = document.createElement("button");
button.textContent = "Set PIN";
button.addEventListener("click", () => widget.open());
document.body.append(button);${inline ? '\n\nconst place = document.createElement("div");\nplace.id = "set-pin-here";\ndocument.body.append(place);' : ""}`,
  React: (data, functions, inline) =>
    inline
      ? `import { useState } from "react";
import type { SetPinOptions } from "set-pin-widget";
import { SetPin } from "set-pin-widget/react";

${ending(functions)}const options: SetPinOptions = ${literal(here(data), functions)};

export function SetPinHere() {
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <SetPin {...options} onExit={() => setOpen(false)} />
  ) : (
    <button type="button" onClick={() => setOpen(true)}>
      Set PIN
    </button>
  );
}`
      : `import type { SetPinOptions } from "set-pin-widget";
import { useSetPin } from "set-pin-widget/react";

${ending(functions)}const options: SetPinOptions = ${literal(data, functions)};

export function SetPinButton() {
  const { open } = useSetPin(options);
  return (
    <button type="button" onClick={open}>
      Set PIN
    </button>
  );
}`,
  Vue: (data, functions, inline) =>
    `<script setup lang="ts">
import type { SetPinOptions } from "set-pin-widget";
import { ${inline ? "SetPin" : "useSetPin"} } from "set-pin-widget/vue";
${inline ? 'import { ref } from "vue";\n' : ""}
${ending(functions)}const options: SetPinOptions = ${literal(inline ? here(data) : data, functions)};
${inline ? "const isOpen = ref(false);" : "const { open } = useSetPin(options);"}
</script>

<template>
  <button type="button" @click="${inline ? "isOpen = true" : "open"}">Set PIN</button>${
    inline ? '\n  <SetPin v-if="isOpen" v-bind="options" @exit="isOpen = false" />' : ""
  }
</template>`,
  Svelte: (data, functions, inline) =>
    `<script lang="ts">
import type { SetPinOptions } from "set-pin-widget";
import { setPin } from "set-pin-widget/svelte";

${ending(functions)}const options: SetPinOptions = ${literal(inline ? here(data) : data, functions)};
${inline ? "let isOpen = $state(false);\n" : ""}</script>

${
  inline
    ? `<button type="button" onclick={() => (isOpen = true)}>Set PIN</button>
{#if isOpen}
  <div use:setPin={{ ...options, onExit: () => (isOpen = false) }}></div>
{/if}`
    : '<button type="button" use:setPin={options}>Set PIN</button>'
}`,
  Angular: (data, functions, inline) =>
    `import { Component, CUSTOM_ELEMENTS_SCHEMA } from "@angular/core";
import { defineSetPinElement, type SetPinOptions } from "set-pin-widget";

defineSetPinElement();
${ending(functions)}
@Component({
  selector: "app-set-pin",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
    <set-pin-widget [options]="options"${inline ? ' mode="inline"' : ""}>
      <button type="button">Set PIN</button>
    </set-pin-widget>
  \`,
})
export class SetPinButton {
  protected readonly options: SetPinOptions = ${indented(literal(inline ? here(data) : data, functions), "  ")};
}`,
};

/** Components stand where they are rendered. @param {Record<string, unknown>} data */
function here({ container, ...others }) {
  return container === "#set-pin-here" ? others : { container, ...others };
}

/** @param {[string, string][]} functions */
const ending = (functions) =>
  functions.some(([name]) => name === "signal")
    ? "const ending = new AbortController(); // ending.abort() ends it\n"
    : "";

/** @param {Record<string, unknown>} data @param {[string, string][]} functions */
function literal(data, functions) {
  const lines = Object.entries(data).map(([name, value]) => `${key(name)}: ${indented(written(value), "  ")}`);
  const all = [...lines, ...functions.map(([name, code]) => `${name}: ${indented(code, "  ")}`)];
  return `{\n${all.map((line) => `  ${line},\n`).join("")}}`;
}

/** JSON, with names as JavaScript takes them. @param {unknown} value */
const written = (value) =>
  JSON.stringify(value, undefined, 2).replaceAll(/^( *)"(\w+)":/gm, (_, space, name) => `${space}${name}:`);

/** @param {string} name */
const key = (name) => (/^\w+$/.test(name) ? name : JSON.stringify(name));

/** @param {string} code @param {string} by */
const indented = (code, by) => code.replaceAll("\n", `\n${by}`);

const ATTRIBUTES = /** @type {const} */ ({
  tokenUrl: "token-url",
  headers: "headers",
  credentials: "credentials",
  mode: "mode",
  container: "container",
  redirectUrl: "redirect-url",
  allowedOrigins: "allowed-origins",
  theme: "theme",
  customCss: "custom-css",
  width: "width",
  height: "height",
  contrastWarning: "contrast-warning",
  locale: "locale",
  messages: "messages",
  dismissOnBackdrop: "dismiss-on-backdrop",
  requestTimeoutMs: "request-timeout-ms",
  loadTimeoutMs: "load-timeout-ms",
  tokenLifetimeMs: "token-lifetime-ms",
  onExpiry: "expiry",
  onFailure: "failure",
});

/** @param {Record<string, unknown>} data @returns {[string, string][]} */
function attributesOf(data) {
  return Object.entries(ATTRIBUTES).flatMap(([option, attribute]) => {
    const value = data[option];
    if (value === undefined) return [];
    if (Array.isArray(value)) return [[attribute, value.join(" ")]];
    return [[attribute, typeof value === "object" ? JSON.stringify(value) : String(value)]];
  });
}

/** Data without an attribute of its own here. @param {Record<string, unknown>} data @returns {[string, string][]} */
const wordless = (data) =>
  Object.entries(data)
    .filter(([name]) => !(name in ATTRIBUTES))
    .map(([name, value]) => [name, written(value)]);

/** @param {[string, string][]} rest */
const optionsScript = (rest) =>
  `\n\n<script type="module">\n${ending(rest)}document.querySelector("set-pin-widget").options = ${literal({}, rest)};\n</script>`;

/** @param {string} value */
const escaped = (value) => value.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;");
