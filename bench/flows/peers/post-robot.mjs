/**
 * Messages by post-robot, in a frame that is made by hand.
 */
import { on } from "post-robot";
import { requestPage } from "../token.mjs";

/** @type {import("../flow.d.ts").CreateFlow} */
export function create(host) {
  /** @type {(() => void) | undefined} */
  let end;

  async function run() {
    const frame = document.createElement("iframe");
    frame.title = "Set your PIN";
    frame.style.width = "100%";
    frame.style.height = "500px";
    frame.src = await requestPage(host);
    host.container.append(frame);
    if (!frame.contentWindow) throw new Error("The frame has no window");
    const listener = on("abort", { window: frame.contentWindow, domain: host.origin }, () => end?.());
    let isOver = false;
    end = () => {
      if (isOver) return;
      isOver = true;
      listener.cancel();
      frame.remove();
      host.onExit();
    };
  }

  return { open: () => void run().catch(host.onError), close: () => end?.() };
}
