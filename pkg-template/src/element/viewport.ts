/** This has no prototype: a page may have added an option to `Object.prototype`. */
const NEAR: IntersectionObserverInit & { __proto__: null } = { __proto__: null, rootMargin: "50%" };

/**
 * Calls `work` once, when the element comes within half a screen of the viewport. The returned
 * function cancels this.
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
