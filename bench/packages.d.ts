/**
 * The parts that the benchmark uses of the packages in `bench/package.json`. So its code is checked
 * where they are not installed.
 */

declare module "a11y-dialog" {
  export default class A11yDialog {
    constructor(element: Element);
    on(name: "show" | "hide" | "destroy", listener: () => void): this;
    show(): this;
    hide(): this;
    destroy(): this;
  }
}

declare module "penpal" {
  export class WindowMessenger {
    constructor(options: { remoteWindow: Window; allowedOrigins: string[] });
  }
  export function connect<Remote = unknown>(options: {
    messenger: WindowMessenger;
    methods?: Record<string, () => void>;
  }): { promise: Promise<Remote>; destroy: () => void };
}

declare module "persona" {
  export class Client {
    constructor(options: {
      host: string;
      inquiryId: string;
      sessionToken: string;
      onReady: () => void;
      onCancel: () => void;
      onError: (error: unknown) => void;
    });
    open(): void;
    destroy(): void;
  }
}

declare module "zoid/dist/zoid.frame.js" {
  interface Properties {
    page: string;
    onAbort: () => void;
  }
  export function create(options: {
    tag: string;
    url: string | ((given: { props: Properties }) => string);
    domain: string;
    dimensions?: { width: string; height: string };
  }): (properties: Properties) => { render(container: HTMLElement): Promise<void>; close(): Promise<void> };
}

declare module "post-robot" {
  export function on(
    name: string,
    options: { window: Window; domain: string },
    handler: () => void,
  ): { cancel: () => void };
  export function send(window: Window, name: string, data?: unknown, options?: { domain: string }): Promise<unknown>;
}

declare module "@iframe-resizer/parent" {
  export default function iframeResize(
    options: {
      license: string;
      log: boolean;
      checkOrigin: string[];
      onMessage: (given: { message: { type: string } }) => void;
    },
    frame: HTMLIFrameElement,
  ): { iFrameResizer?: { disconnect(): void } }[];
}

declare module "@iframe-resizer/child" {}

declare module "@vgs/collect-js" {
  export function loadVGSCollect(options: { vaultId: string; environment: string; version: string }): Promise<unknown>;
}

declare module "@adyen/adyen-web" {
  export function AdyenCheckout(options: Record<string, unknown>): Promise<unknown>;
}

declare module "linkedom" {
  export function parseHTML(html: string): { document: Document };
}

declare module "@observablehq/plot" {
  type Data = readonly object[];
  interface Scale {
    label?: string | null;
    grid?: boolean;
    zero?: boolean;
    type?: "log";
    domain?: readonly (string | number)[];
    legend?: boolean;
  }
  interface Mark {
    readonly kind: "mark";
  }
  type Channels = Record<string, string | number>;
  interface PlotOptions {
    document?: Document;
    width?: number;
    height?: number;
    marginLeft?: number;
    marginRight?: number;
    x?: Scale;
    y?: Scale;
    fy?: Scale;
    color?: Scale;
    facet?: { data: Data; y: string };
    marks: Mark[];
  }
  export function plot(options: PlotOptions): Element;
  export function barX(data: Data, channels: Channels): Mark;
  export function dot(data: Data, channels: Channels): Mark;
  export function link(data: Data, channels: Channels): Mark;
  export function ruleX(data: readonly number[]): Mark;
  export function text(data: Data, channels: Channels): Mark;
  export function tickX(data: Data, channels: Channels): Mark;
}

declare module "fflate" {
  export function inflateSync(bytes: Uint8Array): Uint8Array;
}

/** Of a flow that starts the engine: see `decode.mjs`. */
declare module "engine-bytes" {
  export const BYTES: string;
  export const FIRST_PAIR: number;
  export const LENGTH: number;
  export const ORDER: string;
}

declare module "engine-glue" {
  export function createGlue(): {
    load(instantiate: (imports: WebAssembly.Imports) => Promise<WebAssembly.Exports>): Promise<void>;
  };
}
