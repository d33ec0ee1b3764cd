import { createSetPin } from "/pkg/index.mjs";
import { showPin } from "./pin-view.mjs";
import { sayOutcome } from "./say-outcome.mjs";
import { allowedOrigins, cardStatus, freezeCard, hasPin, log, pinWasSet, say, unfreezeCard } from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
  allowedOrigins,
  cardStatus: { url: "/api/card/status" },
  confirmOutcome: pinWasSet,
  onFailure: "close",
  onEvent: log,
});

document.querySelector("#change-pin")?.addEventListener("click", async () => {
  const result = await widget.open();
  if (result.error?.code === "card_not_active") say("Unfreeze the card first.", "bad");
  else sayOutcome(result, { set: "Your PIN was changed.", notSet: "Your PIN is as it was." });
  await showSettings().catch(unable);
});

const view = document.querySelector("#view-pin");
view?.addEventListener("click", () => showPin().catch(unable));

const freeze = document.querySelector("#freeze");
freeze?.addEventListener("click", async () => {
  const isFrozen = freeze.getAttribute("aria-checked") === "true";
  await (isFrozen ? unfreezeCard() : freezeCard())
    .then(showSettings)
    .then(() => say(isFrozen ? "The card can be used." : "The card is frozen."))
    .catch(unable);
});

async function showSettings() {
  const { status } = await cardStatus();
  freeze?.setAttribute("aria-checked", String(status === "FROZEN"));
  view?.toggleAttribute("hidden", !(await hasPin())); // there is none to see before it was set
}

function unable() {
  say("That didn’t work. Please try again.", "bad");
}

showSettings().catch(unable);
