import { createSetPin } from "/pkg/index.mjs";
import { createCardDetailsView, createPinView } from "/pkg/secure-view.mjs";
import { showOutcome } from "./pin-outcome.mjs";
import {
  allowedOrigins,
  backend,
  cardPin,
  cardStatus,
  credentials,
  freezeCard,
  log,
  pinVersion,
  showMessage,
  unfreezeCard,
} from "./your-app.mjs";

const common = { allowedOrigins, credentials };

const widget = createSetPin({
  tokenUrl: `${backend}/api/card/set-pin/token`,
  ...common,
  cardStatus: { url: `${backend}/api/card/status` },
  pinVersion,
  onFailure: "close",
  onEvent: log,
});

const texts = {
  set: "Your PIN was changed.",
  notSet: "Your PIN hasn’t changed.",
};
document.querySelector("#change-pin")?.addEventListener("click", async () => {
  const result = await widget.open();
  const isFrozen = result.error?.code === "card_frozen";
  if (isFrozen) showMessage("Unfreeze the card first.", "bad");
  else showOutcome(result, texts);
  await showSettings().catch(unable);
});

// The issuer's images, which your page can show, but not read.
const pin = createPinView({
  tokenUrl: `${backend}/api/card/pin/token`,
  ...common,
  container: "#pin",
});
const details = createCardDetailsView({
  tokenUrl: `${backend}/api/card/details/token`,
  ...common,
  container: "#details",
});
const view = document.querySelector("#view-pin");
view?.addEventListener("click", () => pin.show());
const viewDetails = document.querySelector("#view-details");
viewDetails?.addEventListener("click", () => details.show());

const freeze = document.querySelector("#freeze");
freeze?.addEventListener("click", async () => {
  const isFrozen = freeze.getAttribute("aria-checked") === "true";
  await (isFrozen ? unfreezeCard() : freezeCard())
    .then(showSettings)
    .then(() =>
      showMessage(isFrozen ? "The card can be used." : "The card is frozen."),
    )
    .catch(unable);
});

async function showSettings() {
  const [{ status }, known] = await Promise.all([cardStatus(), cardPin()]);
  freeze?.setAttribute("aria-checked", String(status === "FROZEN"));
  // If the backend does not know whether there is a PIN, the issuer responds.
  view?.toggleAttribute("hidden", known?.isSet === false);
}

function unable() {
  showMessage("That didn’t work. Please try again.", "bad");
}

showSettings().catch(unable);
