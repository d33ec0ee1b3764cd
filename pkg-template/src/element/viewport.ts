/** This has no prototype: a page may have added an option to `Object.prototype`. */
const NEAR: IntersectionObserverInit & { __proto__: null } = { __proto__: null, rootMargin: "50%" };

/**
 * Calls `work` once, as soon as the element is within half a screen of the viewport, unless the
 * returned function is called before.
 */
export function whenNear(element: Element, work: () => void): () => void {
  if (typeof IntersectionObserver === "undefined") return () => undefined;
  const observer = new IntersectionObserver((changes) => {
    if (!changes.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    work();
  }, NEAR);
  observer.observe(element);
  return () => observer.disconnect();
}
