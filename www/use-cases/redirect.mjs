import { createSetPin } from "/pkg/index.mjs";
import { onReturn } from "./on-return.mjs";
import {
  allowedOrigins,
  backend,
  credentials,
  log,
  pinVersion,
} from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: `${backend}/api/card/set-pin/token`,
  credentials,
  mode: "redirect",
  redirectUrl: new URL("?returned", location.href),
  allowedOrigins,
  pinVersion,
  onEvent: log,
});

document.querySelector("#set-pin")?.addEventListener("click", async () => {
  widget.open();
});

onReturn("?returned", { set: "Your PIN is set.", notSet: "No PIN was set." });
