/**
 * Changes the settings of the sandbox, for example to simulate failures. An app
 * does not need this.
 */

/** @param {unknown} settings `{}` for the defaults. */
export async function changeSandbox(settings) {
  const body = JSON.stringify(settings);
  const response = await fetch("/sandbox/settings", { method: "PUT", body });
  if (!response.ok)
    throw new Error(`The sandbox responded with ${response.status}`);
}
