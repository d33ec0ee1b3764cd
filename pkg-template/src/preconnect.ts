import { create, native } from "./dom.js";

/**
 * Lets the browser open connections to these origins for as long as `until` is under way. Only a hint, and only Firefox and WebKit use such a
 * connection for a frame of another site (engineering.md, "Frames"). What may be framed is not judged here but by the engine, when it is time.
 */
export function preconnect(origins: readonly string[], until: Promise<unknown>): void {
  for (const origin of origins) {
    const link = create(document, "link");
    link.rel = "preconnect";
    link.href = origin;
    native(Document, document, "head").append(link);
    const remove = () => link.remove();
    until.then(remove, remove);
  }
}
