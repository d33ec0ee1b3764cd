import { createSetPin } from "/pkg/index.mjs";
import { allowedOrigins, cardStatus, freezeCard, log, pinWasSet, say, unfreezeCard } from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
  allowedOrigins,
  cardStatus: { url: "/api/card/status" },
  confirmOutcome: pinWasSet,
  onFailure: "close",
  onEvent: log,
});

document.querySelector("#change-pin")?.addEventListener("click", async () => {
  const { outcome, error } = await widget.open();
  if (error) say(error.code === "card_not_active" ? "Unfreeze the card first." : "Unable to change PIN.", "bad");
  else if (outcome === "confirmed") say("Your PIN was changed.", "good");
  else say("Your PIN is as it was.");
});

const freeze = document.querySelector("#freeze");
freeze?.addEventListener("click", async () => {
  const isFrozen = freeze.getAttribute("aria-checked") === "true";
  await (isFrozen ? unfreezeCard() : freezeCard());
  await showFreeze();
});

async function showFreeze() {
  const { status } = await cardStatus();
  freeze?.setAttribute("aria-checked", String(status === "FROZEN"));
  say(status === "FROZEN" ? "The card is frozen." : "The card can be used.");
}

showFreeze();
