/**
 * Remembers, over a redirect to the issuer and back, that the playground has told the stand-in to fail: all pages share it.
 */
import { rehearse } from "./use/rehearsal.mjs";

const UNDER_WAY = "rehearsal";

/** @param {unknown} settings */
export async function beginRehearsal(settings) {
  await rehearse(settings);
  sessionStorage.setItem(UNDER_WAY, "yes");
}

/** Lets all be well again, where it is not. */
export async function endRehearsal() {
  if (!sessionStorage.getItem(UNDER_WAY)) return;
  await rehearse({});
  sessionStorage.removeItem(UNDER_WAY);
}
