import type { SetPin, SetPinOptions } from "../index.js";
import { createSetPin } from "../index.js";

/**
 * The part of a widget that a component exposes. Mounting, unmounting and the component's options
 * replace the other methods.
 */
export type SetPinControls = Omit<SetPin, "update" | "destroy">;

/**
 * Manages a widget for a component. Unmounting destroys the widget, and then only `onExit` is
 * called. Mounting the component again makes another widget.
 */
export class ComponentWidget implements SetPinControls {
  #options: SetPinOptions;
  #widget: SetPin;
  #result: ReturnType<SetPin["open"]> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(options: SetPinOptions) {
    this.#options = options;
    this.#widget = createSetPin(this.#withState());
  }

  get state(): SetPin["state"] {
    return this.#widget.state;
  }

  // These are bound, because components pass them on separately.
  /**
   * Opens the widget. While it is open, this returns the result of the current attempt, because a
   * component's effects may run twice and its buttons may be clicked twice.
   */
  readonly open: SetPin["open"] = () => {
    const isOver = ["idle", "closed", "destroyed"].includes(this.state);
    if (isOver || !this.#result) this.#result = this.#widget.open();
    return this.#result;
  };
  readonly close = (): void => this.#widget.close();
  readonly retry = (): void => this.#widget.retry();
  readonly focus = (): void => this.#widget.focus();

  /**
   * Calls `notify` after each state change, until the returned function is called. The widget ends
   * when its last listener is removed.
   */
  readonly mount = (notify: () => void): (() => void) => {
    if (this.state === "destroyed") this.#widget = createSetPin(this.#withState());
    this.#listeners.add(notify);
    return () => {
      this.#listeners.delete(notify);
      if (this.#listeners.size === 0) this.end();
    };
  };

  /** Replaces all options. */
  update(options: SetPinOptions): void {
    const unset = this.#unset();
    this.#options = options;
    this.#widget.update({ ...unset, ...this.#withState() });
  }

  /**
   * Destroys the widget on unmount. Only `onExit` is still called, in a microtask, because
   * frameworks allow no state updates during unmount.
   */
  end(): void {
    const { onExit } = this.#options;
    const late: SetPinOptions["onExit"] = onExit && ((result) => queueMicrotask(() => onExit(result)));
    this.#widget.update({ ...this.#unset(), ...(late && { onExit: late }) });
    this.#widget.destroy();
  }

  #withState(): SetPinOptions {
    return {
      ...this.#options,
      onStateChange: (state, previous) => {
        for (const notify of this.#listeners) notify();
        this.#options.onStateChange?.(state, previous);
      },
    };
  }

  #unset(): Partial<SetPinOptions> {
    return Object.fromEntries([...Object.keys(this.#options), "onStateChange"].map((name) => [name, undefined]));
  }
}
