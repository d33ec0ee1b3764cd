import { themes } from "../generated/custom-css.js";
import { OBJECTS } from "../generated/option-objects.js";
import { merge } from "./merge.js";
import { tryOrReport } from "./report.js";
import type { CustomCss, SetPinOptions } from "./types.js";

/**
 * The options for one request. The object and the objects in it have no prototype, so that no
 * inherited name hides an option or adds one. URLs are strings, and functions settle at the latest
 * when the attempt ends. The values are not validated: the engine does that.
 */
export type OptionsSnapshot = Readonly<Record<string, unknown>>;

/** A function of the host, as the engine calls it. */
export type HostFunction = (...given: unknown[]) => unknown;

/** Makes the function that the engine calls instead of one of the host's. */
type Wrap = (call: HostFunction, name: string) => HostFunction;

/** Copies the options, so that a later `update()` does not change them. */
export function snapshotOptions(options: Partial<SetPinOptions>, wrap: Wrap): OptionsSnapshot {
  const snapshot = copyOf(options, wrap);
  const { theme, customCss = {} } = snapshot;
  if (theme !== undefined && isObject(customCss)) snapshot.customCss = merge(coloursOf(theme), customCss);
  return snapshot;
}

function copyOf(options: object, wrap: Wrap): Record<string, unknown> {
  const copy: Record<string, unknown> = merge();
  for (const name of namesOf(options)) {
    const option: unknown = Reflect.get(options, name);
    if (typeof option === "function") copy[name] = wrap(option as HostFunction, name);
    else if (option instanceof URL) copy[name] = option.href;
    else if (OBJECTS.includes(name) && isObject(option)) copy[name] = tryOrReport(() => copyOf(option, wrap)) ?? null;
    else if (option !== undefined) copy[name] = option;
  }
  return copy;
}

/**
 * Returns the names of an object's properties, and of those that its class defines (a getter, for
 * example). The properties that every object of the page has do not count.
 */
function namesOf(object: object): string[] {
  const names = Object.getOwnPropertyNames(object);
  const inherited = Object.getPrototypeOf(object) as object | null;
  return inherited && Object.getPrototypeOf(inherited) ? names.concat(namesOf(inherited)) : names;
}

/** The engine refuses any other value of {@link OBJECTS}. */
function isObject(option: unknown): option is object {
  return typeof option === "object" && option !== null;
}

/** Returns the colours of a theme. `auto` follows the user's preference of this moment. */
function coloursOf(theme: unknown): CustomCss {
  const prefersDark = () => tryOrReport(() => matchMedia("(prefers-color-scheme: dark)").matches);
  return theme === "dark" || (theme === "auto" && prefersDark()) ? themes.dark : themes.light;
}
