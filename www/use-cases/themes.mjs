import { createSetPin, themes } from "/pkg/index.mjs";
import { showOutcome } from "./pin-outcome.mjs";
import { allowedOrigins, log, pinVersion, showMessage } from "./your-app.mjs";

// The theme is fixed when the token is issued: each theme needs its own widget.
for (const [name, look] of Object.entries(themes)) {
  const widget = createSetPin({
    tokenUrl: "/api/card/set-pin/token",
    customCss: look,
    allowedOrigins,
    pinVersion,
    onEvent: log,
  });
  document
    .querySelector(`#theme-${name}`)
    ?.addEventListener("click", async () => {
      showMessage("");
      showOutcome(await widget.open());
    });
}
