/**
 * States of the playground that together use every control of the widget.
 */
import { controls } from "../../../www/playground/controls.mjs";
import { without } from "../../../www/playground/state.mjs";

/** @typedef {import("../../../www/playground/state.mjs").State} State */

const headers = 'x-csrf: it\'s <1> & "2"\nx-other: </script>';

/** @param {Record<string, string>} given The values that differ from the defaults. @returns {State} */
const all = (given) =>
  without(
    controls.map(({ name, kind, choices = [] }) => {
      const flag = choices[0] === "yes" ? "no" : "yes";
      const value = { choice: choices.at(-1), colour: "#123456", number: "7", text: "x", lines: headers, flag };
      return [name, given[name] ?? value[kind] ?? ""];
    }),
  );

const origins = { allowedOrigins: "https://a.example https://b.example" };
const callbacks = { onExit: "yes", onEvent: "yes" };

export const states = {
  plain: {},
  inline: { mode: "inline", height: "620px", confirmOutcome: "yes" },
  redirect: { mode: "redirect", theme: "dark" },
  look: { "customCss.backgroundColor": "#FFF8E7", "customCss.pinBorderRadius": "12", locale: "de" },
  functions: without(
    Object.entries({
      ...{ token: "fetchToken", cardStatus: "fetch", waitForActive: "yes", confirmOutcome: "yes", signal: "yes" },
      ...{ onReady: "yes", onError: "yes", onExpire: "yes", onStateChange: "yes" },
    }),
  ),
  silent: { onExit: "no", onEvent: "no", mode: "inline" },
  everything: all({ mode: "modal", token: "tokenUrl", cardStatus: "url", noRetry: "no", ...origins, ...callbacks }),
  "everything else": all({ mode: "redirect", token: "fetchToken", headersBy: "an object", ...origins, ...callbacks }),
};
