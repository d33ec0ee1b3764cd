import { runningScript } from "../engine/running-script.js";
import { absolute } from "../view/dom.js";
import type { SetPinElementDefaults } from "./set-pin-element.js";

/**
 * Reads the defaults of all elements from the attributes of the widget's own `<script>`. Returns
 * `undefined` if that tag does not ask for the element. The function reads the attributes and
 * resolves the URLs while the script runs, from the script that runs. Other markup on the page
 * therefore cannot set them, and a `<base>` that is added later has no effect.
 */
export function defaultsOfTag(): SetPinElementDefaults | undefined {
  const tag = runningScript();
  const read = (name: string) => tag?.getAttribute(`data-${name}`) ?? undefined;
  const readUrl = (name: string) => {
    const url = read(name);
    try {
      return url && absolute(url);
    } catch {
      return url; // `open()` reports that it is not valid.
    }
  };
  const tokenUrl = readUrl("token-url");
  if (tokenUrl === undefined) return undefined;
  const origins = read("allowed-origins");
  const cardStatusUrl = readUrl("card-status-url");
  const redirectUrl = read("redirect-url");
  return {
    tokenUrl,
    ...(origins !== undefined && { allowedOrigins: origins.trim().split(/\s+/) }),
    ...(cardStatusUrl !== undefined && { cardStatus: { url: cardStatusUrl } }),
    ...(redirectUrl !== undefined && { redirectUrl }),
    autoOpen: (read("auto-open") ?? "false") !== "false",
  };
}
