/**
 * Remembers, during a redirect to the issuer and back, that the playground has changed the sandbox,
 * which all pages share.
 */
import { changeSandbox } from "./use-cases/sandbox.mjs";

const CHANGED = "sandbox-changed";

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
