import { createSetPin } from "/pkg/index.mjs";
import { allowedOrigins, log, pinWasSet, say } from "./your-app.mjs";

const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
  mode: "redirect",
  redirectUrl: new URL("?returned", location.href),
  allowedOrigins,
  onEvent: log,
});

document.querySelector("#set-pin")?.addEventListener("click", () => widget.open());

// The issuer comes back here whether a PIN was set or not: ask your backend.
if (location.search === "?returned") {
  pinWasSet().then((set) => (set ? say("Your PIN is set.", "good") : say("No PIN was set.")));
}
