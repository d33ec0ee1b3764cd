import type { SetPinError } from "./error.js";
import type { SetPin, SetPinEvent, SetPinOptions, SetPinResult, SetPinState } from "./types.js";
import { Widget } from "./widget.js";

/** What the events of `<set-pin-widget>` carry. All of them bubble, out of shadow trees too. */
export interface SetPinElementEventMap {
  "set-pin-ready": CustomEvent<null>;
  "set-pin-exit": CustomEvent<SetPinResult>;
  "set-pin-error": CustomEvent<SetPinError>;
  "set-pin-expire": CustomEvent<null>;
  "set-pin-state-change": CustomEvent<{ state: SetPinState; previous: SetPinState }>;
  "set-pin-event": CustomEvent<SetPinEvent>;
}

/** Options that are properties of the element too. One with a text form is reflected by its attribute. */
type OptionProperties = {
  [Name in Exclude<keyof SetPinOptions, "retry" | CallbackName>]-?: SetPinOptions[Name] | undefined;
};

/**
 * `<set-pin-widget>`. A press on a button inside it opens it, and so does one on whatever carries `data-set-pin-open` with its `id`.
 * `inline` opens into the element itself. Taking it out of the document ends the attempt; putting it elsewhere with one call does not.
 */
export interface SetPinElement extends HTMLElement, OptionProperties, Omit<SetPin, "update" | "destroy"> {
  /** Laid over the attributes: what no attribute can say, and whatever else. */
  options: Partial<SetPinOptions>;
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
const list = (value: string): unknown => value.trim().split(/\s+/);
/** A number, `true` (also by presence alone), `false`, or an object as JSON. Anything else goes on as it is: the engine says what the option takes. */
const json = (value: string): unknown => {
  try {
    return value === "" || JSON.parse(value);
  } catch {
    return value;
  }
};

/**
 * Each attribute: the option that it gives, and how its text is read. None starts with `on`, which templates of Vue and Angular take for
 * a listener, and none has the name of a method, which frameworks would overwrite.
 */
const ATTRIBUTES: Readonly<Record<string, readonly [option: string, read: (value: string) => unknown]>> = {
  "token-url": ["tokenUrl", text],
  credentials: ["credentials", text],
  mode: ["mode", text],
  container: ["container", text],
  "redirect-url": ["redirectUrl", text],
  "allowed-origins": ["allowedOrigins", list],
  theme: ["theme", text],
  "custom-css": ["customCss", json],
  width: ["width", text],
  height: ["height", text],
  "contrast-warning": ["contrastWarning", json],
  locale: ["locale", text],
  messages: ["messages", json],
  "dismiss-on-backdrop": ["dismissOnBackdrop", json],
  "card-status-url": ["cardStatus.url", text],
  "wait-for-active": ["cardStatus.waitForActive", json],
  "retry-max-attempts": ["retry.maxAttempts", json],
  "retry-delay-ms": ["retry.delayMs", json],
  "request-timeout-ms": ["requestTimeoutMs", json],
  "load-timeout-ms": ["loadTimeoutMs", json],
  "token-lifetime-ms": ["tokenLifetimeMs", json],
  expiry: ["onExpiry", text],
  failure: ["onFailure", text],
  "iframe-sandbox": ["iframe.sandbox", text],
  "iframe-allow": ["iframe.allow", text],
  "iframe-referrer-policy": ["iframe.referrerPolicy", text],
};

/** Options without an attribute of the same meaning. Headers are what backends know their own pages by: markup must not be able to set them. */
const TEXTLESS = ["headers", "fetchToken", "cardStatus", "confirmOutcome", "iframe", "signal"];

const AUTO_OPEN = "auto-open";

/** Presses on these open. `commandfor` names its own target, in browsers that know it. */
const OPENERS = "button:not([commandfor]),[data-set-pin-open]";

/**
 * Defines `<set-pin-widget>`, or an element of another name. Harmless where it is defined already, by this copy of the package or another,
 * and where there are no elements to define, as on a server.
 */
export function defineSetPinElement(name = "set-pin-widget"): void {
  if (typeof customElements === "undefined" || customElements.get(name)) return;
  customElements.define(name, makeClass());
}

/** Made only now: `HTMLElement`, which it extends, does not exist on a server. */
function makeClass(): CustomElementConstructor {
  class Made extends HTMLElement {
    static readonly observedAttributes = [...Object.keys(ATTRIBUTES), AUTO_OPEN];
    static {
      for (const name of optionProperties()) {
        const descriptor: PropertyDescriptor & ThisType<Made> = {
          get(this: Made) {
            return this.#given()[name];
          },
          set(this: Made, value: unknown) {
            this.#set(name, value ?? undefined);
          },
          configurable: true,
          enumerable: true,
        };
        // Without a prototype: a `value` on `Object.prototype` would make `defineProperty` throw.
        Object.defineProperty(Made.prototype, name, Object.assign(Object.create(null), descriptor));
      }
    }

    #options: Values = {};
    #widget: Widget | undefined;
    /** Where presses are listened to, while the element stands in a document. */
    #root: Node | undefined;
    #leaving: ReturnType<typeof setTimeout> | undefined;
    /** What there is to tell if it does not leave after all. */
    #untold: (() => void)[] = [];
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
      for (const name of ["options", ...optionProperties()]) takeOver(this, name);
    }

    connectedCallback(): void {
      this.#root = this.getRootNode();
      this.#root.addEventListener("click", this.#press);
      const hasMoved = this.#leaving !== undefined;
      clearTimeout(this.#leaving);
      this.#leaving = undefined;
      for (const tell of this.#untold.splice(0)) tell();
      if (!hasMoved) this.#autoOpen();
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
      this.#untold = []; // That its frame went with it, and the like.
      widget?.destroy();
    }

    /** Its being there lets `moveBefore()` move the element without taking it out, and with it a frame that goes on. */
    connectedMoveCallback(): void {
      this.#root?.removeEventListener("click", this.#press);
      this.#root = this.getRootNode();
      this.#root.addEventListener("click", this.#press);
    }

    attributeChangedCallback(name: string): void {
      this.#update();
      if (name === AUTO_OPEN && this.isConnected) this.#autoOpen();
    }

    get options(): Values {
      return this.#options;
    }

    set options(options: Values | undefined | null) {
      this.#options = { ...options };
      this.#update();
    }

    get state(): SetPinState {
      return this.#widget?.state ?? "idle";
    }

    open(): Promise<SetPinResult> {
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

    /** Sets an option: what can be written is reflected, and what cannot is kept. */
    #set(name: string, value: unknown): void {
      const { [name]: _, ...others } = this.#options;
      const attribute = Object.keys(ATTRIBUTES).find((key) => ATTRIBUTES[key]?.[0] === name);
      const written = attribute === undefined ? undefined : writtenForm(value);
      this.options = written === undefined && value !== undefined ? { ...others, [name]: value } : others;
      if (attribute === undefined) return;
      if (written === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, written);
    }

    /** What attributes and properties say. Names every option, so that `update()` forgets those that are gone. */
    #given(): Values {
      const given: Values = {};
      for (const name of [...optionProperties(), "retry"]) given[name] = undefined;
      for (const [attribute, [option, read]] of Object.entries(ATTRIBUTES)) {
        const value = this.getAttribute(attribute);
        if (value === null) continue;
        const [name = "", inner] = option.split(".");
        given[name] = inner ? { ...(given[name] as Values | undefined), [inner]: read(value) } : read(value);
      }
      return { ...given, ...this.#options };
    }

    #read(): Partial<SetPinOptions> {
      const given = this.#given();
      if (given.mode === "inline") given.container ??= this;
      return { ...given, ...Object.fromEntries(this.#callbacks) };
    }

    #update(): void {
      this.#widget?.update(this.#read());
    }

    #autoOpen(): void {
      if (this.hasAttribute(AUTO_OPEN)) this.#openUnlessOpen();
    }

    /** A second press, on a button that is still there, is no mistake. */
    #openUnlessOpen(): void {
      if (this.state === "idle" || this.state === "closed") void this.open();
      else this.focus();
    }

    readonly #press = (event: Event): void => {
      const opener = event.target instanceof Element && event.target.closest<HTMLElement>(OPENERS);
      if (!opener || event.defaultPrevented) return;
      const named = opener.getAttribute("data-set-pin-open");
      const isInside = this.contains(opener) && !opener.closest("[data-set-pin-widget]");
      if (named ? named !== this.id : !isInside) return;
      event.preventDefault(); // An opener may be a link that works without a script, or stand in a form.
      opener.focus({ preventScroll: true }); // Safari does not, and the dialog would have nowhere to give the focus back to.
      this.#openUnlessOpen();
    };

    #tell(name: string, event: string, [first, second]: unknown[]): void {
      if (this.#leaving !== undefined && name !== "onExit") {
        this.#untold.push(() => this.#tell(name, event, [first, second]));
        return;
      }
      const detail = name === "onStateChange" ? { state: first, previous: second } : first;
      const isHandled = !this.dispatchEvent(
        new CustomEvent(event, { detail, bubbles: true, composed: true, cancelable: name === "onError" }),
      );
      // Nobody can tell whether anybody listened: who did says so by `preventDefault()`.
      if (name === "onError" && !isHandled && !this.#options.onError) {
        const { code, message } = first as SetPinError;
        console.error(`set-pin-widget: ${code}: ${message}`);
      }
      const callback = this.#options[name] as ((...given: unknown[]) => void) | undefined;
      callback?.(first, second);
    }
  }
  return Made;
}

function optionProperties(): string[] {
  const written = Object.values(ATTRIBUTES).map(([option]) => option);
  return [...written.filter((option) => !option.includes(".")), ...TEXTLESS];
}

/** Lets the setter have a property that was set before the element was defined, and would hide it. */
function takeOver(element: object, name: string): void {
  if (!Reflect.getOwnPropertyDescriptor(element, name)) return;
  const value: unknown = Reflect.get(element, name);
  Reflect.deleteProperty(element, name);
  Reflect.set(element, name, value);
}

/** As an attribute; `undefined` where there is no such form. */
function writtenForm(value: unknown): string | undefined {
  if (value === true) return "";
  if (Array.isArray(value)) return value.join(" ");
  return value instanceof URL || ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
