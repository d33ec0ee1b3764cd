import { runningScript } from "../engine/running-script.js";
import type { SetPinElementDefaults } from "./set-pin-element.js";

/**
 * What the attributes of the widget's own `<script>` say of all elements; `undefined` where it does not ask for the element. Read while the script
 * runs, from the script that runs: no other markup of the page can give these.
 */
export function defaultsOfTag(): SetPinElementDefaults | undefined {
  const tag = runningScript();
  const read = (name: string) => tag?.getAttribute(`data-${name}`) ?? undefined;
  const tokenUrl = read("token-url");
  if (tokenUrl === undefined) return undefined;
  const origins = read("allowed-origins");
  const cardStatusUrl = read("card-status-url");
  const redirectUrl = read("redirect-url");
  return {
    tokenUrl,
    ...(origins !== undefined && { allowedOrigins: origins.trim().split(/\s+/) }),
    ...(cardStatusUrl !== undefined && { cardStatus: { url: cardStatusUrl } }),
    ...(redirectUrl !== undefined && { redirectUrl }),
    autoOpen: (read("auto-open") ?? "false") !== "false",
  };
}
