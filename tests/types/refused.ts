// Code of a host that must not compile.

import { createSetPin, SetPinError, themes } from "set-pin-widget";
import { createCardDetailsView, createPinView } from "set-pin-widget/secure-view";

// @ts-expect-error: no such mode
createSetPin({ tokenUrl: "/token", mode: "popup" });
// @ts-expect-error: a response without its URL
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
// @ts-expect-error: the issuer's values are read-only
themes.dark.textColor = "#000000";
// @ts-expect-error: an error needs `retryable`
new SetPinError("No answer.", { code: "network" });
// @ts-expect-error: a view needs a container
createPinView({ tokenUrl: "/pin" });
// @ts-expect-error: a colour of the other image
createPinView({ tokenUrl: "/pin", container: "#pin", customCss: { panTextColor: "#000000" } });
// @ts-expect-error: a colour of the other image
createCardDetailsView({ tokenUrl: "/details", container: "#card", customCss: { textColor: "#000000" } });
// @ts-expect-error: a response with the URL of an image
createPinView({ container: "#pin", fetchToken: async () => ({ token: "a", hostedPageUrl: "b" }) });
