/**
 * A key that all copies of this package share. Otherwise each copy would restore another copy's
 * style. Markup cannot set a symbol.
 */
const LOCK = Symbol.for("set-pin-widget.scroll-lock");

interface Lock {
  dialogs: number;
  readonly value: string;
  readonly priority: string;
}

/**
 * Stops the page from scrolling with an inline style, for browsers without constructed style sheets
 * (Firefox before 101, Safari before 16.4).
 */
export function lockInline(scroller: HTMLElement & { [LOCK]?: Lock }): () => void {
  const { style } = scroller;
  const lock = scroller[LOCK] ?? {
    dialogs: 0,
    value: style.getPropertyValue("overflow"),
    priority: style.getPropertyPriority("overflow"),
  };
  style.setProperty("overflow", "hidden", "important");
  scroller[LOCK] = lock;
  lock.dialogs += 1;
  return () => {
    lock.dialogs -= 1;
    if (lock.dialogs > 0) return;
    delete scroller[LOCK];
    style.setProperty("overflow", lock.value, lock.priority);
  };
}
