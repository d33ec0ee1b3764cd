/**
 * The issuer redirects back whether a PIN was set or not. Only your backend
 * knows: compare its number of PIN changes before and after.
 */
import { cardPin, showMessage } from "./your-app.mjs";

const BEFORE = "pin-changes-before";

export async function beforeLeaving() {
  const pin = await cardPin().catch(() => undefined);
  sessionStorage.setItem(BEFORE, String(pin?.changes ?? ""));
}

/** Whether it was set since; `undefined` if the backend does not know. */
export async function wasSetMeanwhile() {
  const before = sessionStorage.getItem(BEFORE);
  const pin = await cardPin();
  return before && pin ? pin.changes > Number(before) : undefined;
}

/**
 * @param {string} query The query of `redirectUrl`.
 * @param {{set: string, notSet: string}} texts
 */
export async function onReturn(query, { set, notSet }) {
  if (location.search !== query) return;
  try {
    const wasSet = await wasSetMeanwhile();
    if (wasSet === undefined)
      showMessage("We can’t say whether a PIN was set.", "bad");
    else if (wasSet) showMessage(set, "good");
    else showMessage(notSet);
    // Only once: a reload is a new visit.
    history.replaceState(null, "", location.pathname);
  } catch {
    showMessage(
      "We can’t say whether a PIN was set. Reload to look again.",
      "bad",
    );
  }
}
