import { createSetPin } from "/pkg/index.mjs";
import { changeSandbox } from "./sandbox.mjs";
import {
  allowedOrigins,
  backend,
  credentials,
  log,
  showMessage,
} from "./your-app.mjs";

/** @type {import("/pkg/index.mjs").SetPinOptions} */
const options = {
  tokenUrl: `${backend}/api/card/set-pin/token`,
  credentials,
  allowedOrigins,
  requestTimeoutMs: 2000,
  retry: { maxAttempts: 2 },
  onFailure: "close",
  onEvent: log,
};
const widget = createSetPin(options);
const withCardCheck = createSetPin({
  ...options,
  cardStatus: { url: `${backend}/api/card/status` },
});

/** @param {import("/pkg/index.mjs").SetPinError} error */
function sentence({ code, retryable }) {
  if (code === "card_not_found")
    return "No card found. Please order a card first.";
  if (code === "unauthenticated")
    return "Session expired. Please log in again.";
  if (code === "card_frozen") return "Unfreeze the card to set its PIN.";
  if (code === "card_not_active") return "Card must be active to set PIN.";
  return retryable
    ? "Failed to set PIN. Please try again."
    : "Failed to set PIN. Please contact us.";
}

for (const button of document.querySelectorAll("[data-fault]")) {
  button.addEventListener("click", () => {
    const settings = JSON.parse(button.getAttribute("data-fault") ?? "{}");
    const checksCard = button.hasAttribute("data-status-first");
    tryWith(settings, checksCard ? withCardCheck : widget).catch(() =>
      showMessage("Failures can be simulated with the sandbox only.", "bad"),
    );
  });
}

/** @param {unknown} settings @param {typeof widget} chosen */
async function tryWith(settings, chosen) {
  await changeSandbox(settings);
  const { error } = await chosen.open();
  await changeSandbox({}); // the defaults again
  if (error) showMessage(`${sentence(error)} (${error.code})`, "bad");
  else showMessage("Nothing failed.");
}
