/**
 * A frame that has the height of its page, by iframe-resizer.
 */
import iframeResize from "@iframe-resizer/parent";
import { requestPage } from "../token.mjs";

/** @type {import("../flow.d.ts").CreateFlow} */
export function create(host) {
  /** @type {(() => void) | undefined} */
  let end;

  async function run() {
    const frame = document.createElement("iframe");
    frame.title = "Set your PIN";
    frame.style.width = "100%";
    frame.src = await requestPage(host);
    host.container.append(frame);
    const [resizer] = iframeResize(
      {
        license: "GPLv3",
        log: false,
        checkOrigin: [host.origin],
        onMessage: ({ message }) => {
          if (message.type === "abort") end?.();
        },
      },
      frame,
    );
    let isOver = false;
    end = () => {
      if (isOver) return;
      isOver = true;
      resizer?.iFrameResizer?.disconnect();
      frame.remove();
      host.onExit();
    };
  }

  return { open: () => void run().catch(host.onError), close: () => end?.() };
}
