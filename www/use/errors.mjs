import { createSetPin } from "/pkg/index.mjs";
import { allowedOrigins, log, rehearse, say } from "./your-app.mjs";

/** @type {import("/pkg/index.mjs").SetPinOptions} */
const options = {
  tokenUrl: "/api/card/set-pin/token",
  allowedOrigins,
  requestTimeoutMs: 3000,
  retry: { maxAttempts: 2 },
  onFailure: "close",
  onEvent: log,
};
const widget = createSetPin(options);
const careful = createSetPin({ ...options, cardStatus: { url: "/api/card/status" } });

/** @param {import("/pkg/index.mjs").SetPinError} error */
function sentence({ code, retryable }) {
  if (code === "card_not_found") return "No card found. Please order a card first.";
  if (code === "unauthenticated") return "Session expired. Please log in again.";
  if (code === "card_not_active") return "Card must be active to set PIN.";
  return retryable ? "Failed to set PIN. Please try again." : "Failed to set PIN. Please contact us.";
}

for (const button of document.querySelectorAll("[data-rehearse]")) {
  button.addEventListener("click", async () => {
    await rehearse(JSON.parse(button.getAttribute("data-rehearse") ?? "{}"));
    const { error } = await (button.hasAttribute("data-status-first") ? careful : widget).open();
    await rehearse({}); // all is well again
    if (error) say(`${sentence(error)} (${error.code})`, "bad");
    else say("Nothing failed.");
  });
}
