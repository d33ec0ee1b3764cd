import {
  type CardDetailsImageCss,
  createCardDetailsView,
  createPinView,
  type PinImageCss,
  type SecureViewState,
} from "../secure-view.js";
import { ComponentView, type ComponentViewOptions, type SecureViewControls } from "./component-view.js";

export type { ComponentViewOptions } from "./component-view.js";

/** A store of the view's state, with the functions that show and hide the image. */
export interface SecureViewStore<Css> extends Omit<SecureViewControls, "state"> {
  subscribe(run: (state: SecureViewState) => void): () => void;
  /** An action of the element in which the image appears: `<div use:pin.container></div>`. */
  container(element: HTMLElement): void;
  /** Replaces all options. */
  update(options: ComponentViewOptions<Css>): void;
}

/**
 * Makes a store: `const pin = pinView({ tokenUrl })`. `$pin` is the state, and `pin.show()` shows the
 * PIN in the element with `use:pin.container`. The view lives as long as the store has a subscriber.
 */
export function pinView(options: ComponentViewOptions<PinImageCss>): SecureViewStore<PinImageCss> {
  return storeOf(new ComponentView(createPinView, options));
}

/** Makes a store of a view of the card's details; see {@link pinView}. */
export function cardDetailsView(
  options: ComponentViewOptions<CardDetailsImageCss>,
): SecureViewStore<CardDetailsImageCss> {
  return storeOf(new ComponentView(createCardDetailsView, options));
}

function storeOf<Css>(view: ComponentView<Css>): SecureViewStore<Css> {
  return {
    show: view.show,
    hide: view.hide,
    container: (element) => view.setContainer(element),
    update: (given) => view.update(given),
    subscribe: (run) => {
      const unmount = view.mount(() => run(view.state));
      run(view.state);
      return unmount;
    },
  };
}
