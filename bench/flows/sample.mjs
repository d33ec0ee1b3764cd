/**
 * The issuer's sample, written again in our own words: it requests a token, makes an iframe,
 * listens for `abort` from one origin, and removes the frame.
 */
import { requestPage } from "./token.mjs";

/** @type {import("./flow.d.ts").CreateFlow} */
export function create(host) {
  /** @type {HTMLIFrameElement | undefined} */
  let frame;

  /** @param {MessageEvent} event */
  function onMessage(event) {
    if (event.origin === host.origin && event.data.type === "abort") close();
  }

  function close() {
    window.removeEventListener("message", onMessage);
    frame?.remove();
    host.onExit();
  }

  return {
    async open() {
      const url = await requestPage(host);
      frame = document.createElement("iframe");
      frame.src = url;
      frame.width = "100%";
      frame.height = "500";
      window.addEventListener("message", onMessage);
      host.container.append(frame);
    },
    close,
  };
}
