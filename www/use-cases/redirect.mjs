import { createSetPin } from "/pkg/index.mjs";
import { onReturn } from "./on-return.mjs";
import { allowedOrigins, log, pinVersion } from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
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
