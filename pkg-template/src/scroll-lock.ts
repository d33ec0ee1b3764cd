/** How many dialogs hold the page still, and the page's own value: on the root element, so that several copies of this package agree. */
const COUNT = "data-set-pin-locks";
const OWN = "data-set-pin-overflow";
const AXES = ["overflow-x", "overflow-y"] as const;

/** A property of the page's own, with its priority. */
function own({ style }: HTMLElement, axis: string): string {
  return `${style.getPropertyValue(axis)}!${style.getPropertyPriority(axis)}`;
}

/** Holds the page still. Dialogs may come and go in any order. */
export function lockScroll(): void {
  const root = document.documentElement;
  const count = Number(root.getAttribute(COUNT));
  if (count === 0) {
    root.setAttribute(OWN, AXES.map((axis) => own(root, axis)).join("/"));
    root.style.setProperty("overflow", "hidden", "important");
  }
  root.setAttribute(COUNT, String(count + 1));
}

/** Lets go once; the last to let go restores the page's own value and leaves nothing behind. */
export function unlockScroll(): void {
  const root = document.documentElement;
  const count = Number(root.getAttribute(COUNT)) - 1;
  if (count > 0) {
    root.setAttribute(COUNT, String(count));
    return;
  }
  const owns = root.getAttribute(OWN)?.split("/") ?? [];
  AXES.forEach((axis, at) => {
    const [value = "", priority] = owns[at]?.split("!") ?? [];
    root.style.setProperty(axis, value, priority);
  });
  root.removeAttribute(COUNT);
  root.removeAttribute(OWN);
  if (!root.getAttribute("style")) root.removeAttribute("style");
}
