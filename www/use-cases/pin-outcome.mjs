/**
 * Whether a PIN was set. Only your backend knows: compare its number of PIN
 * changes before and after the attempt. `unknown` is neither yes nor no.
 */
import { cardPin, showMessage } from "./your-app.mjs";

/** @type {ReturnType<typeof cardPin>} */
let before = Promise.resolve(undefined);

/** For `onStateChange`. @param {string} state */
export function readBefore(state) {
  if (state === "starting") before = cardPin().catch(() => undefined);
}

/** For `confirmOutcome`. @param {{signal: AbortSignal}} context */
export async function pinWasSet(context) {
  const [was, is] = await Promise.all([before, cardPin(context)]);
  return was && is ? is.changes > was.changes : undefined;
}

/**
 * One sentence for each ending.
 * @param {import("/pkg/index.mjs").SetPinResult} result
 * @param {{set?: string, notSet?: string}} [texts]
 */
export function showOutcome({ outcome, error }, texts = {}) {
  const { set = "Your PIN is set.", notSet = "No PIN was set." } = texts;
  if (error?.code === "already_open") return; // the first attempt continues
  if (outcome === "confirmed") showMessage(set, "good");
  else if (outcome === "not_confirmed") showMessage(notSet);
  else
    showMessage("We can’t say whether a PIN was set. Please try again.", "bad");
}
