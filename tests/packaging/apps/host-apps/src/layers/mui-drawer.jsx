import Drawer from "@mui/material/Drawer";
import { Form, showReact, useLayer } from "../react.jsx";

export const show = showReact(function MuiDrawer() {
  const [isOpen, setOpen] = useLayer();
  return (
    <>
      <button id="opener" type="button" onClick={() => setOpen(true)}>
        Card settings
      </button>
      <Drawer open={isOpen} onClose={() => setOpen(false)} slotProps={{ paper: { id: "layer" } }}>
        <Form close={() => setOpen(false)} />
      </Drawer>
    </>
  );
});
