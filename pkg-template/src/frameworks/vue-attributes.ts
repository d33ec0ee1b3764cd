import type { SetupContext } from "vue";
import { tryOrReport } from "../handle/report.js";

/** Converts attributes to options. Both spellings work, and Vue passes `@exit` as `onExit`. */
export function optionsOf(attributes: SetupContext["attrs"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value === "" ? true : isListeners(value) ? callAll(value) : value,
    ]),
  );
}

/** Vue passes an array if the bound options have an `onExit` and the tag has an `@exit`. */
function isListeners(value: unknown): value is readonly ((...given: unknown[]) => void)[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "function");
}

function callAll(listeners: readonly ((...given: unknown[]) => void)[]): (...given: unknown[]) => void {
  return (...given) => {
    for (const listener of listeners) tryOrReport(() => listener(...given));
  };
}
