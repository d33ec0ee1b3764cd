/** A sentence for each ending. `unknown` is neither yes nor no. */
import { showMessage } from "./your-app.mjs";

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
  else if (error && /^card_not_(active|found)$/.test(error.code))
    showMessage("Your card isn’t ready yet. Try again in a moment.", "bad");
  else
    showMessage("We can’t say whether a PIN was set. Please try again.", "bad");
}
