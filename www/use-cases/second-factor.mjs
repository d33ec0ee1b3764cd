/** The second factor: a dialog of your own. */
import { hasPasskey, usePasskey } from "./passkey.mjs";
import { lastMessage, post, textFor } from "./step-up-routes.mjs";

/** @template {Element} E @param {string} id @param {new () => E} kind */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no #${id}`);
  return found;
}

const dialog = element("second-factor", HTMLDialogElement);
const code = element("code", HTMLInputElement);
const phone = element("phone", HTMLElement);
const error = element("factor-error", HTMLElement);
const withPasskey = element("use-passkey", HTMLButtonElement);

const close = () => dialog.close();
/** @type {(result: false | Record<string, string>) => void} */
let finish = () => {};
/** Ends all requests of the open dialog: what comes late must not end the next one. */
let opening = new AbortController();

/**
 * For the option `stepUp`: the header with the proof, or `false` after Cancel.
 * @param {{signal: AbortSignal}} context
 * @returns {Promise<false | Record<string, string>>}
 */
export async function secondFactor({ signal }) {
  withPasskey.hidden = !(await hasPasskey().catch(() => false));
  if (signal.aborted) return false;
  finish(false); // of an earlier call
  opening.abort();
  opening = new AbortController();
  code.value = error.textContent = "";
  phone.textContent = "no message";
  dialog.showModal();
  signal.addEventListener("abort", close);
  return new Promise((resolve) => (finish = resolve));
}

/** @param {(signal: AbortSignal) => Promise<void>} work Until the dialog is closed. */
async function whileOpen(work) {
  const { signal } = opening;
  await work(signal).catch((reason) => {
    if (!signal.aborted) error.textContent = textFor(reason);
  });
}

/** @param {(signal: AbortSignal) => Promise<{proof: string}>} check */
const prove = (check) =>
  whileOpen(async (signal) => {
    const { proof } = await check(signal);
    signal.throwIfAborted();
    finish({ "x-step-up": proof });
    dialog.close();
  });

const sendCode = () =>
  whileOpen(async (signal) => {
    await post("code", {}, signal);
    const message = await lastMessage();
    signal.throwIfAborted();
    phone.textContent = message;
    code.focus();
  });
element("send-code", HTMLButtonElement).addEventListener("click", sendCode);
withPasskey.addEventListener("click", () => prove(usePasskey));
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  prove((signal) => post("code/check", { code: code.value }, signal));
});
element("cancel-factor", HTMLButtonElement).addEventListener("click", close);
dialog.addEventListener("close", () => {
  opening.abort();
  finish(false);
});
