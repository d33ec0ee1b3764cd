// Code of a host that must compile.

import { createSetPin, preload, SetPinError, type SetPinResult, themes } from "set-pin-widget";

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
