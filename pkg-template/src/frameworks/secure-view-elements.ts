import { merge } from "../handle/merge.js";
import {
  type CardDetailsImageCss,
  createCardDetailsView,
  createPinView,
  type PinImageCss,
  type SecureView,
  type SecureViewEvent,
  type SecureViewOptions,
  type SecureViewResult,
  type SecureViewState,
  type SetPinError,
} from "../secure-view.js";
import type { ComponentViewOptions } from "./component-view.js";

export type { ComponentViewOptions } from "./component-view.js";

/** The events of the elements. All of them bubble and also leave shadow trees. */
export interface SecureViewElementEventMap {
  "secure-view-ready": CustomEvent<null>;
  "secure-view-exit": CustomEvent<SecureViewResult>;
  "secure-view-error": CustomEvent<SetPinError>;
  "secure-view-state-change": CustomEvent<{ state: SecureViewState; previous: SecureViewState }>;
  "secure-view-event": CustomEvent<SecureViewEvent>;
}

/**
 * `<card-pin-view>` or `<card-details-view>`. The image appears in the element. Only script sets
 * options: the element has no attributes, because other people may write the markup. Removing the
 * element from the document ends the attempt; moving it with one call does not.
 */
export interface SecureViewElement<Css> extends HTMLElement {
  /** The options of this element alone. They override those that the element was defined with. */
  options: Partial<ComponentViewOptions<Css>>;
  readonly state: SecureViewState;
  show(): Promise<SecureViewResult>;
  hide(): void;
  addEventListener<Name extends keyof SecureViewElementEventMap>(
    name: Name,
    listener: (this: SecureViewElement<Css>, event: SecureViewElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "card-pin-view": SecureViewElement<PinImageCss>;
    "card-details-view": SecureViewElement<CardDetailsImageCss>;
  }
}

/** Defines `<card-pin-view>`, with options for all its elements. Does nothing if the name is taken. */
export function definePinViewElement(defaults: Partial<ComponentViewOptions<PinImageCss>> = {}): void {
  define("card-pin-view", createPinView, defaults);
}

/** Defines `<card-details-view>`; see {@link definePinViewElement}. */
export function defineCardDetailsViewElement(defaults: Partial<ComponentViewOptions<CardDetailsImageCss>> = {}): void {
  define("card-details-view", createCardDetailsView, defaults);
}

/** Each callback, with its event. */
const EVENTS = {
  onReady: "secure-view-ready",
  onExit: "secure-view-exit",
  onError: "secure-view-error",
  onStateChange: "secure-view-state-change",
  onEvent: "secure-view-event",
} as const;

type Values = Record<string, unknown>;

function define<Css>(
  name: string,
  create: (options: SecureViewOptions<Css>) => SecureView<SecureViewOptions<Css>>,
  defaults: object,
): void {
  if (typeof customElements === "undefined" || customElements.get(name)) return;
  const shared = merge<Values>({ ...defaults });
  customElements.define(
    name,
    // On demand, because `HTMLElement` does not exist on a server.
    class extends HTMLElement {
      #options = merge<Values>();
      #view: SecureView<SecureViewOptions<Css>> | undefined;

      constructor() {
        super();
        // A property that was set before the element was defined would hide the setter.
        const early = Reflect.getOwnPropertyDescriptor(this, "options")?.value as Values | undefined;
        Reflect.deleteProperty(this, "options");
        if (early) this.options = early;
      }

      get options(): Values {
        return this.#options;
      }

      set options(options: Values | null | undefined) {
        const unset = Object.fromEntries(Object.keys(this.#options).map((option) => [option, undefined]));
        this.#options = merge<Values>({ ...options });
        this.#view?.update({ ...unset, ...this.#read() });
      }

      get state(): SecureViewState {
        return this.#view?.state ?? "idle";
      }

      show(): Promise<SecureViewResult> {
        this.#view ??= create(this.#read());
        return this.#view.show();
      }

      hide(): void {
        this.#view?.hide();
      }

      disconnectedCallback(): void {
        // Code that moves an element removes it first, in the same task.
        queueMicrotask(() => {
          if (this.isConnected) return;
          const view = this.#view;
          this.#view = undefined;
          view?.destroy();
        });
      }

      #read(): SecureViewOptions<Css> {
        const callbacks = Object.entries(EVENTS).map(([callback, event]) => [
          callback,
          (...args: unknown[]) => this.#notify(callback, event, args),
        ]);
        const options = merge<Values>(shared, this.#options, Object.fromEntries(callbacks));
        options.container ??= this;
        return options as unknown as SecureViewOptions<Css>;
      }

      #notify(callback: string, event: string, [first, second]: unknown[]): void {
        const detail = callback === "onStateChange" ? { state: first, previous: second } : (first ?? null);
        this.dispatchEvent(new CustomEvent(event, { detail, bubbles: true, composed: true }));
        const own = merge<Values>(shared, this.#options)[callback] as ((...args: unknown[]) => void) | undefined;
        own?.(first, second);
      }
    },
  );
}
