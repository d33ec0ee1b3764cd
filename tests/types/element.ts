// The element: code that must compile, and code that must not.

import type { SetPinElement, SetPinElementDefaults, SetPinResult } from "set-pin-widget";
import { defineSetPinElement } from "set-pin-widget/element";

defineSetPinElement();
defineSetPinElement("my-set-pin");
const defaults: SetPinElementDefaults = {
  tokenUrl: "/token",
  autoOpen: true,
  onExit: ({ reason }) => console.log(reason),
};
defineSetPinElement(undefined, defaults);
// @ts-expect-error: no such option
defineSetPinElement("my-set-pin", { "token-url": "/token" });

const element: SetPinElement = document.createElement("set-pin-widget");
element.tokenUrl = "/token";
element.allowedOrigins = ["https://pin.example"];
element.theme = undefined;
element.autoOpen = true;
element.options = { fetchToken: async () => ({ token: "", hostedPageUrl: "" }), retry: false };
element.addEventListener("set-pin-exit", ({ detail }) => console.log(detail.reason, detail.error?.code));
element.addEventListener("set-pin-state-change", ({ detail: { state, previous } }) => console.log(state, previous));
element.addEventListener("click", ({ clientX }) => console.log(clientX));
document
  .querySelector("set-pin-widget")
  ?.open()
  .then((result: SetPinResult) => console.log(result.outcome));
// @ts-expect-error: no such mode
element.mode = "popup";
// @ts-expect-error: the state is the widget's own
element.state = "closed";
// @ts-expect-error: an exit has no code of its own
element.addEventListener("set-pin-exit", ({ detail }) => console.log(detail.code));
