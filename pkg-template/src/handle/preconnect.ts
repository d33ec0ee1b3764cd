import { create, detach, native } from "../view/dom.js";

/**
 * Lets the browser open connections to these origins until `until` settles. This is a hint, and only
 * Firefox and WebKit use such a connection for a frame of another site (docs/browser-notes.md,
 * "Frames"). The engine validates the URL of the frame later.
 */
export function preconnect(origins: readonly string[], until: Promise<unknown>): void {
  for (const origin of origins) {
    const link = create(document, "link");
    link.rel = "preconnect";
    link.href = origin;
    native(Document, document, "head").append(link);
    const remove = () => detach(link);
    until.then(remove, remove);
  }
}
