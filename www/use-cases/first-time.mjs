import { createSetPin } from "/pkg/index.mjs";
import { onReturn } from "./on-return.mjs";
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
  mode: "redirect",
  redirectUrl: new URL("?card-activated", location.href),
  allowedOrigins,
  pinVersion,
  onFailure: "close",
  onEvent: log,
  onError: () => showMessage("Unable to set PIN. Please try again.", "bad"),
});

document.querySelector("#set-up")?.addEventListener("click", async () => {
  showMessage("You will now set your card PIN");
  widget.open();
});

onReturn("?card-activated", {
  set: "Your card is ready to use.",
  notSet: "Your card still needs a PIN.",
});
