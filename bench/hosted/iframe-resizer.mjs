import { serve } from "./hosted.mjs";

const resized = /** @type {Window & {
  iFrameResizer?: {onReady: () => void},
  parentIFrame?: {sendMessage: (message: unknown) => void},
}} */ (window);

/** @type {Promise<void>} */
const connected = new Promise((resolve) => {
  resized.iFrameResizer = { onReady: resolve };
});
// It reads its options when it is loaded.
import("@iframe-resizer/child");

serve(() => resized.parentIFrame?.sendMessage({ type: "abort" }), connected);
