/**
 * The hosted page's side: it ends the flow, or floods the host page, when the benchmark says so.
 */

/** How many messages it posts before another task may run. */
const BATCH = 500;

/** @param {number} count */
function flood(count) {
  const { port1, port2 } = new MessageChannel();
  let sent = 0;
  port1.onmessage = () => {
    for (let index = 0; index < BATCH && sent < count; index += 1, sent += 1) {
      window.parent.postMessage({ type: "noise", sent }, "*");
    }
    if (sent < count) port2.postMessage(null);
    else port1.close();
  };
  port2.postMessage(null);
}

/**
 * Serves the benchmark.
 * @param {() => void} abort Ends the flow, in the way of this library.
 * @param {Promise<unknown>} [connected] When the library can send messages.
 */
export function serve(abort, connected) {
  window.addEventListener("message", async ({ data, source }) => {
    if (source !== window.parent) return;
    if (data?.bench === "abort") {
      await connected;
      if (!data.isSilent) window.parent.postMessage({ bench: "aborting" }, "*");
      abort();
    } else if (data?.bench === "flood") flood(data.count);
  });
  window.addEventListener("load", () => {
    if (new URLSearchParams(location.search).has("announce")) window.parent.postMessage({ bench: "loaded" }, "*");
  });
}
