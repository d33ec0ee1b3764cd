/** How many dialogs hold the page still, and the page's own value: on the element that scrolls, so that several copies of this package agree. */
const COUNT = "data-set-pin-locks";
const OWN = "data-set-pin-overflow";
const AXES = ["overflow-x", "overflow-y"] as const;

/** For browsers without constructed style sheets (Firefox before 101, Safari before 16.4): holds the page still by an inline style. */
export function lockInline(scroller: HTMLElement): () => void {
  const { querySelector } = Document.prototype;
  const target = (querySelector.call(scroller.ownerDocument, `[${COUNT}]`) as HTMLElement | null) ?? scroller;
  const { style } = target;
  const count = Number(target.getAttribute(COUNT));
  if (count === 0) {
    const own = AXES.map((axis) => `${style.getPropertyValue(axis)}!${style.getPropertyPriority(axis)}`);
    target.setAttribute(OWN, own.join("/"));
    style.setProperty("overflow", "hidden", "important");
  }
  target.setAttribute(COUNT, String(count + 1));
  return () => unlockInline(target);
}

/** Releases one lock; the last one restores the page's own value and leaves nothing behind. */
function unlockInline(target: HTMLElement): void {
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
