/**
 * Whether a PIN was set. Only your backend knows: it is asked when the attempt
 * begins and again when it has ended. `unknown` is neither yes nor no.
 */
import { cardPin, say } from "./your-app.mjs";

/** @type {ReturnType<typeof cardPin>} */
let before = Promise.resolve(undefined);

/** For `onStateChange`. @param {string} state */
export function askBefore(state) {
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
 * @param {{set?: string, notSet?: string}} [words]
 */
export function sayOutcome({ outcome, error }, words = {}) {
  const { set = "Your PIN is set.", notSet = "No PIN was set." } = words;
  if (error?.code === "already_open") return; // the first attempt goes on
  if (outcome === "confirmed") say(set, "good");
  else if (outcome === "not_confirmed") say(notSet);
  else say("We can’t say whether a PIN was set. Please try again.", "bad");
}
