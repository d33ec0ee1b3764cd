import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { host } from "../host.js";
import { showReact, useLayer } from "../react.jsx";

export const show = showReact(function AriaMenu() {
  const [isOpen, setOpen] = useLayer();
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button>
        <span id="opener">Card</span>
      </Button>
      <Popover style={{ background: "white" }}>
        <div id="layer">
          <Menu>
            <MenuItem
              id="stay"
              shouldCloseOnSelect={false}
              render={(props) => <div {...props} id="set-pin" />}
              onAction={() => host.open()}
            >
              Set PIN
            </MenuItem>
            <MenuItem id="go" render={(props) => <div {...props} id="hand-over" />} onAction={() => host.open()}>
              Set PIN and close this
            </MenuItem>
          </Menu>
        </div>
      </Popover>
    </MenuTrigger>
  );
});
