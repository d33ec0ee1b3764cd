/**
 * A frame, and a listener for messages that does nothing: the least that a message can cost.
 */
import { requestPage } from "./token.mjs";

/** @type {import("./flow.d.ts").CreateFlow} */
export function create(host) {
  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  const ignore = () => undefined;
  return {
    async open() {
      frame = document.createElement("iframe");
      frame.src = await requestPage(host);
      window.addEventListener("message", ignore);
      host.container.append(frame);
    },
    close() {
      window.removeEventListener("message", ignore);
      frame?.remove();
      host.onExit();
    },
  };
}
