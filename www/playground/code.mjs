/**
 * The code for the chosen options, for each way to use the package. It is text, so nothing here
 * needs a browser.
 */
import { pinChanges } from "./functions.mjs";
import { ATTRIBUTES, TAG_ATTRIBUTES } from "./generated.mjs";
import { optionsOf } from "./options.mjs";

/** @typedef {import("./state.mjs").State} State */
/** @typedef {import("./options.mjs").Values} Values */
/** @typedef {"HTML" | "JavaScript" | "React" | "Vue" | "Svelte" | "Angular"} Variant */

export const variants = /** @type {const} */ (["HTML", "JavaScript", "React", "Vue", "Svelte", "Angular"]);

/**
 * @param {Variant} variant
 * @param {State} state
 * @param {readonly string[]} origins
 * @param {string} here
 * @returns {string}
 */
export function codeFor(variant, state, origins, here) {
  const options = optionsOf(state, { origins, here, signal: ENDING });
  return writers[variant](
    options,
    before(options, variant !== "HTML" && variant !== "JavaScript"),
    options.mode === "inline",
  );
}

/** A placeholder for the signal of a controller that the code creates. */
const ENDING = Symbol("ending.signal");

/** The declarations that the options refer to. @param {Values} options @param {boolean} isTyped */
function before({ signal, confirmOutcome }, isTyped) {
  const ending = "const ending = new AbortController(); // ending.abort() ends it\n";
  const asked = `/** The number of PIN changes, if your backend knows it. */
const pinChanges = ${String(pinChanges)};
let before${isTyped ? ": Promise<number | undefined>" : ""} = Promise.resolve(undefined);
`;
  const made = `${signal ? ending : ""}${confirmOutcome ? asked : ""}`;
  return made && `${made}\n`;
}

/** @typedef {(options: Values, before: string, inline: boolean) => string} Writer */

/** @type {Record<Variant, Writer>} */
const writers = {
  HTML: (options, before, inline) => {
    const all = inline ? here(options) : options;
    const [attributes, others] = split(all, ATTRIBUTES);
    // Without a route for tokens, the tag does not define the element, so a script does.
    const [ofTag, rest] = "tokenUrl" in all ? split(others, TAG_ATTRIBUTES) : [[], others];
    return `<script src="set-pin-widget.js"${markup(ofTag, "")} defer></script>

<set-pin-widget${markup(attributes, "\n")}>
  <button type="button">Set PIN</button>
</set-pin-widget>${Object.keys(rest).length > 0 ? optionsScript(rest, before, ofTag.length > 0) : ""}`;
  },
  JavaScript: (options, before, inline) =>
    `import { createSetPin } from "set-pin-widget";

${before}const widget = createSetPin(${written(options)});

const button = document.createElement("button");
button.textContent = "Set PIN";
button.addEventListener("click", () => widget.open());
document.body.append(button);${inline ? '\n\nconst container = document.createElement("div");\ncontainer.id = "set-pin-here";\ndocument.body.append(container);' : ""}`,
  React: (options, before, inline) =>
    inline
      ? `import { useState } from "react";
import type { SetPinOptions${ofResult(options)} } from "set-pin-widget";
import { SetPin } from "set-pin-widget/react";

${before}const options: SetPinOptions = ${written(here(options))};

export function SetPinHere() {
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <SetPin {...options} onExit={${closing(options, "setOpen(false)", ": SetPinResult", "    ")}} />
  ) : (
    <button type="button" onClick={() => setOpen(true)}>
      Set PIN
    </button>
  );
}`
      : `import type { SetPinOptions } from "set-pin-widget";
import { useSetPin } from "set-pin-widget/react";

${before}const options: SetPinOptions = ${written(options)};

export function SetPinButton() {
  const { open } = useSetPin(options);
  return (
    <button type="button" onClick={open}>
      Set PIN
    </button>
  );
}`,
  Vue: (options, before, inline) =>
    `<script setup lang="ts">
import type { SetPinOptions${inline ? ofResult(options) : ""} } from "set-pin-widget";
import { ${inline ? "SetPin" : "useSetPin"} } from "set-pin-widget/vue";
${inline ? 'import { ref } from "vue";\n' : ""}
${before}const options: SetPinOptions = ${written(inline ? here(options) : options)};
${
  inline
    ? `const isOpen = ref(false);
const onExit = ${closing(options, "isOpen.value = false", ": SetPinResult", "")};`
    : "const { open } = useSetPin(options);"
}
</script>

<template>
  <button type="button" @click="${inline ? "isOpen = true" : "open"}">Set PIN</button>${
    inline ? '\n  <SetPin v-if="isOpen" v-bind="{ ...options, onExit }" />' : ""
  }
</template>`,
  Svelte: (options, before, inline) =>
    `<script lang="ts">
import type { SetPinOptions${inline ? ofResult(options) : ""} } from "set-pin-widget";
import { setPin } from "set-pin-widget/svelte";

${before}const options: SetPinOptions = ${written(inline ? here(options) : options)};
${
  inline
    ? `let isOpen = $state(false);
const onExit = ${closing(options, "isOpen = false", ": SetPinResult", "")};\n`
    : ""
}</script>

${
  inline
    ? `<button type="button" onclick={() => (isOpen = true)}>Set PIN</button>
{#if isOpen}
  <div use:setPin={{ ...options, onExit }}></div>
{/if}`
    : '<button type="button" use:setPin={options}>Set PIN</button>'
}`,
  Angular: (options, before, inline) =>
    `import { Component, CUSTOM_ELEMENTS_SCHEMA } from "@angular/core";
import { defineSetPinElement, type SetPinOptions } from "set-pin-widget";

defineSetPinElement();
${before ? `\n${before}` : "\n"}@Component({
  selector: "app-set-pin",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
    <set-pin-widget [options]="options"${inline ? ' mode="inline"' : ""}>
      <button type="button">Set PIN</button>
    </set-pin-widget>
  \`,
})
export class SetPinButton {
  protected readonly options: SetPinOptions = ${indented(written(inline ? here(options) : options), "  ")};
}`,
};

/** Components do not need a container: they are rendered in place. @param {Values} options */
function here({ container, ...others }) {
  return container === "#set-pin-here" ? others : { container, ...others };
}

/** @param {Values} options */
const ofResult = ({ onExit }) => (onExit ? ", SetPinResult" : "");

/**
 * Removes a component when the attempt has ended, after calling the option.
 * @param {Values} options
 * @param {string} close
 * @param {string} type
 * @param {string} by
 */
const closing = ({ onExit }, close, type, by) =>
  onExit
    ? indented(`(result${type}) => {\n  options.onExit?.(result);\n  ${close};\n}`, by)
    : `() => {\n${by}  ${close};\n${by}}`;

/** As source text. @param {unknown} value @returns {string} */
function written(value) {
  if (value === ENDING) return "ending.signal";
  if (typeof value === "function") return "gives" in value ? `() => (${written(value.gives)})` : String(value);
  if (typeof value !== "object" || value === null) return quoted(value);
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  const lines = Object.entries(value).map(([name, one]) => `  ${key(name)}: ${indented(written(one), "  ")},\n`);
  return `{\n${lines.join("")}}`;
}

/** Escapes text that would end the script in a page. @param {unknown} value */
const quoted = (value) => JSON.stringify(value).replaceAll(/<(?=[/!])/g, "\\u003c");

/** @param {string} name */
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** @param {string} code @param {string} by */
const indented = (code, by) => code.replaceAll("\n", `\n${by}`);

/** @param {[string, string][]} attributes @param {"" | "\n"} end After each. */
const markup = (attributes, end) => {
  const before = end ? "\n  " : " ";
  return (
    attributes.map(([name, value]) => `${before}${name}='${escaped(value)}'`).join("") +
    (attributes.length > 0 ? end : "")
  );
};

/**
 * The options that can be written as these attributes, and the others.
 * @param {Values} options
 * @param {Readonly<Record<string, string>>} known
 * @returns {[[string, string][], Values]}
 */
function split(options, known) {
  const attributes = /** @type {[string, string][]} */ ([]);
  const rest = /** @type {Values} */ ({});
  for (const [name, value] of Object.entries(options)) {
    const parts = attributesOf(name, value, known);
    if (parts) attributes.push(...parts);
    else rest[name] = value;
  }
  return [attributes, rest];
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {Readonly<Record<string, string>>} known
 * @returns {[string, string][] | undefined}
 */
function attributesOf(name, value, known) {
  const attribute = known[name];
  if (attribute) return [[attribute, attributeText(value)]];
  if (typeof value !== "object" || value === null) return undefined;
  const parts = Object.entries(value).map(([inner, one]) => [known[`${name}.${inner}`], attributeText(one)]);
  return parts.every(([inner]) => inner) ? /** @type {[string, string][]} */ (parts) : undefined;
}

/** @param {unknown} value */
function attributeText(value) {
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * @param {Values} rest
 * @param {string} before
 * @param {boolean} isDefined Whether the tag defines the element.
 */
const optionsScript = (rest, before, isDefined) => {
  const options = written(rest);
  const code = isDefined
    ? `document.querySelector("set-pin-widget").options = ${options};`
    : `SetPin.defineSetPinElement("set-pin-widget", ${options});`;
  return `\n\n<script type="module">\n${before}${code}\n</script>`;
};

/** @param {string} value */
const escaped = (value) => value.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;");
