/**
 * The hosted page's side: it ends the flow, or floods the host page, when the benchmark says so.
 */

/** @param {number} count */
function flood(count) {
  for (let index = 0; index < count; index += 1) window.parent.postMessage({ type: "noise", index }, "*");
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
