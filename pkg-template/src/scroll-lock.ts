/** How many dialogs hold the page still, and the page's own value: on the element that scrolls, so that several copies of this package agree. */
const COUNT = "data-set-pin-locks";
const OWN = "data-set-pin-overflow";
const AXES = ["overflow-x", "overflow-y"] as const;

/**
 * The element whose `overflow` is the viewport's: the root, unless it says nothing, then the body. With the root locked, a body that scrolls for the
 * page (`html, body { height: 100% }`, say) would become a box of its own, and the page would jump to its top.
 */
function scroller(): HTMLElement {
  const root = document.documentElement;
  const { overflowX, overflowY } = getComputedStyle(root);
  const body = overflowX === "visible" && overflowY === "visible" && document.querySelector("body");
  return body || root;
}

function locked(): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[${COUNT}]`);
}

/** A property of the page's own, with its priority. */
function own({ style }: HTMLElement, axis: string): string {
  return `${style.getPropertyValue(axis)}!${style.getPropertyPriority(axis)}`;
}

/** Holds the page still, and gives what {@link unlockScroll} is to let go of. Dialogs may come and go in any order. */
export function lockScroll(): HTMLElement {
  const target = locked() ?? scroller();
  const count = Number(target.getAttribute(COUNT));
  if (count === 0) {
    target.setAttribute(OWN, AXES.map((axis) => own(target, axis)).join("/"));
    target.style.setProperty("overflow", "hidden", "important");
  }
  target.setAttribute(COUNT, String(count + 1));
  return target;
}

/** Lets go once; the last to let go restores the page's own value and leaves nothing behind. */
export function unlockScroll(target: HTMLElement): void {
  const count = Number(target.getAttribute(COUNT)) - 1;
  if (count > 0) {
    target.setAttribute(COUNT, String(count));
    return;
  }
  const owns = target.getAttribute(OWN)?.split("/") ?? [];
  AXES.forEach((axis, at) => {
    const [value = "", priority] = owns[at]?.split("!") ?? [];
    target.style.setProperty(axis, value, priority);
  });
  target.removeAttribute(COUNT);
  target.removeAttribute(OWN);
  if (!target.getAttribute("style")) target.removeAttribute("style");
}
