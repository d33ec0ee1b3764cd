import { Menu } from "@base-ui/react/menu";
import { host } from "../host.js";
import { showReact, useLayer } from "../react.jsx";

export const show = showReact(function BaseMenu() {
  const [isOpen, setOpen] = useLayer();
  return (
    <Menu.Root open={isOpen} onOpenChange={setOpen}>
      <Menu.Trigger>
        <span id="opener">Card</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner>
          <Menu.Popup style={{ background: "white" }}>
            <div id="layer">
              <Menu.Item id="set-pin" closeOnClick={false} onClick={() => host.open()}>
                Set PIN
              </Menu.Item>
              <Menu.Item id="hand-over" onClick={() => host.open()}>
                Set PIN and close this
              </Menu.Item>
            </div>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
});
