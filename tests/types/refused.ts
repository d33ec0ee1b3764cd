// What the compiler stops a host from writing.

import { createSetPin, SetPinError, themes } from "set-pin-widget";

// @ts-expect-error: no such mode
createSetPin({ tokenUrl: "/token", mode: "popup" });
// @ts-expect-error: an answer without its address
createSetPin({ fetchToken: async () => ({ token: "a" }) });
// @ts-expect-error: radii are numbers
createSetPin({ tokenUrl: "/token", customCss: { pinBorderRadius: "4px" } });
// @ts-expect-error: not a property of the issuer's
createSetPin({ tokenUrl: "/token", customCss: { color: "#000000" } });
// @ts-expect-error: a list of origins
createSetPin({ tokenUrl: "/token", allowedOrigins: "https://pin.example" });
// @ts-expect-error: `abort` never means success
createSetPin({ tokenUrl: "/token", onExit: (result) => result.reason === "success" });
// @ts-expect-error: the state is the widget's own
createSetPin({ tokenUrl: "/token" }).state = "closed";
// @ts-expect-error: the issuer's values are the issuer's
themes.dark.textColor = "#000000";
// @ts-expect-error: a code comes with whether it is worth a retry
new SetPinError("No answer.", { code: "network" });
