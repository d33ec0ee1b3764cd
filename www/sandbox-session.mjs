/**
 * Remembers, during a redirect to the issuer and back, that the playground has changed the sandbox,
 * which all pages share.
 */
import { toBackend } from "./config.mjs";
import { changeSandbox } from "./use-cases/sandbox.mjs";

const CHANGED = "sandbox-changed";
const STEP_UP = "sandbox-step-up";

/** @param {unknown} settings */
export async function configureSandbox(settings) {
  await changeSandbox(settings);
  sessionStorage.setItem(CHANGED, "yes");
}

/** Restores the defaults, if they were changed. */
export async function resetSandbox() {
  if (!sessionStorage.getItem(CHANGED)) return;
  await changeSandbox({});
  sessionStorage.removeItem(CHANGED);
}

/**
 * Whether tokens need a second factor. Only one page requires it, and the session is that of all pages and tabs.
 * @param {boolean} isRequired
 */
export async function requireStepUp(isRequired) {
  if (!isRequired && !localStorage.getItem(STEP_UP)) return;
  const { url, credentials } = await toBackend("/sandbox/step-up");
  const { ok, status } = await fetch(url, { method: "PUT", credentials, body: JSON.stringify({ isRequired }) });
  if (!ok && isRequired) throw new Error(`The sandbox responded with ${status}`);
  if (isRequired) localStorage.setItem(STEP_UP, "yes");
  else localStorage.removeItem(STEP_UP);
}
