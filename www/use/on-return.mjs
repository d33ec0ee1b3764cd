/**
 * The issuer comes back whether a PIN was set or not, so your backend is asked.
 */
import { pinWasSet, say } from "./your-app.mjs";

/** @param {string} query What `redirectUrl` ends in. @param {{set: string, notSet: string}} words */
export async function onReturn(query, { set, notSet }) {
  if (location.search !== query) return;
  try {
    if (await pinWasSet()) say(set, "good");
    else say(notSet);
    history.replaceState(null, "", location.pathname); // told once: a reload is a new visit
  } catch {
    say("We can’t say whether a PIN was set. Reload this page to look again.", "bad");
  }
}
