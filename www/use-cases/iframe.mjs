import { createSetPin } from "/pkg/index.mjs";
import { showOutcome } from "./pin-outcome.mjs";
import {
  allowedOrigins,
  backend,
  credentials,
  log,
  pinVersion,
  showMessage,
} from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: `${backend}/api/card/set-pin/token`,
  credentials,
  mode: "inline",
  container: "#pin-container",
  height: "500px",
  allowedOrigins,
  pinVersion,
  onEvent: log,
});

document.querySelector("#set-pin")?.addEventListener("click", async () => {
  showMessage("");
  showOutcome(await widget.open()); // the frame has been removed
});
