// The host's own module `./app.js`, which the documentation's blocks import.

const TEXTS = {
  confirmed: "Your PIN is set.",
  not_confirmed: "Your PIN has not been changed.",
  unknown: "We could not check whether your PIN was set.",
};

/** Shows a sentence to the cardholder. @param {string} text */
export function showMessage(text) {
  const output = document.querySelector("#result");
  if (output) output.textContent = text;
}

/**
 * Shows how an attempt ended: docs/lifecycle.md.
 * @param {import("set-pin-widget").SetPinResult} result
 */
export function showOutcome({ reason, outcome, error }) {
  if (reason === "destroyed" || reason === "redirected") return; // this part of the page is going away
  if (error && outcome === "unknown") showMessage("That did not work. Please try again later.");
  else showMessage(TEXTS[outcome]);
}

/**
 * How often this card's PIN was set, as the backend knows it; `undefined` if it does not respond.
 * @param {AbortSignal} [signal]
 * @returns {Promise<number | undefined>}
 */
export async function pinChanges(signal) {
  const response = await fetch("/api/card/pin", { signal: signal ?? null }).catch(() => undefined);
  return response?.ok ? (await response.json()).changes : undefined;
}

/** From before the attempt: requested when the page was loaded, or known from the last attempt. */
let before = pinChanges();

/**
 * Whether the PIN was set since this attempt began; `undefined` if the backend does not know:
 * docs/backend.md.
 * @param {AbortSignal} [signal]
 * @returns {Promise<boolean | undefined>}
 */
export async function pinWasSet(signal) {
  const now = pinChanges(signal);
  const [was, is] = await Promise.all([before, now]);
  if (is !== undefined) before = now;
  return was === undefined || is === undefined ? undefined : is > was;
}

/**
 * Asks for a one-time code; `undefined` if the cardholder closes the dialog.
 * @param {AbortSignal} signal
 * @returns {Promise<string | undefined>}
 */
export async function askForCode(signal) {
  return signal.aborted ? undefined : "246810";
}

/**
 * The host's own function that requests a token from its backend.
 * @param {import("set-pin-widget").SetPinTokenRequest} request
 * @param {AbortSignal} signal
 * @returns {Promise<import("set-pin-widget").SetPinTokenResponse>}
 */
export async function requestToken(request, signal) {
  const response = await fetch("/api/card/set-pin/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal,
  });
  if (!response.ok) throw { status: response.status };
  return response.json();
}

/** A line of telemetry. @param {string} topic @param {object} fields */
export function record(topic, fields) {
  console.info(topic, JSON.stringify(fields));
}

/** Notifies the native app around the web view. @param {{reason: string, outcome: string}} ending */
export function notifyNativeApp({ outcome }) {
  showMessage(outcome);
}
