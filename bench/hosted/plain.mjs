import { serve } from "./hosted.mjs";

serve(() => window.parent.postMessage({ type: "abort" }, "*"));
