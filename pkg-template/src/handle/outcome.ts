// Whether the PIN was set, as the host's `confirmOutcome` or `pinVersion` says.

import type { Outcome } from "../generated/lifecycle.js";
import { merge } from "./merge.js";
import type { HostFunction } from "./options-snapshot.js";
import { report } from "./report.js";
import type { SetPinOptions } from "./types.js";

/** The argument of both functions. */
export interface CallContext {
  signal: AbortSignal;
}

/**
 * Makes one of these functions report an exception as an uncaught error, unless the widget has
 * aborted the call. The widget itself reports no error then: the outcome is `unknown`.
 */
export function reporting(call: HostFunction): (context: CallContext) => Promise<unknown> {
  return async (context) => {
    try {
      return await call(context);
    } catch (thrown) {
      if (!context.signal.aborted) report(thrown);
      return undefined;
    }
  };
}

/** The entry of `sessionStorage` in which a value of `pinVersion` waits for the return from a redirect. */
const KEY = "set-pin-widget:pin-version";

/** The time limit of `pinVersion` after a redirect: the default of `requestTimeoutMs`. */
const LIMIT_MS = 15_000;

/** Whether the PIN was changed between two values of `pinVersion`; `undefined` if they cannot be compared. */
export function hasChanged(before: unknown, after: unknown): boolean | undefined {
  const isVersion = typeof before === "string" || (typeof before === "number" && !Number.isNaN(before));
  return isVersion && typeof after === typeof before && !Number.isNaN(after) ? after !== before : undefined;
}

/**
 * Keeps a value for the page that the redirect returns to. JSON has no `undefined`, which is read as `null`. Without
 * storage (which a browser can refuse), the page has no outcome.
 */
export function keepVersion(version: unknown): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([version]));
  } catch {
    // See above.
  }
}

/** Returns the kept value in an array, and removes it. */
function takeVersion(): readonly unknown[] | undefined {
  try {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return kept === null ? undefined : (JSON.parse(kept) as unknown[]);
  } catch {
    return undefined;
  }
}

let completing: Promise<Outcome | undefined> | undefined;

/**
 * Returns the outcome of a redirect, on the page that it returns to: compares the value of `pinVersion` with the one
 * before the redirect, which is forgotten. `undefined` if no redirect of this widget with a `pinVersion` came before. A
 * second call during the first returns the same promise, because components may run their effects twice.
 */
export function completeRedirect(options: Pick<SetPinOptions, "pinVersion">): Promise<Outcome | undefined> {
  completing ??= compare(merge(options).pinVersion).finally(() => {
    completing = undefined;
  });
  return completing;
}

async function compare(pinVersion: SetPinOptions["pinVersion"]): Promise<Outcome | undefined> {
  const kept = takeVersion();
  if (!kept) return undefined;
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), LIMIT_MS);
  const timeout = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined));
  });
  const read = typeof pinVersion === "function" ? reporting(pinVersion as HostFunction) : undefined;
  const after = await Promise.race([read?.({ signal }), timeout]);
  clearTimeout(timer);
  const changed = hasChanged(kept[0], after);
  if (changed === undefined) return "unknown";
  return changed ? "confirmed" : "not_confirmed";
}
