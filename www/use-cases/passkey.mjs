/**
 * Passkeys, with the browser's own API.
 */
import { isPasskeyRegistered, post } from "./step-up-routes.mjs";

let prompt = new AbortController();

/** Ends the browser's prompt, if there is one. */
export const endPrompt = () => prompt.abort();

/** Ends the open prompt, because a browser shows only one, and returns the signal for the next. */
function replacePrompt() {
  endPrompt();
  prompt = new AbortController();
  return prompt.signal;
}

/** Whether this browser can create a passkey on this device. */
export async function canHavePasskey() {
  const { PublicKeyCredential: api } = window;
  // Older browsers have no functions for the JSON of the backend.
  if (!api?.parseCreationOptionsFromJSON) return false;
  return api.isUserVerifyingPlatformAuthenticatorAvailable();
}

/** Whether the cardholder can use a passkey here. */
export async function hasPasskey() {
  return (await canHavePasskey()) && (await isPasskeyRegistered());
}

/** Asks for the cardholder's finger, face or device PIN. */
export async function addPasskey() {
  const signal = replacePrompt();
  const options = await post("passkey/new");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const { credentials } = navigator;
  await post("passkey", await credentials.create({ publicKey, signal }));
}

/** Resolves with a proof for the backend. @returns {Promise<{proof: string}>} */
export async function usePasskey() {
  const signal = replacePrompt();
  const options = await post("passkey/challenge");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const { credentials } = navigator;
  const credential = await credentials.get({ publicKey, signal });
  const response = await post("passkey/check", credential);
  signal.throwIfAborted();
  return response;
}
