/** How many dialogs hold the page still, and the page's own value: on the root element, so that several copies of this package agree. */
const COUNT = "data-set-pin-locks";
const OWN = "data-set-pin-overflow";

/** Holds the page still. Dialogs may come and go in any order. */
export function lockScroll(): void {
  const root = document.documentElement;
  const count = Number(root.getAttribute(COUNT));
  if (count === 0) {
    root.setAttribute(OWN, `${root.style.overflowX}/${root.style.overflowY}`);
    root.style.overflow = "hidden";
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
  const [x = "", y = ""] = root.getAttribute(OWN)?.split("/") ?? [];
  root.style.overflowX = x;
  root.style.overflowY = y;
  root.removeAttribute(COUNT);
  root.removeAttribute(OWN);
  if (!root.getAttribute("style")) root.removeAttribute("style");
}
