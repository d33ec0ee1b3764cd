import { create } from "zoid/dist/zoid.frame.js";
import { serve } from "./hosted.mjs";

create({ tag: "set-pin", url: location.href, domain: location.origin });

serve(() => {
  const { xprops } = /** @type {Window & {xprops?: {onAbort: () => void}}} */ (window);
  xprops?.onAbort();
});
