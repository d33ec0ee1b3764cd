/**
 * The sample hardened by hand, inline. Ratios of the report are to this flow.
 */
import { attempt } from "./hardened-frame.mjs";

/** @type {import("./flow.d.ts").CreateFlow} */
export function create(host) {
  /** @type {(() => void) | undefined} */
  let end;
  return {
    open() {
      /** @type {HTMLIFrameElement | undefined} */
      let shown;
      end = attempt(host, {
        show(frame) {
          shown = frame;
          host.container.append(frame);
        },
        hide: () => shown?.remove(),
      });
    },
    close: () => end?.(),
  };
}
