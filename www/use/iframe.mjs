import { createSetPin } from "/pkg/index.mjs";
import { allowedOrigins, log, pinWasSet, say } from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
  mode: "inline",
  container: "#pin-container",
  height: "500px",
  allowedOrigins,
  confirmOutcome: pinWasSet,
  onEvent: log,
});

const button = document.querySelector("#set-pin");
button?.addEventListener("click", async () => {
  button.toggleAttribute("disabled", true);
  const { outcome } = await widget.open(); // the frame is gone again
  button.toggleAttribute("disabled", false);
  if (outcome === "confirmed") say("Your PIN is set.", "good");
  else say("No PIN was set.");
});
