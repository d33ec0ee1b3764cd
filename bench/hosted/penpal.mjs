import { connect, WindowMessenger } from "penpal";
import { serve } from "./hosted.mjs";

/** @typedef {{abort: () => Promise<void>}} Remote */

const messenger = new WindowMessenger({ remoteWindow: window.parent, allowedOrigins: ["*"] });
/** @type {Remote | undefined} */
let remote;
const connected = /** @type {typeof connect<Remote>} */ (connect)({ messenger }).promise.then((proxy) => {
  remote = proxy;
});

// The host destroys the connection while it handles the call.
serve(() => void remote?.abort().catch(() => undefined), connected);
