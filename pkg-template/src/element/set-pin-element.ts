// One file of about 400 lines: the class is made on demand, with everything that its methods share.
import {
  attributes,
  type CallbackName,
  EVENTS,
  IGNORED,
  MAX_ATTRIBUTE_MS,
  MIN_ATTRIBUTE_MS,
  PROPERTY_ONLY,
} from "../generated/element.js";
import { preload } from "../handle/create.js";
import type { SetPinError } from "../handle/error.js";
import { merge } from "../handle/merge.js";
import { tryOrReport } from "../handle/report.js";
import type { SetPin, SetPinEvent, SetPinOptions, SetPinResult, SetPinState } from "../handle/types.js";
import { Widget } from "../handle/widget.js";
import { isDisplayed } from "../view/loss.js";
import { whenNear } from "./viewport.js";

/** The events of `<set-pin-widget>`. All of them bubble and also leave shadow trees. */
export interface SetPinElementEventMap {
  "set-pin-ready": CustomEvent<null>;
  "set-pin-exit": CustomEvent<SetPinResult>;
  "set-pin-error": CustomEvent<SetPinError>;
  "set-pin-expire": CustomEvent<null>;
  "set-pin-state-change": CustomEvent<{ state: SetPinState; previous: SetPinState }>;
  "set-pin-event": CustomEvent<SetPinEvent>;
}

/**
 * The options of every element with one tag name. Only script and the widget's own script tag can
 * set these; the element's markup cannot.
 */
export interface SetPinElementDefaults extends Partial<SetPinOptions> {
  /** Whether the attribute `auto-open` has an effect. Default: `false`. */
  autoOpen?: boolean;
}

/** The options that are also properties of the element. */
type OptionProperties = {
  [Name in Exclude<keyof SetPinElementDefaults, "retry" | CallbackName>]-?: SetPinElementDefaults[Name] | undefined;
};

/**
 * The element `<set-pin-widget>`. A click on a button inside it opens the widget, and so does a
 * click on a button or link whose `data-set-pin-open` is the element's `id`. In `inline` mode the
 * widget opens in the element itself. Removing the element from the document ends the attempt;
 * moving it with one call does not.
 */
export interface SetPinElement extends HTMLElement, OptionProperties, Omit<SetPin, "update" | "destroy"> {
  /**
   * The options of this element alone. They override its attributes and the defaults that the
   * element was defined with.
   */
  options: Partial<SetPinElementDefaults>;
  focus(): void;
  addEventListener<Name extends keyof SetPinElementEventMap>(
    name: Name,
    listener: (this: SetPinElement, event: SetPinElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (this: SetPinElement, event: HTMLElementEventMap[Name]) => void,
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
    "set-pin-widget": SetPinElement;
  }
}

type Values = Record<string, unknown>;

const text = (value: string): unknown => value;
/**
 * Reads a number, `true` (also as an empty attribute), `false`, or an object as JSON. Passes any
 * other text on: the engine then reports which values the option takes.
 */
const json = (value: string): unknown => {
  try {
    return value === "" || JSON.parse(value);
  } catch {
    return value;
  }
};
/**
 * Reads a number and clamps it: markup must not make the page request a token again at once, or
 * wait forever.
 */
const timeout = (value: string): unknown => {
  const given = json(value);
  return typeof given === "number" ? Math.min(Math.max(given, MIN_ATTRIBUTE_MS), MAX_ATTRIBUTE_MS) : given;
};

/**
 * Each attribute, with the option that it sets and the function that reads its text. Other people
 * may write the markup, so attributes control appearance and behaviour only. No attribute starts
 * with `on`, because Vue and Angular templates treat such a name as a listener. No attribute has
 * the name of a method, because frameworks would overwrite the method.
 */
const ATTRIBUTES = attributes(text, json, timeout);

const properties = () => [...Object.values(ATTRIBUTES).map(([option]) => option), ...PROPERTY_ONLY, "autoOpen"];

const AUTO_OPEN = "auto-open";

/**
 * A click on one of these opens the widget. The browser itself handles a button with `commandfor`.
 */
const OPENERS = "button:not([commandfor]),button[data-set-pin-open],a[href][data-set-pin-open]";

/** Attributes that the console has already warned about. */
const warned = new Set<string>();

/**
 * Warns that an attribute is ignored, once for each name, because a page may hold many elements.
 * `ofTag` is the script tag's attribute, if it has one.
 */
function warnIgnored(attribute: string, option: string, ofTag = `data-${attribute}`): void {
  if (warned.has(attribute)) return;
  warned.add(attribute);
  const orByTag = /(url|origins|open)$/.test(ofTag) ? `, or \`${ofTag}\` on the widget's own script tag` : "";
  tryOrReport(() =>
    console.warn(
      `set-pin-widget: the attribute \`${attribute}\` is ignored. Markup must not decide this: set \`${option}\` in the defaults of defineSetPinElement(), as a property of the element${orByTag}.`,
    ),
  );
}

/**
 * Defines `<set-pin-widget>`, or an element with another name, with options for all its elements.
 * Does nothing if this copy of the package or another one has defined the name already, or if
 * custom elements do not exist, for example on a server.
 */
export function defineSetPinElement(name = "set-pin-widget", defaults: SetPinElementDefaults = {}): void {
  if (typeof customElements === "undefined" || customElements.get(name)) return;
  customElements.define(name, createClass(merged(defaults)));
}

/**
 * Creates the class on demand, because `HTMLElement`, which it extends, does not exist on a server.
 */
function createClass(defaults: Values): CustomElementConstructor {
  class SetPinElementClass extends HTMLElement {
    static get observedAttributes(): string[] {
      return [...Object.keys(ATTRIBUTES), ...Object.keys(IGNORED), AUTO_OPEN];
    }

    /**
     * Called once. This is not a static block because the oldest supported browsers lack static
     * blocks, and esbuild would replace each private name of the class with a `WeakMap`.
     */
    static defineProperties(): void {
      for (const name of properties()) {
        const descriptor: PropertyDescriptor & ThisType<SetPinElementClass> = {
          get(this: SetPinElementClass) {
            return this.#mergedOptions()[name];
          },
          set(this: SetPinElementClass, value: unknown) {
            this.options = { ...this.#options, [name]: value ?? undefined };
          },
          configurable: true,
          enumerable: true,
        };
        // The descriptor has no prototype: a `value` on `Object.prototype` would make
        // `defineProperty` throw.
        Object.defineProperty(SetPinElementClass.prototype, name, Object.assign(Object.create(null), descriptor));
      }
    }

    /** The options that script has set on this element. Markup and clones do not contain them. */
    #options: Values = merged();
    #hasAutoOpened = false;
    #widget: Widget | undefined;
    /** The root that has the listeners while the element is in a document. */
    #root: Node | undefined;
    #isApproached = false;
    #ignoreViewport: (() => void) | undefined;
    #leaving: ReturnType<typeof setTimeout> | undefined;
    /** The events to dispatch if the element is inserted again before `#leave()` runs. */
    #heldEvents: (() => void)[] = [];
    readonly #callbacks = Object.entries(EVENTS).map(([name, event]) => [
      name,
      (...args: unknown[]) => this.#notify(name, event, args),
    ]);

    constructor() {
      super();
      this.addEventListener("command", (event) => {
        const { command } = event as Event & { command?: string };
        if (command === "--open") this.#openUnlessOpen();
        if (command === "--close") this.close();
      });
      for (const name of ["options", ...properties()]) upgradeProperty(this, name);
    }

    connectedCallback(): void {
      this.#listenIn(this.getRootNode());
      this.#ignoreViewport = tryOrReport(() => whenNear(this, () => this.#preload([])));
      clearTimeout(this.#leaving);
      this.#leaving = undefined;
      for (const dispatch of this.#heldEvents.splice(0)) tryOrReport(dispatch);
      this.#autoOpen();
    }

    disconnectedCallback(): void {
      this.#listenIn(undefined);
      tryOrReport(() => this.#ignoreViewport?.());
      // Code that moves an element removes it first. The timer fires after the current task, when a
      // move is complete.
      this.#leaving = setTimeout(() => this.#leave());
      // An attempt that has sent no request must not send one: the timer of its first request may
      // be older than this timer.
      if (this.state === "starting") queueMicrotask(() => this.isConnected || this.#leave());
    }

    /** Ends the attempt, because the element was removed. */
    #leave(): void {
      const widget = this.#widget;
      this.#widget = undefined;
      clearTimeout(this.#leaving);
      this.#leaving = undefined;
      this.#hasAutoOpened = false;
      this.#heldEvents = []; // These are events such as the loss of the frame.
      widget?.destroy();
    }

    /**
     * This method exists so that `moveBefore()` moves the element without removing it, which keeps
     * the frame alive.
     */
    connectedMoveCallback(): void {
      this.#listenIn(this.getRootNode());
    }

    /** Listens for the openers in a root, and in no other one. */
    #listenIn(root: Node | undefined): void {
      for (const [name, listener] of this.#listeners) {
        this.#root?.removeEventListener(name, listener);
        root?.addEventListener(name, listener);
      }
      this.#root = root;
    }

    /**
     * Loads the engine and the strings before a press, and connects to these origins. `open()` tries a failed load
     * again, and reports it.
     */
    #preload(allowedOrigins: unknown): void {
      const { engineSrc, locale } = this.#mergedOptions();
      preload({ engineSrc, locale, allowedOrigins } as Parameters<typeof preload>[0]).catch(() => undefined);
    }

    attributeChangedCallback(name: string): void {
      const ignored = merge(IGNORED)[name];
      if (ignored) {
        warnIgnored(name, ignored);
        return;
      }
      if (name === AUTO_OPEN) this.#hasAutoOpened = false;
      this.#update();
    }

    get options(): Values {
      return this.#options;
    }

    set options(options: Values | undefined | null) {
      this.#options = merged(options ?? {});
      this.#update();
    }

    get state(): SetPinState {
      return this.#widget?.state ?? "idle";
    }

    open(): Promise<SetPinResult> {
      if (this.getAttribute("mode") === "redirect" && !this.#mayRedirect()) {
        warnIgnored('mode="redirect"', "redirectUrl", "data-redirect-url");
      }
      this.#widget ??= new Widget(this.#read());
      return this.#widget.open();
    }

    close(): void {
      this.#widget?.close();
    }

    retry(): void {
      this.#widget?.retry();
    }

    override focus(): void {
      this.#widget?.focus();
    }

    /** Merges defaults, attributes and properties. The later ones override the earlier ones. */
    #mergedOptions(): Values {
      const attributes = merged();
      for (const [attribute, [option, read]] of Object.entries(ATTRIBUTES)) {
        const value = this.getAttribute(attribute);
        if (value !== null) attributes[option] = read(value);
      }
      if (attributes.mode === "redirect" && !this.#mayRedirect()) delete attributes.mode;
      const options = merged(defaults, attributes, this.#options);
      // The default applies only to elements that redirect. The engine would reject it for the
      // others.
      if (options.mode !== "redirect" && this.#options.redirectUrl === undefined) delete options.redirectUrl;
      // The engine applies a stricter rule to colours that markup chose, alone or together with the
      // host's colours.
      options.customCssIsMarkup = ["theme", "customCss"].some(
        (name) => name in attributes && options[name] === attributes[name],
      );
      return options;
    }

    #mayRedirect(): boolean {
      return (this.#options.redirectUrl ?? defaults.redirectUrl) !== undefined;
    }

    /** Returns every option, with `undefined` for missing ones, so that `update()` resets them. */
    #read(): Partial<SetPinOptions> {
      const missing = Object.fromEntries([...properties(), "retry"].map((name) => [name, undefined]));
      const options: Values = { ...missing, ...this.#mergedOptions() };
      delete options.autoOpen;
      if (options.mode === "inline") options.container ??= this;
      return { ...options, ...Object.fromEntries(this.#callbacks) };
    }

    #update(): void {
      this.#widget?.update(this.#read());
      if (this.isConnected) this.#autoOpen();
    }

    /**
     * Opens the widget once each time the attribute is set or the element is inserted into the
     * document, if script allows it.
     */
    #autoOpen(): void {
      if (!this.hasAttribute(AUTO_OPEN) || this.#hasAutoOpened) return;
      if (this.#mergedOptions().autoOpen === true) {
        this.#hasAutoOpened = true;
        this.#openUnlessOpen();
      } else {
        // Wait for a microtask: frameworks set properties right after they insert an element.
        queueMicrotask(() => this.#hasAutoOpened || warnIgnored(AUTO_OPEN, "autoOpen"));
      }
    }

    /**
     * Opens the widget, or focuses it if it is open. A second click on a visible button is not a
     * mistake.
     */
    #openUnlessOpen(): void {
      if (this.state === "idle" || this.state === "closed") void this.open();
      else this.focus();
    }

    readonly #onClick = (event: Event): void => {
      const opener = this.#openerOf(event);
      if (!opener || event.defaultPrevented || !isDisplayed(opener)) return;
      // An opener may be a link that works without script, or may be in a form.
      event.preventDefault();
      // Safari does not focus it, and the dialog could not return the focus.
      opener.focus({ preventScroll: true });
      this.#openUnlessOpen();
    };

    readonly #onApproach = (event: Event): void => {
      if (this.#isApproached || !this.#openerOf(event)) return;
      this.#isApproached = true;
      this.#preload(this.#mergedOptions().allowedOrigins);
    };

    readonly #listeners = [
      ["click", this.#onClick],
      ["pointerover", this.#onApproach],
      ["focusin", this.#onApproach],
    ] as const;

    /** Returns the opener of this element that the event happened in. */
    #openerOf({ target }: Event): HTMLElement | SVGAElement | undefined {
      // Use the prototype's method: a form in the markup may have a field named `closest`.
      const { closest } = Element.prototype;
      const opener = target instanceof Element && closest.call(target, OPENERS);
      // Ignore `<math><button>` and `<svg><button>`, whose content the page shows as plain text.
      if (!(opener instanceof HTMLElement || opener instanceof SVGAElement)) return undefined;
      const named = opener.getAttribute("data-set-pin-open");
      return (named ? named === this.id : this.contains(opener)) ? opener : undefined;
    }

    #notify(name: string, event: string, [first, second]: unknown[]): void {
      if (this.#leaving !== undefined && name !== "onExit") {
        this.#heldEvents.push(() => this.#notify(name, event, [first, second]));
        return;
      }
      const detail = name === "onStateChange" ? { state: first, previous: second } : first;
      const isHandled = !this.dispatchEvent(
        new CustomEvent(event, { detail, bubbles: true, composed: true, cancelable: name === "onError" }),
      );
      // An element cannot find out whether it has listeners. A listener that handles the error
      // calls `preventDefault()`.
      const callback = merged(defaults, this.#options)[name] as ((...args: unknown[]) => void) | undefined;
      if (name === "onError" && !isHandled && !callback) {
        const { code, message } = first as SetPinError;
        console.error(`set-pin-widget: ${code}: ${message}`);
      }
      callback?.(first, second);
    }
  }
  SetPinElementClass.defineProperties();
  return SetPinElementClass;
}

/**
 * Merges the own properties of the layers into an object without a prototype, so that a property of
 * `Object.prototype` does not count as an option. Later layers override earlier ones. `tokenUrl`
 * and `fetchToken` replace each other.
 */
function merged(...layers: object[]): Values {
  const all: Values = merge();
  for (const layer of layers) {
    const entries = Object.entries(layer).filter(([, value]) => value !== undefined);
    if (entries.some(([name]) => name === "tokenUrl" || name === "fetchToken")) {
      delete all.tokenUrl;
      delete all.fetchToken;
    }
    for (const [name, value] of entries) all[name] = value;
  }
  return all;
}

/**
 * Passes a property that was set before the element was defined to the setter, which it would hide.
 */
function upgradeProperty(element: object, name: string): void {
  if (!Reflect.getOwnPropertyDescriptor(element, name)) return;
  const value: unknown = Reflect.get(element, name);
  Reflect.deleteProperty(element, name);
  Reflect.set(element, name, value);
}
