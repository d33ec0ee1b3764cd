import { createRoot } from "react-dom/client";
import { useSetPin } from "set-pin-widget/react";
import { allowedOrigins, log, pinWasSet, say } from "./your-app.mjs";

function PINSetup() {
  const { open, state } = useSetPin({
    tokenUrl: "/api/card/set-pin/token",
    allowedOrigins,
    customCss: {
      backgroundColor: "#F9FAFB",
      textColor: "#111827",
      backgroundColorPrimary: "#3B82F6",
      textColorPrimary: "#FFFFFF",
      buttonBorderRadius: 8,
      pinBorderRadius: 4,
    },
    confirmOutcome: pinWasSet,
    onEvent: log,
    onExit: ({ outcome }) => (outcome === "confirmed" ? say("Your PIN is set.", "good") : say("No PIN was set.")),
  });

  return (
    <button type="button" className="button primary" onClick={open} disabled={state === "starting"}>
      Set Card PIN
    </button>
  );
}

const root = document.querySelector("#root");
if (root) createRoot(root).render(<PINSetup />);
