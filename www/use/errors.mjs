import { createSetPin } from "/pkg/index.mjs";
import { allowedOrigins, log, rehearse, say } from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
  allowedOrigins,
  cardStatus: { url: "/api/card/status" },
  requestTimeoutMs: 3000,
  retry: { maxAttempts: 2 },
  onFailure: "close",
  onEvent: log,
});

/** @param {import("/pkg/index.mjs").SetPinError} error */
function sentence({ code, status }) {
  if (status === 404) return "No card found. Please order a card first.";
  if (status === 401 || code === "unauthenticated") return "Session expired. Please log in again.";
  if (code === "card_not_active") return "Card must be active to set PIN.";
  return "Failed to set PIN. Please try again.";
}

for (const button of document.querySelectorAll("[data-rehearse]")) {
  button.addEventListener("click", async () => {
    await rehearse(JSON.parse(button.getAttribute("data-rehearse") ?? "{}"));
    const { error } = await widget.open();
    await rehearse({}); // all is well again
    if (error) say(`${sentence(error)} (${error.code})`, "bad");
    else say("Nothing failed.");
  });
}
