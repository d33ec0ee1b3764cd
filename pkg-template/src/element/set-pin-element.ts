import type { SetPinError } from "../handle/error.js";
import { own } from "../handle/own.js";
import { tryOrReport } from "../handle/report.js";
import type { SetPin, SetPinEvent, SetPinOptions, SetPinResult, SetPinState } from "../handle/types.js";
import { Widget } from "../handle/widget.js";
import { isDisplayed } from "../view/loss.js";

/** What the events of `<set-pin-widget>` carry. All of them bubble, out of shadow trees too. */
export interface SetPinElementEventMap {
  "set-pin-ready": CustomEvent<null>;
  "set-pin-exit": CustomEvent<SetPinResult>;
  "set-pin-error": CustomEvent<SetPinError>;
  "set-pin-expire": CustomEvent<null>;
  "set-pin-state-change": CustomEvent<{ state: SetPinState; previous: SetPinState }>;
  "set-pin-event": CustomEvent<SetPinEvent>;
}

/** The options of every element of one name. Only script, or the widget's own script tag, can give these: an element's markup cannot. */
export interface SetPinElementDefaults extends Partial<SetPinOptions> {
  /** Whether the attribute `auto-open` has an effect. Default: `false`. */
  autoOpen?: boolean;
}

/** Options that are properties of the element too. */
type OptionProperties = {
  [Name in Exclude<keyof SetPinElementDefaults, "retry" | CallbackName>]-?: SetPinElementDefaults[Name] | undefined;
};

/**
 * `<set-pin-widget>`. A press on a button inside it opens it, and so does a press on a button or link with `data-set-pin-open` and its `id`.
 * `inline` opens into the element itself. Removing it from the document ends the attempt; moving it with one call does not.
 */
export interface SetPinElement extends HTMLElement, OptionProperties, Omit<SetPin, "update" | "destroy"> {
  /** Options of this element alone. They win over its attributes, and over the defaults that the element was defined with. */
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

type CallbackName = "onReady" | "onExit" | "onError" | "onExpire" | "onStateChange" | "onEvent";
type Values = Record<string, unknown>;

const EVENTS: Readonly<Record<CallbackName, keyof SetPinElementEventMap>> = {
  onReady: "set-pin-ready",
  onExit: "set-pin-exit",
  onError: "set-pin-error",
  onExpire: "set-pin-expire",
  onStateChange: "set-pin-state-change",
  onEvent: "set-pin-event",
};

const text = (value: string): unknown => value;
/** A number, `true` (also by presence alone), `false`, or an object as JSON. Any other text is passed on, and the engine reports what the option takes. */
const json = (value: string): unknown => {
  try {
    return value === "" || JSON.parse(value);
  } catch {
    return value;
  }
};
/** A number within bounds: markup must not make the page request a token again at once, or wait for ever. */
const timeout = (value: string): unknown => {
  const given = json(value);
  return typeof given === "number" ? Math.min(Math.max(given, LEAST_TIMEOUT_MS), MOST_TIMEOUT_MS) : given;
};
const LEAST_TIMEOUT_MS = 1_000;
const MOST_TIMEOUT_MS = 3_600_000;

/**
 * Each attribute: the option that it gives, and how its text is read. Markup may be written by somebody else, so attributes choose appearance
 * and behaviour only. None starts with `on`, which templates of Vue and Angular take for a listener, and none has the name of a method, which
 * frameworks would overwrite.
 */
const ATTRIBUTES: Readonly<Record<string, readonly [option: string, read: (value: string) => unknown]>> = {
  mode: ["mode", text],
  theme: ["theme", text],
  "custom-css": ["customCss", json],
  "contrast-warning": ["contrastWarning", json],
  width: ["width", text],
  height: ["height", text],
  locale: ["locale", text],
  "dismiss-on-backdrop": ["dismissOnBackdrop", json],
  "request-timeout-ms": ["requestTimeoutMs", timeout],
  "load-timeout-ms": ["loadTimeoutMs", timeout],
  "token-lifetime-ms": ["tokenLifetimeMs", timeout],
  expiry: ["onExpiry", text],
  failure: ["onFailure", text],
};

/** Attributes of version 0.1.0 that are ignored, with the option to set by script. */
const IGNORED: Readonly<Record<string, string>> = {
  "token-url": "tokenUrl",
  credentials: "credentials",
  container: "container",
  "redirect-url": "redirectUrl",
  "allowed-origins": "allowedOrigins",
  messages: "messages",
  "card-status-url": "cardStatus.url",
  "wait-for-active": "cardStatus.waitForActive",
  "retry-max-attempts": "retry.maxAttempts",
  "retry-delay-ms": "retry.delayMs",
  "iframe-sandbox": "iframe.sandbox",
  "iframe-allow": "iframe.allow",
  "iframe-referrer-policy": "iframe.referrerPolicy",
};

/** Options without an attribute that are properties of the element. */
const PROPERTY_ONLY = [
  ...["tokenUrl", "fetchToken", "headers", "credentials", "container", "redirectUrl", "allowedOrigins", "messages"],
  ...["cardStatus", "confirmOutcome", "iframe", "engineSrc", "signal", "autoOpen"],
];

const properties = () => [...Object.values(ATTRIBUTES).map(([option]) => option), ...PROPERTY_ONLY];

const AUTO_OPEN = "auto-open";

/** A press on one of these opens. The browser itself handles a button with `commandfor`. */
const OPENERS = "button:not([commandfor]),button[data-set-pin-open],a[href][data-set-pin-open]";

/** Attributes that the console has already warned about. */
const warned = new Set<string>();

/** Warns that an attribute is ignored, once for each name: a page may hold many elements. `ofTag` is the script tag's attribute, where it has one. */
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
 * Defines `<set-pin-widget>`, or an element of another name, with options for all its elements. Does nothing where the name is defined already,
 * by this copy of the package or another, and where there are no elements to define, as on a server.
 */
export function defineSetPinElement(name = "set-pin-widget", defaults: SetPinElementDefaults = {}): void {
  if (typeof customElements === "undefined" || customElements.get(name)) return;
  customElements.define(name, makeClass(merged(defaults)));
}

/** Made only now: `HTMLElement`, which it extends, does not exist on a server. */
function makeClass(defaults: Values): CustomElementConstructor {
  class SetPinElementClass extends HTMLElement {
    static get observedAttributes(): string[] {
      return [...Object.keys(ATTRIBUTES), ...Object.keys(IGNORED), AUTO_OPEN];
    }

    /** Called once. Not a static block, which the browser floor lacks: esbuild would replace each private name of the class by a `WeakMap`. */
    static defineProperties(): void {
      for (const name of properties()) {
        const descriptor: PropertyDescriptor & ThisType<SetPinElementClass> = {
          get(this: SetPinElementClass) {
            return this.#given()[name];
          },
          set(this: SetPinElementClass, value: unknown) {
            this.options = { ...this.#options, [name]: value ?? undefined };
          },
          configurable: true,
          enumerable: true,
        };
        // Without a prototype: a `value` on `Object.prototype` would make `defineProperty` throw.
        Object.defineProperty(SetPinElementClass.prototype, name, Object.assign(Object.create(null), descriptor));
      }
    }

    /** What script has set on this element. No markup and no clone carries it. */
    #options: Values = merged();
    #hasAutoOpened = false;
    #widget: Widget | undefined;
    /** Where presses are listened to, while the element stands in a document. */
    #root: Node | undefined;
    #leaving: ReturnType<typeof setTimeout> | undefined;
    /** What there is to tell if it does not leave after all. */
    #heldEvents: (() => void)[] = [];
    readonly #callbacks = Object.entries(EVENTS).map(([name, event]) => [
      name,
      (...given: unknown[]) => this.#tell(name, event, given),
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
      this.#root = this.getRootNode();
      this.#root.addEventListener("click", this.#press);
      clearTimeout(this.#leaving);
      this.#leaving = undefined;
      for (const tell of this.#heldEvents.splice(0)) tell();
      this.#autoOpen();
    }

    disconnectedCallback(): void {
      this.#root?.removeEventListener("click", this.#press);
      // Whoever moves an element takes it out first. With a timer that is over once the current task is.
      this.#leaving = setTimeout(() => this.#leave());
      // What has asked for nothing yet never will: the timer of its first question may be older than this one.
      if (this.state === "starting") queueMicrotask(() => this.isConnected || this.#leave());
    }

    /** Ends what is open, since the element is gone. */
    #leave(): void {
      const widget = this.#widget;
      this.#widget = undefined;
      clearTimeout(this.#leaving);
      this.#leaving = undefined;
      this.#hasAutoOpened = false;
      this.#heldEvents = []; // That its frame went with it, and the like.
      widget?.destroy();
    }

    /** Its being there lets `moveBefore()` move the element without taking it out, and with it a frame that goes on. */
    connectedMoveCallback(): void {
      this.#root?.removeEventListener("click", this.#press);
      this.#root = this.getRootNode();
      this.#root.addEventListener("click", this.#press);
    }

    attributeChangedCallback(name: string): void {
      const ignored = own(IGNORED, name) as (typeof IGNORED)[string] | undefined;
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

    /** What defaults, attributes and properties give, the later ones winning. */
    #given(): Values {
      const attributes = merged();
      for (const [attribute, [option, read]] of Object.entries(ATTRIBUTES)) {
        const value = this.getAttribute(attribute);
        if (value !== null) attributes[option] = read(value);
      }
      if (attributes.mode === "redirect" && !this.#mayRedirect()) delete attributes.mode;
      const given = merged(defaults, attributes, this.#options);
      // A default for those elements that redirect; the others would be refused for it.
      if (given.mode !== "redirect" && this.#options.redirectUrl === undefined) delete given.redirectUrl;
      // The engine applies a stricter rule to colours that markup chose, alone or together with the host's.
      given.customCssIsMarkup = ["theme", "customCss"].some(
        (name) => name in attributes && given[name] === attributes[name],
      );
      return given;
    }

    #mayRedirect(): boolean {
      return (this.#options.redirectUrl ?? defaults.redirectUrl) !== undefined;
    }

    /** Names every option, so that `update()` forgets those that are gone. */
    #read(): Partial<SetPinOptions> {
      const missing = Object.fromEntries([...properties(), "retry"].map((name) => [name, undefined]));
      const given: Values = { ...missing, ...this.#given() };
      if (given.mode === "inline") given.container ??= this;
      return { ...given, ...Object.fromEntries(this.#callbacks) };
    }

    #update(): void {
      this.#widget?.update(this.#read());
      if (this.isConnected) this.#autoOpen();
    }

    /** Opens once for each time that the attribute is set, or the element put into the document, if script allows it. */
    #autoOpen(): void {
      if (!this.hasAttribute(AUTO_OPEN) || this.#hasAutoOpened) return;
      if (this.#given().autoOpen === true) {
        this.#hasAutoOpened = true;
        this.#openUnlessOpen();
      } else {
        // Not at once: frameworks set properties right after they have inserted an element.
        queueMicrotask(() => this.#hasAutoOpened || warnIgnored(AUTO_OPEN, "autoOpen"));
      }
    }

    /** A second press, on a button that is still there, is no mistake. */
    #openUnlessOpen(): void {
      if (this.state === "idle" || this.state === "closed") void this.open();
      else this.focus();
    }

    readonly #press = (event: Event): void => {
      // By the prototype: a form in somebody's markup may have a field named `closest`.
      const { closest } = Element.prototype;
      const opener =
        event.target instanceof Element && (closest.call(event.target, OPENERS) as HTMLElement | SVGElement | null);
      if (!opener || event.defaultPrevented || !isDisplayed(opener)) return;
      // Neither `<math><button>` nor `<svg><button>`, in which a page shows any text.
      if (!(opener instanceof HTMLElement || opener instanceof SVGAElement)) return;
      const named = opener.getAttribute("data-set-pin-open");
      if (named ? named !== this.id : !this.contains(opener)) return;
      event.preventDefault(); // An opener may be a link that works without a script, or stand in a form.
      opener.focus({ preventScroll: true }); // Safari does not, and the dialog would have nowhere to give the focus back to.
      this.#openUnlessOpen();
    };

    #tell(name: string, event: string, [first, second]: unknown[]): void {
      if (this.#leaving !== undefined && name !== "onExit") {
        this.#heldEvents.push(() => this.#tell(name, event, [first, second]));
        return;
      }
      const detail = name === "onStateChange" ? { state: first, previous: second } : first;
      const isHandled = !this.dispatchEvent(
        new CustomEvent(event, { detail, bubbles: true, composed: true, cancelable: name === "onError" }),
      );
      // Nobody can tell whether anybody listened: who did says so by `preventDefault()`.
      const callback = merged(defaults, this.#options)[name] as ((...given: unknown[]) => void) | undefined;
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
 * Own properties of the layers, the later ones winning, in an object without a prototype: what somebody put on `Object.prototype` is no option.
 * Of `tokenUrl` and `fetchToken`, the later one takes the place of the other.
 */
function merged(...layers: object[]): Values {
  const all: Values = Object.create(null);
  for (const layer of layers) {
    const given = Object.entries(layer).filter(([, value]) => value !== undefined);
    if (given.some(([name]) => name === "tokenUrl" || name === "fetchToken")) {
      delete all.tokenUrl;
      delete all.fetchToken;
    }
    for (const [name, value] of given) all[name] = value;
  }
  return all;
}

/** Lets the setter have a property that was set before the element was defined, and would hide it. */
function upgradeProperty(element: object, name: string): void {
  if (!Reflect.getOwnPropertyDescriptor(element, name)) return;
  const value: unknown = Reflect.get(element, name);
  Reflect.deleteProperty(element, name);
  Reflect.set(element, name, value);
}
