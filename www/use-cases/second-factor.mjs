/**
 * The second factor: a dialog of your own.
 */
import { endPrompt, hasPasskey, usePasskey } from "./passkey.mjs";
import { lastMessage, post } from "./step-up-routes.mjs";

/**
 * @template {Element} E @param {string} id @param {new () => E} kind
 */
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

/** @type {(result: false | Record<string, string>) => void} */
let finish = () => {};

/**
 * For the option `stepUp`: the header with the proof, or `false` after Cancel.
 * @param {{signal: AbortSignal}} context
 * @returns {Promise<false | Record<string, string>>}
 */
export async function secondFactor({ signal }) {
  withPasskey.hidden = !(await hasPasskey().catch(() => false));
  if (signal.aborted) return false;
  finish(false); // of an earlier call
  code.value = error.textContent = "";
  phone.textContent = "no message";
  dialog.showModal();
  signal.addEventListener("abort", () => dialog.close());
  return new Promise((resolve) => {
    finish = resolve;
  });
}

/** @param {{proof: string}} response */
function passed({ proof }) {
  finish({ "x-step-up": proof });
  dialog.close();
}

/** @param {unknown} reason */
function failed(reason) {
  if (reason instanceof Error && reason.name === "AbortError") return;
  const status = reason instanceof Error && "status" in reason && reason.status;
  if (status === 403)
    error.textContent = "That wasn’t right. Please try again.";
  else if (status === 429)
    error.textContent = "Too many wrong codes. Please try again later.";
  else error.textContent = "That didn’t work. Please try again.";
}

element("send-code", HTMLButtonElement).addEventListener("click", async () => {
  await post("code").catch(failed);
  phone.textContent = (await lastMessage().catch(failed)) ?? "no message";
  code.focus();
});
withPasskey.addEventListener("click", () => usePasskey().then(passed, failed));
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  post("code/check", { code: code.value }).then(passed, failed);
});
element("cancel-factor", HTMLButtonElement).addEventListener("click", () =>
  dialog.close(),
);
dialog.addEventListener("close", () => {
  endPrompt();
  finish(false);
});
