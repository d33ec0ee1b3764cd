import { createSetPin } from "/pkg/index.mjs";
import { onReturn } from "./on-return.mjs";
import { changeSandbox } from "./sandbox.mjs";
import {
  allowedOrigins,
  backend,
  credentials,
  log,
  orderCard,
  pinVersion,
  showMessage,
} from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: `${backend}/api/card/set-pin/token`,
  credentials,
  mode: "redirect",
  redirectUrl: new URL("?dashboard", location.href),
  allowedOrigins,
  pinVersion,
  cardStatus: {
    url: `${backend}/api/card/status`,
    waitForActive: { intervalMs: 2000 },
  },
  onFailure: "close",
  onEvent: log,
  onStateChange: (state) => {
    if (state === "checking")
      showMessage("Card ordered. Waiting until it is active…");
    if (state === "requesting")
      showMessage("Card activated! Now set your PIN.", "good");
  },
  onError: ({ code }) =>
    showMessage(
      code === "card_not_active"
        ? "The card is not active yet. Please try again later."
        : "Please try again.",
      "bad",
    ),
});

document.querySelector("#order")?.addEventListener("click", async () => {
  await orderCard()
    .catch(orderAnother)
    .then(() => widget.open())
    .catch(() =>
      showMessage("The card could not be ordered. Please try again.", "bad"),
    );
});

/**
 * The sandbox's cardholders have a card from the start, and the issuer accepts
 * no second order. An app does not need this. @param {{status?: number}} error
 */
async function orderAnother(error) {
  if (error.status !== 400) throw error;
  await changeSandbox({ card: "NONE" });
  await orderCard();
}

onReturn("?dashboard", {
  set: "Welcome! Your PIN is set.",
  notSet: "Welcome! Set a PIN when you like.",
});
