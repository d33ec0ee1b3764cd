// The entries of the frameworks: code that must compile, and code that must not.

import { SetPin as ReactSetPin, useSetPin as useInReact } from "set-pin-widget/react";
import { definePinViewElement } from "set-pin-widget/secure-view-elements";
import { CardDetailsView, usePinView } from "set-pin-widget/secure-view-react";
import { pinView } from "set-pin-widget/secure-view-svelte";
import { useCardDetailsView, type PinView as VuePinView } from "set-pin-widget/secure-view-vue";
import { setPin, setPinStore } from "set-pin-widget/svelte";
import { useSetPin as useInVue, type SetPin as VueSetPin } from "set-pin-widget/vue";
import { ref } from "vue";

export function InReact() {
  const { open, state } = useInReact({ tokenUrl: "/token", onExit: ({ reason }) => console.log(reason) });
  // @ts-expect-error: mounting the component opens the widget
  useInReact({ tokenUrl: "/token" }).destroy();
  // @ts-expect-error: no such option
  ReactSetPin({ token: "/token" });
  return [open, state, ReactSetPin({ tokenUrl: "/token", mode: "inline" })];
}

const theme = ref<"light" | "dark">("light");
useInVue(() => ({ tokenUrl: "/token", theme: theme.value }));
const { state } = useInVue(ref({ tokenUrl: "/token" }));
export const failed: boolean = state.value === "failed";
// @ts-expect-error: the state is the widget's own
state.value = "closed";
export const vueProps: InstanceType<typeof VueSetPin>["$props"] = { tokenUrl: "/token", onReady: () => undefined };

const store = setPinStore({ tokenUrl: "/token" });
store.subscribe((now) => console.log(now === "ready"));
setPin(document.body, { tokenUrl: "/token", mode: "inline" }).update({ tokenUrl: "/elsewhere" });
// @ts-expect-error: an action takes options
setPin(document.body);

export function ViewsInReact() {
  const { container, show, state } = usePinView({ tokenUrl: "/pin", customCss: { textColor: "#000000" } });
  // @ts-expect-error: mounting the component shows the image
  usePinView({ tokenUrl: "/pin" }).destroy();
  // @ts-expect-error: a colour of the other image
  CardDetailsView({ tokenUrl: "/details", customCss: { textColor: "#000000" } });
  return [container, show, state, CardDetailsView({ tokenUrl: "/details", visibleMs: 60_000 })];
}
const details = useCardDetailsView(() => ({ tokenUrl: "/details", theme: theme.value }));
export const isShown: boolean = details.state.value === "ready";
export const viewProps: InstanceType<typeof VuePinView>["$props"] = { tokenUrl: "/pin", onReady: () => undefined };
const pin = pinView({ tokenUrl: "/pin" });
pin.subscribe((now) => console.log(now === "ready"));
// @ts-expect-error: an option of the widget
pin.update({ tokenUrl: "/pin", mode: "inline" });
definePinViewElement({ tokenUrl: "/pin" });
document.createElement("card-pin-view").addEventListener("secure-view-exit", ({ detail }) => detail.reason);
// @ts-expect-error: a colour of the other image
document.createElement("card-details-view").options = { customCss: { textColor: "#000000" } };
