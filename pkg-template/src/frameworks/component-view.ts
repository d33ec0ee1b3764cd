import type { SecureView, SecureViewOptions, SecureViewResult, SecureViewState } from "../secure-view.js";

/** The options of a component's view. The component provides the `container` if you give none. */
export type ComponentViewOptions<Css> = Omit<SecureViewOptions<Css>, "container"> &
  Partial<Pick<SecureViewOptions<Css>, "container">>;

/**
 * The part of a view that a component exposes. Mounting, unmounting and the component's options
 * replace the other methods.
 */
export interface SecureViewControls {
  readonly state: SecureViewState;
  show(): Promise<SecureViewResult>;
  hide(): void;
}

type Create<Css> = (options: SecureViewOptions<Css>) => SecureView<SecureViewOptions<Css>>;

/**
 * Manages a view for a component. Unmounting destroys the view, and then only `onExit` is called.
 * Mounting the component again makes another view.
 */
export class ComponentView<Css> implements SecureViewControls {
  readonly #create: Create<Css>;
  #options: ComponentViewOptions<Css>;
  #view: SecureView<SecureViewOptions<Css>>;
  #container: Element | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(create: Create<Css>, options: ComponentViewOptions<Css>) {
    this.#create = create;
    this.#options = options;
    this.#view = create(this.#withState());
  }

  get state(): SecureViewState {
    return this.#view.state;
  }

  // These are bound, because components pass them on separately.
  readonly show = (): Promise<SecureViewResult> => this.#view.show();
  readonly hide = (): void => this.#view.hide();

  /** Sets the element in which the image appears, unless the options have a `container`. */
  readonly setContainer = (container: Element | null | undefined): void => {
    if (!container || container === this.#container) return;
    this.#container = container;
    this.#view.update(this.#withState());
  };

  /**
   * Calls `notify` after each state change, until the returned function is called. The view ends
   * when its last listener is removed.
   */
  readonly mount = (notify: () => void): (() => void) => {
    if (this.state === "destroyed") this.#view = this.#create(this.#withState());
    this.#listeners.add(notify);
    return () => {
      this.#listeners.delete(notify);
      if (this.#listeners.size === 0) this.end();
    };
  };

  /** Replaces all options. */
  update(options: ComponentViewOptions<Css>): void {
    const unset = this.#unset();
    this.#options = options;
    this.#view.update({ ...unset, ...this.#withState() });
  }

  /**
   * Destroys the view on unmount. Only `onExit` is still called, in a microtask, because frameworks
   * allow no state updates during unmount.
   */
  end(): void {
    const { onExit } = this.#options;
    const late = onExit && ((result: SecureViewResult) => queueMicrotask(() => onExit(result)));
    this.#view.update({ ...this.#unset(), ...(late && { onExit: late }) });
    this.#view.destroy();
  }

  #withState(): SecureViewOptions<Css> {
    return {
      ...this.#options,
      container: this.#options.container ?? this.#container,
      onStateChange: (state, previous) => {
        for (const notify of this.#listeners) notify();
        this.#options.onStateChange?.(state, previous);
      },
    } as SecureViewOptions<Css>;
  }

  #unset(): Partial<SecureViewOptions<Css>> {
    return Object.fromEntries([...Object.keys(this.#options), "onStateChange"].map((name) => [name, undefined]));
  }
}
