/** A widget, or a view of an image. */
interface Handle<Options, State extends string> {
  readonly state: State;
  update(options: Partial<Options>): void;
  destroy(): void;
}

/** The callbacks that this class calls itself or replaces. */
interface Callbacks<State extends string, Result> {
  onExit?: ((result: Result) => void) | undefined;
  onStateChange?: ((state: State, previous: State) => void) | undefined;
}

/**
 * Manages a widget, or a view of an image, for a component. Unmounting destroys it, and then only
 * `onExit` is called. Mounting the component again makes another one.
 */
export class ComponentLifecycle<
  Options extends Callbacks<State, Result>,
  Complete extends Options,
  State extends string,
  Result,
  Made extends Handle<Complete, State>,
> {
  protected made: Made;
  protected options: Options;
  readonly #create: (options: Complete) => Made;
  readonly #complete: (options: Options) => Complete;
  readonly #listeners = new Set<() => void>();

  /** @param complete Adds the options that the component provides. */
  constructor(create: (options: Complete) => Made, options: Options, complete: (options: Options) => Complete) {
    this.#create = create;
    this.#complete = complete;
    this.options = options;
    this.made = create(this.#withState());
  }

  get state(): State {
    return this.made.state;
  }

  // This is bound, because components pass it on separately.
  /**
   * Calls `notify` after each state change, until the returned function is called. The widget ends
   * when its last listener is removed.
   */
  readonly mount = (notify: () => void): (() => void) => {
    if (this.state === "destroyed") this.made = this.#create(this.#withState());
    this.#listeners.add(notify);
    return () => {
      this.#listeners.delete(notify);
      if (this.#listeners.size === 0) this.end();
    };
  };

  /** Replaces all options. */
  update(options: Options): void {
    const unset = this.#unset();
    this.options = options;
    this.made.update({ ...unset, ...this.#withState() });
  }

  /**
   * Destroys the widget on unmount. Only `onExit` is still called, in a microtask, because
   * frameworks allow no state updates during unmount.
   */
  end(): void {
    const { onExit } = this.options;
    const late = onExit && ((result: Result) => queueMicrotask(() => onExit(result)));
    this.made.update({ ...this.#unset(), ...(late && { onExit: late }) });
    this.made.destroy();
  }

  /** The options, with a callback that also notifies the listeners. */
  #withState(): Complete {
    return this.#complete({
      ...this.options,
      onStateChange: (state: State, previous: State) => {
        for (const notify of this.#listeners) notify();
        this.options.onStateChange?.(state, previous);
      },
    });
  }

  #unset(): Partial<Complete> {
    const names = [...Object.keys(this.options), "onStateChange"];
    return Object.fromEntries(names.map((name) => [name, undefined])) as Partial<Complete>;
  }
}
