import { createSetPin, themes } from "/pkg/index.mjs";
import { askBefore, pinWasSet, sayOutcome } from "./pin-outcome.mjs";
import { allowedOrigins, log, say } from "./your-app.mjs";

// The theme is fixed when the token is issued: each theme needs its own widget.
for (const [name, look] of Object.entries(themes)) {
  const widget = createSetPin({
    tokenUrl: "/api/card/set-pin/token",
    customCss: look,
    allowedOrigins,
    confirmOutcome: pinWasSet,
    onStateChange: askBefore,
    onEvent: log,
  });
  document
    .querySelector(`#theme-${name}`)
    ?.addEventListener("click", async () => {
      say("");
      sayOutcome(await widget.open());
    });
}
