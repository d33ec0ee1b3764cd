/**
 * Passkeys, with the browser's own API.
 */
import { isPasskeyRegistered, post } from "./step-up-routes.mjs";

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
  const options = await post("passkey/new");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const { credentials } = navigator;
  await post("passkey", await credentials.create({ publicKey }));
}

/**
 * Resolves with a proof for the backend. The signal also ends the browser's own prompt.
 * @param {AbortSignal} signal
 * @returns {Promise<{proof: string}>}
 */
export async function usePasskey(signal) {
  const options = await post("passkey/challenge", {}, signal);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const { credentials } = navigator;
  const credential = await credentials.get({ publicKey, signal });
  return post("passkey/check", credential, signal);
}
