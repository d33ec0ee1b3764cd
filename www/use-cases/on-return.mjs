/**
 * The issuer redirects back whether a PIN was set or not. The widget compares
 * the values of `pinVersion` before and after.
 */
import { completeRedirect } from "/pkg/index.mjs";
import { pinVersion, showMessage } from "./your-app.mjs";

/**
 * @param {string} query The query of `redirectUrl`.
 * @param {{set: string, notSet: string}} texts
 */
export async function onReturn(query, { set, notSet }) {
  if (location.search !== query) return;
  // Only once: a reload is a new visit.
  history.replaceState(null, "", location.pathname);
  const outcome = await completeRedirect({ pinVersion });
  if (outcome === "confirmed") showMessage(set, "good");
  else if (outcome === "not_confirmed") showMessage(notSet);
  else showMessage("We can’t say whether a PIN was set.", "bad");
}
