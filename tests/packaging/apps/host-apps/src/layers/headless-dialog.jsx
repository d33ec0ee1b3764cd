import { Dialog, DialogPanel, DialogTitle } from "@headlessui/react";
import { Form, showReact, useLayer } from "../react.jsx";

export const show = showReact(function HeadlessDialog() {
  const [isOpen, setOpen] = useLayer();
  return (
    <>
      <button id="opener" type="button" onClick={() => setOpen(true)}>
        Card settings
      </button>
      <Dialog open={isOpen} onClose={() => setOpen(false)}>
        <div style={{ position: "fixed", inset: 0, background: "rgba(0, 0, 0, 0.4)" }}>
          <DialogPanel style={{ position: "fixed", top: 100, left: 100, background: "white" }}>
            <DialogTitle>Card settings</DialogTitle>
            <div id="layer">
              <Form close={() => setOpen(false)} />
            </div>
          </DialogPanel>
        </div>
      </Dialog>
    </>
  );
});
