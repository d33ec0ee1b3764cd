import { tryOrReport } from "../handle/report.js";
import { detach } from "./dom.js";
import { createHostElement } from "./host-element.js";
import { isDisplayed } from "./loss.js";

/**
 * The reason why there is no view: the `container` is neither an element nor a valid selector
 * (`invalid`), is not in the document (`absent`) or is not displayed (`hidden`); the view is lost
 * again (`lost`); or something threw, which is reported (`threw`).
 */
export type ViewProblem = "invalid" | "absent" | "hidden" | "lost" | "threw";

/** Finds the element for the view. Only `inline` needs a `container` of the host. */
export function findContainer(given: unknown, modal: boolean): Element | ViewProblem {
  // Not `document.body`, which markup can hide.
  let found = given === undefined && modal ? "body" : given;
  if (typeof found === "string") {
    try {
      found = Document.prototype.querySelector.call(document, found);
    } catch {
      return "invalid";
    }
    if (!found) return "absent";
  }
  // An element of any realm.
  const element = found as Element | null | undefined;
  if (element?.nodeType !== 1) return "invalid";
  return element.isConnected ? element : "absent";
}

/** Returns the problem that a view in this container would have. Inserts an empty element for that, and removes it. */
export function probeContainer(container: Element, modal: boolean): "hidden" | "threw" | undefined {
  const shown = tryOrReport(() => {
    const { host } = createHostElement(container, modal);
    try {
      container.append(host);
      return isDisplayed(host);
    } finally {
      detach(host);
    }
  });
  return shown === undefined ? "threw" : shown ? undefined : "hidden";
}
