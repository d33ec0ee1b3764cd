import * as Dialog from "@radix-ui/react-dialog";
import { Form, showReact, useLayer } from "../react.jsx";

export const show = showReact(function RadixDialog() {
  const [isOpen, setOpen] = useLayer();
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <span id="opener">Card settings</span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay style={{ position: "fixed", inset: 0, background: "rgba(0, 0, 0, 0.4)" }} />
        <Dialog.Content
          aria-describedby={undefined}
          style={{ position: "fixed", top: 100, left: 100, background: "white" }}
        >
          <Dialog.Title>Card settings</Dialog.Title>
          <div id="layer">
            <Form close={() => setOpen(false)} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
});
