import type { SetPin, SetPinOptions, SetPinResult, SetPinState } from "../index.js";
import { createSetPin } from "../index.js";
import { ComponentLifecycle } from "./component-lifecycle.js";

/**
 * The part of a widget that a component exposes. Mounting, unmounting and the component's options
 * replace the other methods.
 */
export type SetPinControls = Omit<SetPin, "update" | "destroy">;

/** Manages a widget for a component. */
export class ComponentWidget
  extends ComponentLifecycle<SetPinOptions, SetPinOptions, SetPinState, SetPinResult, SetPin>
  implements SetPinControls
{
  #result: ReturnType<SetPin["open"]> | undefined;

  constructor(options: SetPinOptions) {
    super(createSetPin, options, (given) => given);
  }

  // These are bound, because components pass them on separately.
  /**
   * Opens the widget. While it is open, this returns the result of the current attempt, because a
   * component's effects may run twice and its buttons may be clicked twice.
   */
  readonly open: SetPin["open"] = () => {
    const isOver = ["idle", "closed", "destroyed"].includes(this.state);
    if (isOver || !this.#result) this.#result = this.made.open();
    return this.#result;
  };
  readonly close = (): void => this.made.close();
  readonly retry = (): void => this.made.retry();
  readonly focus = (): void => this.made.focus();
}
