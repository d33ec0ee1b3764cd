/**
 * The second factor: a dialog of your own.
 */
import { hasPasskey, usePasskey } from "./passkey.mjs";
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
  signal.addEventListener("abort", () => dialog.close());
  return new Promise((resolve) => {
    finish = resolve;
  });
}

/**
 * Checks a factor, unless the dialog is closed before that has ended.
 * @param {(signal: AbortSignal) => Promise<{proof: string}>} check
 */
function answerWith(check) {
  const { signal } = opening;
  check(signal).then(
    (response) => signal.aborted || passed(response),
    (reason) => signal.aborted || failed(reason),
  );
}

/** @param {{proof: string}} response */
function passed({ proof }) {
  finish({ "x-step-up": proof });
  dialog.close();
}

/** @param {unknown} reason */
function failed(reason) {
  const status = reason instanceof Error && "status" in reason && reason.status;
  if (status === 403)
    error.textContent = "That wasn’t right. Please try again.";
  else if (status === 429)
    error.textContent = "Too many wrong codes. Please try again later.";
  else error.textContent = "That didn’t work. Please try again.";
}

element("send-code", HTMLButtonElement).addEventListener("click", async () => {
  const { signal } = opening;
  const message = await post("code", {}, signal)
    .then(lastMessage)
    .catch((reason) => signal.aborted || failed(reason));
  if (signal.aborted) return;
  phone.textContent = typeof message === "string" ? message : "no message";
  code.focus();
});
withPasskey.addEventListener("click", () => answerWith(usePasskey));
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  answerWith((signal) => post("code/check", { code: code.value }, signal));
});
element("cancel-factor", HTMLButtonElement).addEventListener("click", () =>
  dialog.close(),
);
dialog.addEventListener("close", () => {
  opening.abort();
  finish(false);
});
