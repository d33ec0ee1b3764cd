import { send } from "post-robot";
import { serve } from "./hosted.mjs";

// The host sends no response once it has removed the frame.
serve(() => void send(window.parent, "abort").catch(() => undefined));
