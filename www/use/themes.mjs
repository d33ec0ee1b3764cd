import { createSetPin, themes } from "/pkg/index.mjs";
import { sayOutcome } from "./say-outcome.mjs";
import { allowedOrigins, log, pinWasSet, say } from "./your-app.mjs";

// A look is fixed when its token is made: another theme is another widget.
for (const [name, look] of Object.entries(themes)) {
  const widget = createSetPin({
    tokenUrl: "/api/card/set-pin/token",
    customCss: look,
    allowedOrigins,
    confirmOutcome: pinWasSet,
    onEvent: log,
  });
  document.querySelector(`#theme-${name}`)?.addEventListener("click", async () => {
    say("");
    sayOutcome(await widget.open());
  });
}
