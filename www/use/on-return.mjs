/**
 * The issuer comes back whether a PIN was set or not. Only your backend knows:
 * it is asked before the page is left and again after.
 */
import { cardPin, say } from "./your-app.mjs";

const BEFORE = "pin-changes-before";

export async function beforeLeaving() {
  const pin = await cardPin().catch(() => undefined);
  sessionStorage.setItem(BEFORE, String(pin?.changes ?? ""));
}

/** Whether it was set since: `undefined` where nobody can tell. */
export async function wasSetMeanwhile() {
  const before = sessionStorage.getItem(BEFORE);
  const pin = await cardPin();
  return before && pin ? pin.changes > Number(before) : undefined;
}

/**
 * @param {string} query What `redirectUrl` ends in.
 * @param {{set: string, notSet: string}} words
 */
export async function onReturn(query, { set, notSet }) {
  if (location.search !== query) return;
  try {
    const wasSet = await wasSetMeanwhile();
    if (wasSet === undefined) say("We can’t say whether a PIN was set.", "bad");
    else if (wasSet) say(set, "good");
    else say(notSet);
    // Told once: a reload is a new visit.
    history.replaceState(null, "", location.pathname);
  } catch {
    say("We can’t say whether a PIN was set. Reload to look again.", "bad");
  }
}
