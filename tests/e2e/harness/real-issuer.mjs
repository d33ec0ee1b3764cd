/**
 * Serves the demo site as for a real issuer, without the sandbox's own routes. A second sandbox
 * acts as that issuer.
 */
import { randomUUID } from "node:crypto";
import { startSandbox } from "./sandbox.mjs";

/** @returns {Promise<{origins: import("./sandbox.mjs").Origins, stop: () => Promise<void>}>} */
export async function startForRealIssuer() {
  const [clientKey, accessToken] = [randomUUID(), randomUUID()];
  const issuer = await startSandbox(["--client-key", clientKey, "--access-token", accessToken]);
  const app = await startSandbox([], {
    ISSUER_API_URL: issuer.origins.api,
    ISSUER_PAGE_ORIGIN: issuer.origins.page,
    ISSUER_CLIENT_KEY: clientKey,
    ISSUER_ACCESS_TOKEN: accessToken,
  });
  return {
    origins: app.origins,
    async stop() {
      await app.stop();
      await issuer.stop();
    },
  };
}
