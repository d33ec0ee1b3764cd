import type { SetPin, SetPinOptions } from "../index.js";
import { createSetPin } from "../index.js";

/** What a component is given of a widget: the rest is what its being there, and its options, already say. */
export type SetPinControls = Omit<SetPin, "update" | "destroy">;

/**
 * A widget whose life is a component's: it ends when the component goes, calling back `onExit` alone, and there is another when the component
 * comes back.
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

  // Bound, since components hand them on one by one.
  /** While the widget is open: the result of the attempt under way, since a component's effects run, and its buttons are pressed, twice. */
  readonly open: SetPin["open"] = () => {
    const isOver = ["idle", "closed", "destroyed"].includes(this.state);
    if (isOver || !this.#result) this.#result = this.#widget.open();
    return this.#result;
  };
  readonly close = (): void => this.#widget.close();
  readonly retry = (): void => this.#widget.retry();
  readonly focus = (): void => this.#widget.focus();

  /** Tells `hear` of each new state, until what it returns is called. The widget ends with the last listener. */
  readonly mount = (hear: () => void): (() => void) => {
    if (this.state === "destroyed") this.#widget = createSetPin(this.#withState());
    this.#listeners.add(hear);
    return () => {
      this.#listeners.delete(hear);
      if (this.#listeners.size === 0) this.end();
    };
  };

  /** These options, and none of those before. */
  update(options: SetPinOptions): void {
    const gone = this.#forgotten();
    this.#options = options;
    this.#widget.update({ ...gone, ...this.#withState() });
  }

  /** Ends the widget. Whom the options name is about to go, and is told only what each attempt owes: its exit, once frameworks may be called. */
  end(): void {
    const { onExit } = this.#options;
    const late: SetPinOptions["onExit"] = onExit && ((result) => queueMicrotask(() => onExit(result)));
    this.#widget.update({ ...this.#forgotten(), ...(late && { onExit: late }) });
    this.#widget.destroy();
  }

  #withState(): SetPinOptions {
    return {
      ...this.#options,
      onStateChange: (state, previous) => {
        for (const hear of this.#listeners) hear();
        this.#options.onStateChange?.(state, previous);
      },
    };
  }

  #forgotten(): Partial<SetPinOptions> {
    return Object.fromEntries([...Object.keys(this.#options), "onStateChange"].map((name) => [name, undefined]));
  }
}
