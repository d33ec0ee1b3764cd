import { createSetPin } from "/pkg/index.mjs";
import { createPinView } from "/pkg/secure-view.mjs";
import { addPasskey, canHavePasskey, hasPasskey } from "./passkey.mjs";
import { showOutcome } from "./pin-outcome.mjs";
import { secondFactor } from "./second-factor.mjs";
import {
  allowedOrigins,
  backend,
  credentials,
  log,
  pinVersion,
  showMessage,
} from "./your-app.mjs";

const common = { allowedOrigins, credentials, stepUp: secondFactor };

const widget = createSetPin({
  tokenUrl: `${backend}/api/card/set-pin/token`,
  ...common,
  purpose: "change",
  pinVersion,
  onFailure: "close",
  onEvent: log,
});
document.querySelector("#change-pin")?.addEventListener("click", async () => {
  const result = await widget.open();
  if (result.reason === "declined") showMessage("Your PIN hasn’t changed.");
  else showOutcome(result, { set: "Your PIN was changed." });
});

const pin = createPinView({
  tokenUrl: `${backend}/api/card/pin/token`,
  ...common,
  container: "#pin",
});
document.querySelector("#view-pin")?.addEventListener("click", async () => {
  const { reason } = await pin.show();
  if (reason === "declined") showMessage("Your PIN was not shown.");
});

const add = document.querySelector("#add-passkey");
const note = document.querySelector("#passkey-note");
add?.addEventListener("click", () =>
  addPasskey()
    .then(showPasskey)
    .catch(() => showMessage("No passkey was added.", "bad")),
);

async function showPasskey() {
  const [can, has] = await Promise.all([canHavePasskey(), hasPasskey()]);
  add?.toggleAttribute("hidden", !can || has);
  if (!note) return;
  if (has) note.textContent = "You have a passkey.";
  else if (!can)
    note.textContent =
      "No passkey is available in this browser. Use a one-time code.";
}

showPasskey().catch(() => {}); // a one-time code works without it
