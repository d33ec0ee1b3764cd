/**
 * The sample hardened by hand, in a native dialog with a title and a close button.
 */
import { attempt } from "./hardened-frame.mjs";

/** @type {import("./flow.d.ts").CreateFlow} */
export function create(host) {
  /** @type {(() => void) | undefined} */
  let end;
  return {
    open() {
      const dialog = document.createElement("dialog");
      const title = document.createElement("h2");
      title.id = "pin-dialog-title";
      title.textContent = "Set your PIN";
      dialog.setAttribute("aria-labelledby", title.id);
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Close";
      button.addEventListener("click", () => end?.());
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        end?.();
      });
      dialog.append(title, button);
      const { overflow } = document.documentElement.style;
      end = attempt(host, {
        show: (frame) => dialog.append(frame),
        hide() {
          // Closing it gives the focus back.
          dialog.close();
          dialog.remove();
          document.documentElement.style.overflow = overflow;
        },
      });
      document.documentElement.style.overflow = "hidden";
      document.body.append(dialog);
      dialog.showModal();
    },
    close: () => end?.(),
  };
}
