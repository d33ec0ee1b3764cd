import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Form, showReact, useLayer } from "../react.jsx";

export const show = showReact(function AriaModal() {
  const [isOpen, setOpen] = useLayer();
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button>
        <span id="opener">Card settings</span>
      </Button>
      <ModalOverlay isDismissable style={{ position: "fixed", inset: 0, background: "rgba(0, 0, 0, 0.4)" }}>
        <Modal style={{ position: "fixed", top: 100, left: 100, background: "white" }}>
          <Dialog>
            <Heading slot="title">Card settings</Heading>
            <div id="layer">
              <Form close={() => setOpen(false)} />
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
});
