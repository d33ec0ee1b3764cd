/**
 * Changes the settings of the sandbox, for example to simulate failures. An app
 * does not need this.
 */
import { backend, credentials } from "./your-app.mjs";

/** @param {unknown} settings `{}` for the defaults. */
export async function changeSandbox(settings) {
  const body = JSON.stringify(settings);
  const url = `${backend}/sandbox/settings`;
  const response = await fetch(url, { method: "PUT", body, credentials });
  if (!response.ok)
    throw new Error(`The sandbox responded with ${response.status}`);
}
