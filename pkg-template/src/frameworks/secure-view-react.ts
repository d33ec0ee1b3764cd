import {
  createElement,
  type ReactElement,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import {
  type CardDetailsImageCss,
  createCardDetailsView,
  createPinView,
  type PinImageCss,
  type SecureViewState,
} from "../secure-view.js";
import { ComponentView, type ComponentViewOptions, type SecureViewControls } from "./component-view.js";
import { late } from "./late-unmount.js";

export type { ComponentViewOptions, SecureViewControls } from "./component-view.js";

/** {@link SecureViewControls}, with the `ref` of the element in which the image appears. */
export interface SecureViewHook extends SecureViewControls {
  readonly container: (element: Element | null) => void;
}

const idle = (): SecureViewState => "idle";

/**
 * Makes a view of the PIN that lives as long as the component:
 * `const pin = usePinView({ tokenUrl })`, `<div ref={pin.container} />`, `pin.show()`.
 */
export function usePinView(options: ComponentViewOptions<PinImageCss>): SecureViewHook {
  return useView(() => new ComponentView(createPinView, options), options);
}

/** Makes a view of the card's details; see {@link usePinView}. */
export function useCardDetailsView(options: ComponentViewOptions<CardDetailsImageCss>): SecureViewHook {
  return useView(() => new ComponentView(createCardDetailsView, options), options);
}

/** Shows the PIN while it is rendered: `{isOpen && <PinView tokenUrl="…" onExit={close} />}`. */
export function PinView(options: ComponentViewOptions<PinImageCss>): ReactElement {
  return useShown(() => new ComponentView(createPinView, options), options);
}

/** Shows the card's details while it is rendered; see {@link PinView}. */
export function CardDetailsView(options: ComponentViewOptions<CardDetailsImageCss>): ReactElement {
  return useShown(() => new ComponentView(createCardDetailsView, options), options);
}

function useView<Css>(create: () => ComponentView<Css>, options: ComponentViewOptions<Css>): SecureViewHook {
  const [view] = useState(create);
  const subscribe = useCallback((notify: () => void) => late(view.mount(notify)), [view]);
  const state = useSyncExternalStore(subscribe, () => view.state, idle);
  useEffect(() => view.update(options));
  return useMemo(() => ({ show: view.show, hide: view.hide, container: view.setContainer, state }), [view, state]);
}

function useShown<Css>(create: () => ComponentView<Css>, options: ComponentViewOptions<Css>): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [view] = useState(create);
  useEffect(() => {
    view.setContainer(box.current);
    view.update(options);
  });
  useEffect(() => {
    const unmount = view.mount(() => undefined);
    if (view.state === "idle") void view.show();
    return late(unmount);
  }, [view]);
  return createElement("div", { ref: box });
}
