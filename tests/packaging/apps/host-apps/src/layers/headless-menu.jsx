import { Menu, MenuButton, MenuItem, MenuItems } from "@headlessui/react";
import { host } from "../host.js";
import { showReact } from "../react.jsx";

export const show = showReact(function HeadlessMenu() {
  return (
    <Menu>
      {({ close }) => {
        host.closeLayer = close;
        return (
          <>
            <MenuButton>
              <span id="opener">Card</span>
            </MenuButton>
            <MenuItems anchor="bottom start" style={{ background: "white" }}>
              <div id="layer">
                <MenuItem
                  as="button"
                  id="set-pin"
                  type="button"
                  onClick={(event) => {
                    // The library then leaves the menu open.
                    event.preventDefault();
                    host.open();
                  }}
                >
                  Set PIN
                </MenuItem>
                <MenuItem as="button" id="hand-over" type="button" onClick={() => host.open()}>
                  Set PIN and close this
                </MenuItem>
              </div>
            </MenuItems>
          </>
        );
      }}
    </Menu>
  );
});
