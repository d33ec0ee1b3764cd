import * as Menu from "@radix-ui/react-dropdown-menu";
import { host } from "../host.js";
import { showReact, useLayer } from "../react.jsx";

export const show = showReact(function RadixMenu() {
  const [isOpen, setOpen] = useLayer();
  return (
    <Menu.Root open={isOpen} onOpenChange={setOpen}>
      <Menu.Trigger>
        <span id="opener">Card</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content style={{ background: "white" }}>
          <div id="layer">
            <Menu.Item
              id="set-pin"
              onSelect={(event) => {
                event.preventDefault();
                host.open();
              }}
            >
              Set PIN
            </Menu.Item>
            <Menu.Item id="hand-over" onSelect={() => host.open()}>
              Set PIN and close this
            </Menu.Item>
          </div>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
});
