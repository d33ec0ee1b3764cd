// The entries of the frameworks: code that must compile, and code that must not.

import { SetPin as ReactSetPin, useSetPin as useInReact } from "set-pin-widget/react";
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
