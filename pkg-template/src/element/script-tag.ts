import { runningScript } from "../engine/running-script.js";
import { absolute } from "../view/dom.js";
import type { SetPinElementDefaults } from "./set-pin-element.js";

/**
 * The defaults of all elements, from the attributes of the widget's own `<script>`; `undefined` where it does not ask for the element. Read, and URLs
 * resolved, while the script runs, from the script that runs: no other markup of the page can set these, nor can a `<base>` that is added later.
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
