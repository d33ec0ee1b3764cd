/** All copies of this package find it: each would otherwise restore the style of another one. Markup cannot set it. */
const LOCK = Symbol.for("set-pin-widget.scroll-lock");

interface Lock {
  dialogs: number;
  readonly value: string;
  readonly priority: string;
}

/** For browsers without constructed style sheets (Firefox before 101, Safari before 16.4): holds the page still by an inline style. */
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
