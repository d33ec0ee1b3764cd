import { createRoot } from "react-dom/client";
import { useSetPin } from "set-pin-widget/react";
import { showOutcome } from "./pin-outcome.mjs";
import {
  allowedOrigins,
  backend,
  credentials,
  log,
  pinVersion,
} from "./your-app.mjs";

function PINSetup() {
  const { open } = useSetPin({
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
    onExit: showOutcome,
  });

  return (
    <button type="button" className="button primary" onClick={open}>
      Set Card PIN
    </button>
  );
}

const root = document.querySelector("#root");
if (root) createRoot(root).render(<PINSetup />);
