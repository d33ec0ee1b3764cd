import { Dialog } from "@base-ui/react/dialog";
import { Form, showReact, useLayer } from "../react.jsx";

export const show = showReact(function BaseDialog() {
  const [isOpen, setOpen] = useLayer();
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <span id="opener">Card settings</span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop style={{ position: "fixed", inset: 0, background: "rgba(0, 0, 0, 0.4)" }} />
        <Dialog.Popup style={{ position: "fixed", top: 100, left: 100, background: "white" }}>
          <Dialog.Title>Card settings</Dialog.Title>
          <div id="layer">
            <Form close={() => setOpen(false)} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
});
