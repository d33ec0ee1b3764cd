import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useRef } from "react";
import { host } from "../host.js";
import { showReact, useLayer } from "../react.jsx";

export const show = showReact(function MuiMenu() {
  const [isOpen, setOpen] = useLayer();
  const opener = useRef(null);
  return (
    <>
      <button id="opener" type="button" ref={opener} onClick={() => setOpen(true)}>
        Card
      </button>
      <Menu
        anchorEl={() => opener.current}
        open={isOpen}
        onClose={() => setOpen(false)}
        slotProps={{ paper: { id: "layer" } }}
      >
        <MenuItem id="set-pin" onClick={() => host.open()}>
          Set PIN
        </MenuItem>
        <MenuItem
          id="hand-over"
          onClick={() => {
            host.open();
            setOpen(false);
          }}
        >
          Set PIN and close this
        </MenuItem>
      </Menu>
    </>
  );
});
