import { createSetPin, themes } from "/pkg/index.mjs";
import { showOutcome } from "./pin-outcome.mjs";
import {
  allowedOrigins,
  backend,
  credentials,
  log,
  pinVersion,
  showMessage,
} from "./your-app.mjs";

// The theme is fixed when the token is issued: each theme needs its own widget.
for (const [name, look] of Object.entries(themes)) {
  const widget = createSetPin({
    tokenUrl: `${backend}/api/card/set-pin/token`,
    credentials,
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
