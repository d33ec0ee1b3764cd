import { serve } from "./hosted.mjs";

const containerId = new URLSearchParams(location.search).get("container-id");

/** @param {string} name */
const send = (name) => window.parent.postMessage({ name, containerId, metadata: {} }, "*");

serve(() => send("exit"));
send("load");
send("ready");
