/**
 * Lets the stand-in for the issuer fail on purpose. No app has this.
 */

/** @param {unknown} settings Of the stand-in; `{}` when all is well again. */
export async function rehearse(settings) {
  const body = JSON.stringify(settings);
  const response = await fetch("/sandbox/settings", { method: "PUT", body });
  if (!response.ok) throw new Error(`It was answered ${response.status}`);
}
