// What the documentation's blocks leave to the host: `./app.js`.

/** Says something to the cardholder. @param {string} text */
export function tell(text) {
  const told = document.querySelector("#told");
  if (told) told.textContent = text;
}

/** Asks the backend whether this cardholder has set a PIN. @param {AbortSignal} [signal] @returns {Promise<boolean>} */
export async function isPinSet(signal) {
  const answer = await fetch("/api/card/pin", { signal: signal ?? null });
  return (await answer.json()).changes > 0;
}

/**
 * The host's own way to ask its backend for a token.
 * @param {import("set-pin-widget").SetPinTokenRequest} request
 * @param {AbortSignal} signal
 * @returns {Promise<import("set-pin-widget").SetPinTokenResponse>}
 */
export async function requestToken(request, signal) {
  const answer = await fetch("/api/card/set-pin/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal,
  });
  if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
  return answer.json();
}

/** A line of telemetry. @param {string} topic @param {object} fields */
export function record(topic, fields) {
  console.info(topic, JSON.stringify(fields));
}

/** Tells the native app around the web view. @param {{reason: string, outcome: string}} ending */
export function tellNativeApp({ outcome }) {
  tell(outcome);
}
