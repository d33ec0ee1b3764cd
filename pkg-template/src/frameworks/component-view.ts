import type { SecureView, SecureViewOptions, SecureViewResult, SecureViewState } from "../secure-view.js";
import { ComponentLifecycle } from "./component-lifecycle.js";

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

type View<Css> = SecureView<SecureViewOptions<Css>>;

/** Manages a view for a component. */
export class ComponentView<Css>
  extends ComponentLifecycle<
    ComponentViewOptions<Css>,
    SecureViewOptions<Css>,
    SecureViewState,
    SecureViewResult,
    View<Css>
  >
  implements SecureViewControls
{
  readonly #place: { container?: Element };

  constructor(create: (options: SecureViewOptions<Css>) => View<Css>, options: ComponentViewOptions<Css>) {
    const place: { container?: Element } = {};
    const placed = (given: ComponentViewOptions<Css>) =>
      ({ ...given, container: given.container ?? place.container }) as SecureViewOptions<Css>;
    super(create, options, placed);
    this.#place = place;
  }

  // These are bound, because components pass them on separately.
  readonly show = (): Promise<SecureViewResult> => this.made.show();
  readonly hide = (): void => this.made.hide();

  /** Sets the element in which the image appears, unless the options have a `container`. */
  readonly setContainer = (container: Element | null | undefined): void => {
    if (!container || container === this.#place.container) return;
    this.#place.container = container;
    this.update(this.options);
  };
}
