/**
 * The demo's page: two buttons that let a cardholder set a PIN, and a sentence about the outcome.
 */
import { createSetPin } from "/pkg/index.mjs";
import { config, toBackend } from "./config.mjs";
import { buildGallery } from "./gallery.mjs";
import { LifecycleLog } from "./lifecycle-log.mjs";
import { hostedPageLook } from "./look.mjs";
import { cardStatus, outcomeOf, pinChanges } from "./outcome.mjs";
import { requireStepUp } from "./sandbox-session.mjs";
import { buildShell } from "./shell.mjs";

/** @typedef {import("/pkg/index.mjs").SetPin} SetPin */

/**
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E}
 */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no #${id}`);
  return found;
}

const page = {
  inline: element("set-inline", HTMLButtonElement),
  modal: element("set-modal", HTMLButtonElement),
  stage: element("stage", HTMLElement),
  outcome: element("outcome", HTMLElement),
  cardStatus: element("card-status", HTMLElement),
  cardPin: element("card-pin", HTMLElement),
};
const log = new LifecycleLog(element("log", HTMLElement), element("states", HTMLElement));

/** The current attempt, from the click to its outcome. @type {{widget?: SetPin} | undefined} */
let attempt;

/** @param {"inline" | "modal"} mode @param {readonly string[]} allowedOrigins */
async function setPin(mode, allowedOrigins) {
  if (attempt) return;
  attempt = {};
  log.begin();
  showOutcome(undefined);
  showStage(mode === "inline");
  const { url: tokenUrl, credentials } = await toBackend("/api/card/set-pin/token");
  const widget = createSetPin({
    tokenUrl,
    credentials,
    mode,
    ...(mode === "inline" ? { container: page.stage } : {}),
    allowedOrigins,
    customCss: hostedPageLook(),
    pinVersion: pinChanges,
    onStateChange: (state) => log.state(state),
    onReady: () => {
      log.note("onReady: the issuer’s page has loaded in its frame");
      if (mode === "inline") page.stage.scrollIntoView({ block: "nearest" });
    },
    onError: (error) => log.error(error),
    onExit: (result) => log.exit(result),
  });
  attempt.widget = widget;
  const result = await widget.open();
  widget.destroy();
  // Before anything that takes time: the buttons work again as soon as the outcome is shown.
  attempt = undefined;
  showStage(false);
  showOutcome(outcomeOf(result));
  (mode === "inline" ? page.inline : page.modal).focus({ preventScroll: true });
  showPin(await pinChanges());
}

/** @param {boolean} shown */
function showStage(shown) {
  page.stage.hidden = !shown;
  page.inline.textContent = shown ? "Close" : "Set PIN here";
  page.inline.setAttribute("aria-expanded", String(shown));
  page.modal.disabled = shown;
}

/** @param {import("./outcome.mjs").Outcome | undefined} outcome */
function showOutcome(outcome) {
  page.outcome.textContent = outcome?.text ?? "";
  page.outcome.setAttribute("data-kind", outcome?.kind ?? "");
}

/** @param {number | undefined} changes */
function showPin(changes) {
  page.cardPin.textContent = changes === undefined ? "Known to the issuer" : changes === 0 ? "Not set yet" : "Set";
}

async function showCard() {
  const status = await cardStatus();
  page.cardStatus.textContent = status ? status.charAt(0) + status.slice(1).toLowerCase() : "Unknown";
  showPin(await pinChanges());
}

async function start() {
  buildShell();
  buildGallery(element("gallery", HTMLUListElement));
  const { allowedOrigins, isSandbox } = await config();
  if (isSandbox) await requireStepUp(false);
  page.inline.addEventListener("click", () => {
    if (attempt) attempt.widget?.close();
    else void setPin("inline", allowedOrigins);
  });
  page.modal.addEventListener("click", () => void setPin("modal", allowedOrigins));
  await showCard();
  page.inline.disabled = false;
  page.modal.disabled = false;
}

start().catch((error) => {
  showOutcome({
    kind: "failed",
    text: `The demo can’t start: ${error.message}. Reload the page once its server runs.`,
  });
});
