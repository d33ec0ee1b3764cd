// Code of a host that must compile.

import { createSetPin, preload, SetPinError, type SetPinResult, themes } from "set-pin-widget";
import { createCardDetailsView, createPinView } from "set-pin-widget/secure-view";

createSetPin({ tokenUrl: "/api/card/set-pin/token" });
createSetPin({ tokenUrl: new URL("https://app.example/token"), mode: "inline", container: "#pin", theme: "auto" });
createSetPin({
  fetchToken: async (request, { signal, request: count }) => {
    const response = await fetch("/token", { method: "POST", body: JSON.stringify({ ...request, count }), signal });
    return response.json();
  },
  customCss: { ...themes.brand, pinBorderRadius: 0 },
  allowedOrigins: ["https://pin.example"] as const,
  headers: async () => ({ "x-csrf": "1" }),
  retry: false,
  onStateChange: (state, previous) => console.log(state, previous),
  onExit: ({ reason, outcome, error }) => console.log(reason, outcome, error?.code),
});

export async function open(): Promise<SetPinResult["reason"]> {
  await preload();
  const widget = createSetPin({ tokenUrl: "/token" });
  widget.update({ theme: "dark" });
  const { reason, error } = await widget.open();
  if (error instanceof SetPinError && error.code === "unauthenticated") location.assign("/sign-in");
  return reason;
}

const view = createPinView({ tokenUrl: "/pin", container: "#pin", theme: "auto", onExit: ({ reason }) => void reason });
view.update({ customCss: { textColor: "#111827" } });
export const shown: Promise<string> = view.show().then(({ error }) => error?.code ?? "");
createCardDetailsView({
  fetchToken: async ({ customCss }, { signal }) =>
    (await fetch("/details", { method: "POST", body: JSON.stringify(customCss), signal })).json(),
  container: "#card",
  customCss: { panTextColor: "#111827" },
  stepUp: async ({ purpose }) => purpose === "view-card-details" && { "x-code": "1" },
  cardStatus: { fetch: async () => ({ status: "ACTIVE", canSetPin: false }) },
});
