/**
 * One sentence for each ending. Only your backend knows whether a PIN was set: `unknown` is neither yes nor no.
 */
import { say } from "./your-app.mjs";

/** @param {import("/pkg/index.mjs").SetPinResult} result @param {{set?: string, notSet?: string}} [words] */
export function sayOutcome({ outcome, error }, { set = "Your PIN is set.", notSet = "No PIN was set." } = {}) {
  if (error?.code === "already_open") return; // pressed twice: the first attempt goes on
  if (outcome === "confirmed") say(set, "good");
  else if (outcome === "not_confirmed") say(notSet);
  else say("We can’t say whether a PIN was set. Please try again.", "bad");
}
