import { DialogContent, DialogOverlay, DialogPortal, DialogRoot, DialogTitle, DialogTrigger } from "reka-ui";
import { createApp, h, ref } from "vue";
import { host } from "../host.js";

export function show(root) {
  const isOpen = ref(false);
  const setOpen = (now) => {
    isOpen.value = now;
  };
  host.closeLayer = () => setOpen(false);
  const form = () =>
    h("form", { onSubmit: (event) => event.preventDefault() }, [
      h("label", ["Name on the card ", h("input", { id: "draft" })]),
      h("button", { id: "set-pin", type: "button", onClick: () => host.open() }, "Set PIN"),
      h(
        "button",
        {
          id: "hand-over",
          type: "button",
          onClick() {
            host.open();
            setOpen(false);
          },
        },
        "Set PIN and close this",
      ),
      h("div", { id: "inside" }),
    ]);
  const layer = () => [
    h(DialogOverlay, { style: "position: fixed; inset: 0; background: rgba(0, 0, 0, 0.4)" }),
    h(
      DialogContent,
      {
        "aria-describedby": undefined,
        style: "position: fixed; top: 100px; left: 100px; background: white",
      },
      () => [h(DialogTitle, () => "Card settings"), h("div", { id: "layer" }, form())],
    ),
  ];
  createApp(() =>
    h(DialogRoot, { open: isOpen.value, "onUpdate:open": setOpen }, () => [
      h(DialogTrigger, () => h("span", { id: "opener" }, "Card settings")),
      h(DialogPortal, layer),
    ]),
  ).mount(root);
}
