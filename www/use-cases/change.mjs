import { createSetPin } from "/pkg/index.mjs";
import { showConfirmDialog } from "./confirm-dialog.mjs";
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
  redirectUrl: new URL("?changed", location.href),
  allowedOrigins,
  pinVersion,
  onFailure: "close",
  onEvent: log,
  onError: () => showMessage("Unable to change PIN. Please try again.", "bad"),
});

document.querySelector("#change-pin")?.addEventListener("click", async () => {
  const confirmed = await showConfirmDialog({
    title: "Change PIN?",
    message: "You will be able to set a new 4-digit PIN for your card.",
    confirmText: "Change PIN",
    cancelText: "Cancel",
  });
  if (!confirmed) return;
  widget.open();
});

onReturn("?changed", {
  set: "Your PIN was changed.",
  notSet: "Your PIN hasn’t changed.",
});
