import { createSetPin } from "/pkg/index.mjs";
import { askBefore, pinWasSet, sayOutcome } from "./pin-outcome.mjs";
import { allowedOrigins, log, say } from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
  mode: "inline",
  container: "#pin-container",
  height: "500px",
  allowedOrigins,
  confirmOutcome: pinWasSet,
  onStateChange: askBefore,
  onEvent: log,
});

document.querySelector("#set-pin")?.addEventListener("click", async () => {
  say("");
  sayOutcome(await widget.open()); // the frame has been removed
});
