import { createSetPin } from "/pkg/index.mjs";
import { allowedOrigins, log, orderCard, pinWasSet, say } from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
  mode: "redirect",
  redirectUrl: new URL("?dashboard", location.href),
  allowedOrigins,
  cardStatus: { url: "/api/card/status", waitForActive: { intervalMs: 2000 } },
  onFailure: "close",
  onEvent: log,
  onStateChange: (state) => {
    if (state === "checking") say("Card ordered. Waiting until it is active…");
    if (state === "requesting") say("Card activated! Now set your PIN.", "good");
  },
  onError: () => say("The card is not active yet. Please try again later.", "bad"),
});

document.querySelector("#order")?.addEventListener("click", async () => {
  await orderCard();
  widget.open();
});

if (location.search === "?dashboard") {
  pinWasSet().then((set) =>
    set ? say("Welcome! Your PIN is set.", "good") : say("Welcome! Set a PIN when you like."),
  );
}
