/**
 * The routes of the second factors, which are your backend's own.
 */
import { backend, credentials } from "./your-app.mjs";

/**
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 */
export const post = (path, body = {}, signal) =>
  request(`/api/step-up/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    signal: signal ?? null,
  });

/** Whether the cardholder has a passkey. @returns {Promise<boolean>} */
export const isPasskeyRegistered = async () =>
  (await request("/api/step-up/passkey")).isRegistered;

/**
 * In place of the cardholder's phone: this demo sends no messages.
 * @returns {Promise<string>}
 */
export const lastMessage = async () =>
  (await request("/sandbox/phone")).message;

/** The text for a refusal of these routes. @param {unknown} reason */
export function textFor(reason) {
  const status = reason instanceof Error && "status" in reason && reason.status;
  if (status === 403) return "That wasn’t right. Please try again.";
  if (status === 429) return "Too many wrong codes. Please try again later.";
  return "That didn’t work. Please try again.";
}

/** @param {string} path @param {RequestInit} [init] */
async function request(path, init) {
  const response = await fetch(backend + path, { ...init, credentials });
  const { ok, status } = response;
  if (!ok) throw Object.assign(new Error(`${path}: ${status}`), { status });
  return status === 204 ? undefined : response.json();
}
