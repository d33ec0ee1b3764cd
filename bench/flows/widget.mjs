/**
 * This package, as an app uses it.
 */
import { createSetPin, preload } from "set-pin-widget";

/**
 * @param {import("./flow.d.ts").Host} host
 * @param {"inline" | "modal"} mode
 * @returns {import("./flow.d.ts").Flow}
 */
export function create(host, mode) {
  const { fetchToken, tokenUrl = "" } = host;
  const widget = createSetPin({
    mode,
    ...(mode === "inline" ? { container: host.container } : {}),
    allowedOrigins: [host.origin],
    ...(fetchToken
      ? { fetchToken: async () => ({ token: crypto.randomUUID(), ...(await fetchToken()) }) }
      : { tokenUrl }),
    onExit: () => host.onExit(),
    onError: (error) => host.onError(error),
  });
  return {
    open: () => void widget.open(),
    close: () => widget.close(),
    preload: () => preload({ allowedOrigins: [host.origin] }),
    destroy: () => widget.destroy(),
  };
}
