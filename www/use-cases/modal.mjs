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
  allowedOrigins,
  customCss: {
    backgroundColor: "#F9FAFB",
    textColor: "#111827",
    backgroundColorPrimary: "#3B82F6",
    textColorPrimary: "#FFFFFF",
    buttonBorderRadius: 8,
    pinBorderRadius: 4,
  },
  pinVersion,
  onEvent: log,
});

document.querySelector("#set-pin")?.addEventListener("click", async () => {
  showMessage("");
  showOutcome(await widget.open());
});
