import { createSetPin, type SetPinResult } from "set-pin-widget";

const button = document.querySelector<HTMLButtonElement>("#set-pin");
const status = document.querySelector("[role=status]");

// The app as it is released, without any code for tests.
const widget = createSetPin({
  tokenUrl: "/api/card/set-pin/token",
  cardStatus: { url: "/api/card/status" },
  confirmOutcome: async ({ signal }) => {
    const response = await fetch("/api/card/set-pin/outcome", { signal });
    const { pinSet }: { pinSet: boolean } = await response.json();
    return pinSet;
  },
  onFailure: "close",
});

button?.addEventListener("click", async () => {
  const result = await widget.open();
  if (status) status.textContent = textFor(result);
});

function textFor({ outcome, error }: SetPinResult): string {
  if (outcome === "confirmed") return "Your PIN is set.";
  if (error?.code === "unauthenticated") return "Please sign in again.";
  if (error?.code === "card_frozen") return "Your card is frozen. Unfreeze it first.";
  if (error) return "That did not work. Please try again later.";
  if (outcome === "not_confirmed") return "Your PIN has not been changed.";
  return "We could not check whether your PIN was set.";
}
