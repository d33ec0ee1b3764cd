import Dialog from "@mui/material/Dialog";
import { Form, showReact, useLayer } from "../react.jsx";

export const show = showReact(function MuiDialog() {
  const [isOpen, setOpen] = useLayer();
  return (
    <>
      <button id="opener" type="button" onClick={() => setOpen(true)}>
        Card settings
      </button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} slotProps={{ paper: { id: "layer" } }}>
        <Form close={() => setOpen(false)} />
      </Dialog>
    </>
  );
});
