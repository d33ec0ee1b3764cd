import type { CustomCss, SetPinTokenRequest } from "../handle/token-request.js";
import type { CardDetailsImageCss, PinImageCss } from "../secure-view/image-css.js";
import { type ImageCss, type ImageKind, imageColours, png } from "./image.js";
import { forgerHtml, pageHtml, spentHtml, stylesheet } from "./page.js";
import { forgerScript, pageScript } from "./page-script.js";
import {
  type CardResponse,
  type ErrorResponse,
  errorResponse,
  type InTurn,
  type Scenario,
  type ScenarioName,
  Turns,
  validateCard,
  validateScenario,
} from "./scenarios.js";

/**
 * Takes a `Request` of the Fetch API and returns its `Response`; `Response.error()` for a request
 * that fails without a response.
 */
export type Handler = (request: Request) => Promise<Response>;

/** The options of `createSandbox()`. */
export interface SandboxOptions {
  /** The behaviour of token requests and of their pages. Default: `waits`. */
  scenario?: InTurn<Scenario>;
  /** The response of the card-status route. Default: `ACTIVE`. */
  card?: InTurn<CardResponse>;
  /**
   * The origin of the hosted page, which the app under test must have in `allowedOrigins`. Default:
   * `https://cards.example`.
   */
  pageOrigin?: string;
  /** The delay of `slow`, in milliseconds. Default: 1 000. */
  delayMs?: number;
  /** The lifetime of the page in `expires`, in milliseconds after it was opened. Default: 1 000. */
  expiresAfterMs?: number;
}

/**
 * A request that the sandbox received: without the token, and with the names of its headers only.
 */
export interface RecordedRequest {
  to: "token" | "card-status" | "outcome" | "page" | "pin-token" | "card-details-token" | "image";
  method: string;
  /** In lower case. */
  headerNames: readonly string[];
  /** For a token request: the documented fields of its body. */
  body?: Partial<SetPinTokenRequest>;
  /** For the token of an image: the colours in its body. */
  imageCss?: PinImageCss & CardDetailsImageCss;
  /** The status of the response; missing before the response, and where there was none. */
  status?: number;
}

/** Simulates the host app's backend and the issuer's page. */
export interface Sandbox {
  /**
   * The scenario from the next token request on. Can be set at any time; a page keeps the scenario
   * of its token request.
   */
  scenario: InTurn<Scenario>;
  /** The response of the card-status route from the next request on. */
  card: InTurn<CardResponse>;
  /** The origin of the hosted page, for `allowedOrigins` of the app under test. */
  readonly pageOrigin: string;
  /** The delay of `slow`, in milliseconds. */
  readonly delayMs: number;
  /** The lifetime of the page in `expires`, in milliseconds after it was opened. */
  readonly expiresAfterMs: number;
  /** The requests so far, in order. */
  readonly requests: readonly RecordedRequest[];
  /** The number of PINs that were set. */
  readonly pinChanges: number;
  /** The number of pages that were cancelled. */
  readonly cancellations: number;
  /** The backend's token route, for the widget's `POST`. */
  readonly handleToken: Handler;
  /** The backend's card-status route, which returns `{ status }`. */
  readonly handleCardStatus: Handler;
  /**
   * A route for `confirmOutcome`, which returns `{ pinSet }`: whether a PIN was set with the latest
   * token.
   */
  readonly handleOutcome: Handler;
  /**
   * The backend's route for a token of the PIN's image, for `tokenUrl` of `createPinView`. It takes
   * its scenario from the same list as `handleToken`. The image shows 2580.
   */
  readonly handlePinToken: Handler;
  /** The same for the image of the card's details, for `createCardDetailsView`. */
  readonly handleCardDetailsToken: Handler;
  /** All URLs on `pageOrigin`: the page, its script, its style sheet, and the images. */
  readonly handlePage: Handler;
  /** Deletes all requests, tokens and counts. The scenario stays. */
  reset(): void;
}

/** One token, and the page that it opens. */
interface Page {
  id: string;
  scenario: ScenarioName;
  request: Partial<SetPinTokenRequest>;
  isOpened: boolean;
  /** The time when it expires, in `Date.now()` milliseconds; `Infinity` until it is opened. */
  expiresAt: number;
  outcome?: "set" | "cancelled";
}

/** One token of an image. */
interface Image {
  kind: ImageKind;
  scenario: ScenarioName;
  colours: ImageCss;
  isOpened: boolean;
}

/**
 * Creates a sandbox. It has no server: call its handlers where your tests intercept requests, or
 * use `serveSandbox()`.
 *
 * @throws TypeError or RangeError that states the remedy, if an option is wrong.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return new InMemorySandbox(options);
}

class InMemorySandbox implements Sandbox {
  readonly pageOrigin: string;
  readonly delayMs: number;
  readonly expiresAfterMs: number;
  #scenario: InTurn<Scenario> = "waits";
  #scenarios = new Turns(this.#scenario, validateScenario);
  #card: InTurn<CardResponse> = "ACTIVE";
  #cards = new Turns(this.#card, validateCard);
  #requests: RecordedRequest[] = [];
  /** The pages, by token. */
  #pages = new Map<string, Page>();
  /** The images, by token. */
  #images = new Map<string, Image>();

  constructor({ scenario, card, pageOrigin, delayMs, expiresAfterMs }: SandboxOptions) {
    this.pageOrigin = originOf(pageOrigin ?? "https://cards.example");
    this.delayMs = delayMs ?? 1_000;
    this.expiresAfterMs = expiresAfterMs ?? 1_000;
    if (scenario !== undefined) this.scenario = scenario;
    if (card !== undefined) this.card = card;
  }

  get scenario(): InTurn<Scenario> {
    return this.#scenario;
  }

  set scenario(scenario: InTurn<Scenario>) {
    this.#scenarios = new Turns(scenario, validateScenario);
    this.#scenario = scenario;
  }

  get card(): InTurn<CardResponse> {
    return this.#card;
  }

  set card(card: InTurn<CardResponse>) {
    this.#cards = new Turns(card, validateCard);
    this.#card = card;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  get pinChanges(): number {
    return this.#count("set");
  }

  get cancellations(): number {
    return this.#count("cancelled");
  }

  reset(): void {
    this.#requests = [];
    this.#pages.clear();
    this.#images.clear();
  }

  // Arrow functions, so that a test can pass each one without its object.

  readonly handleToken: Handler = async (request) => {
    const body = await bodyOf(request);
    const refusal = body ? undefined : { status: 400, message: "Send a JSON object." };
    return this.#record("token", request, body && { body: documentedFields(body) }, () =>
      this.#token(request, refusal, (scenario) => this.#tokenResponse(scenario, body ?? {})),
    );
  };

  readonly handlePinToken: Handler = (request) => this.#handleImageToken("pin-token", "pin", request);

  readonly handleCardDetailsToken: Handler = (request) =>
    this.#handleImageToken("card-details-token", "details", request);

  readonly handleCardStatus: Handler = (request) =>
    this.#record("card-status", request, undefined, async () => {
      const card = this.#cards.take();
      return typeof card === "string" ? json({ status: card }) : errorResponse(card);
    });

  readonly handleOutcome: Handler = (request) =>
    this.#record("outcome", request, undefined, async () => {
      const last = [...this.#pages.values()].pop();
      return json({ pinSet: last?.outcome === "set" });
    });

  readonly handlePage: Handler = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const page = this.#pageWithId(searchParams.get("page"));
    switch (pathname) {
      case "/details-image":
        return this.#record("image", request, undefined, () => this.#image(request, searchParams.get("token")));
      case "/pin-direct/set":
        return this.#record("page", request, undefined, () => this.#open(request, searchParams.get("token")));
      case "/pin-direct/page":
        return page ? this.#page(page) : this.#html(spentHtml(), 410);
      case "/pin-direct/done":
        return this.#done(await bodyOf(request));
      case "/pin-direct/sandbox.css":
        return text("text/css", stylesheet(page?.request.customCss ?? {}));
      case "/pin-direct/sandbox.js":
        return text("text/javascript", asScript(pageScript));
      case "/pin-direct/forger.js":
        return text("text/javascript", asScript(forgerScript));
      case "/pin-direct/forger":
        return this.#html(forgerHtml());
      default:
        return this.#html(spentHtml(), 404);
    }
  };

  /** Records the request before it is handled, and the status of the response afterwards. */
  async #record(
    to: RecordedRequest["to"],
    request: Request,
    documented: Pick<RecordedRequest, "body" | "imageCss"> | undefined,
    respond: () => Promise<Response>,
  ): Promise<Response> {
    const { method, headers } = request;
    const entry: RecordedRequest = { to, method, headerNames: [...headers.keys()], ...documented };
    this.#requests.push(entry);
    const response = await respond();
    if (response.type !== "error") entry.status = response.status;
    return response;
  }

  /** Plays the next scenario of a token request. `respond` returns the response with the token. */
  async #token(
    request: Request,
    refusal: ErrorResponse | undefined,
    respond: (scenario: ScenarioName) => Response,
  ): Promise<Response> {
    if (request.method !== "POST") return errorResponse({ status: 405, message: "Request a token with POST." });
    if (refusal) return errorResponse(refusal);
    const scenario = this.#scenarios.take();
    if (typeof scenario !== "string") return errorResponse(scenario);
    switch (scenario) {
      case "offline":
        return Response.error();
      case "silent":
        return noResponse(request);
      case "malformed":
        return json({ message: "This is not the documented response." });
      case "redirects-to-log-in":
        return new Response(null, { status: 302, headers: { location: "/log-in" } });
      case "slow":
        await delay(this.delayMs, request);
    }
    return respond(scenario);
  }

  async #handleImageToken(to: RecordedRequest["to"], kind: ImageKind, request: Request): Promise<Response> {
    const found = imageColours(kind, (await bodyOf(request))?.customCss);
    const [colours, refusal] =
      typeof found === "string" ? [{}, { status: 422, message: `${found} is not a documented colour.` }] : [found];
    return this.#record(to, request, { imageCss: colours }, () =>
      this.#token(request, refusal, (scenario) => this.#imageTokenResponse(kind, scenario, colours)),
    );
  }

  #imageTokenResponse(kind: ImageKind, scenario: ScenarioName, colours: ImageCss): Response {
    const previous = scenario === "repeats-token" ? [...this.#images.keys()].pop() : undefined;
    const token = previous ?? uuid();
    if (previous === undefined) this.#images.set(token, { kind, scenario, colours, isOpened: false });
    return json({ token, imageUrl: `${this.#originFor(scenario)}/details-image?token=${token}` });
  }

  #originFor(scenario: ScenarioName): string {
    return scenario === "untrusted-origin" ? "https://not-the-issuer.example" : this.pageOrigin;
  }

  async #image(request: Request, token: string | null): Promise<Response> {
    const image = this.#images.get(token ?? "");
    if (!image || image.isOpened || image.scenario === "expires") return this.#html(spentHtml(), 410);
    image.isOpened = true;
    if (image.scenario === "never-loads") return noResponse(request);
    if (image.scenario === "slow") await delay(this.delayMs, request);
    return new Response(png(image.kind, image.colours), { headers: commonHeaders("image/png") });
  }

  #tokenResponse(scenario: ScenarioName, body: Record<string, unknown>): Response {
    const previous = scenario === "repeats-token" ? [...this.#pages.keys()].pop() : undefined;
    const token = previous ?? uuid();
    if (previous === undefined) {
      this.#pages.set(token, {
        id: uuid(),
        scenario,
        request: documentedFields(body),
        isOpened: false,
        expiresAt: Number.POSITIVE_INFINITY,
      });
    }
    return json({ token, hostedPageUrl: `${this.#originFor(scenario)}/pin-direct/set?token=${token}` });
  }

  async #open(request: Request, token: string | null): Promise<Response> {
    const page = this.#pages.get(token ?? "");
    if (!page || page.isOpened) return this.#html(spentHtml(), 410);
    page.isOpened = true;
    if (page.scenario === "never-loads") return noResponse(request);
    if (page.scenario === "slow") await delay(this.delayMs, request);
    if (page.scenario === "expires") page.expiresAt = Date.now() + this.expiresAfterMs;
    // The frame itself forges first, on an opaque origin because of this policy. The page that it
    // navigates to forges next.
    if (page.scenario === "forges-messages") {
      return this.#html(forgerHtml(`${this.pageOrigin}/pin-direct/page?page=${page.id}`), 200, "sandbox allow-scripts");
    }
    return this.#page(page);
  }

  #page({ id, scenario, request }: Page): Response {
    const { isEmbedded, redirectUrl } = request;
    const html = pageHtml({
      id,
      scenario,
      expiresAfterMs: this.expiresAfterMs,
      redirectUrl: isEmbedded ? undefined : webUrl(redirectUrl),
    });
    return this.#html(html, 200, scenario === "blocked" ? "frame-ancestors 'none'" : undefined);
  }

  async #done(body: Record<string, unknown> | undefined): Promise<Response> {
    const page = this.#pageWithId(body?.page);
    const isGone = !page || page.outcome !== undefined || Date.now() >= page.expiresAt;
    const outcome = body?.outcome;
    if (isGone || (outcome !== "set" && outcome !== "cancelled")) return text("text/plain", "", 410);
    page.outcome = outcome;
    return new Response(null, { status: 204 });
  }

  #html(html: string, status = 200, policy?: string): Response {
    const origin = this.pageOrigin;
    // Not 'self': in some browsers, 'self' does not match in a document with the CSP directive
    // `sandbox`.
    const policies = [
      `default-src 'none'; script-src ${origin}; style-src ${origin}; connect-src ${origin}; frame-src ${origin}; img-src data:`,
    ];
    if (policy) policies.push(policy);
    return text("text/html", html, status, { "content-security-policy": policies.join("; ") });
  }

  #pageWithId(id: unknown): Page | undefined {
    return [...this.#pages.values()].find((page) => page.id === id && page.isOpened);
  }

  #count(outcome: Page["outcome"]): number {
    return [...this.#pages.values()].filter((page) => page.outcome === outcome).length;
  }
}

function json(body: unknown): Response {
  return text("application/json", JSON.stringify(body));
}

function text(type: string, body: string, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { ...commonHeaders(`${type}; charset=utf-8`), ...headers } });
}

function commonHeaders(contentType: string): Record<string, string> {
  return {
    "content-type": contentType,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/**
 * Defines `__name` too: with `keepNames`, esbuild wraps functions in calls of that helper, which
 * the text does not contain.
 */
function asScript(script: () => void): string {
  return `"use strict";const __name=(value)=>value;(${script})();`;
}

/** Waits `ms` milliseconds, or until the request is aborted. */
function delay(ms: number, { signal }: Request): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Never responds: it resolves only when the request is aborted. */
function noResponse({ signal }: Request): Promise<Response> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(Response.error())));
}

async function bodyOf(request: Request): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = await request.json();
    return typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body } : undefined;
  } catch {
    return undefined; // The body is not JSON; the caller responds with 400 or 410.
  }
}

/**
 * The fields that the issuer documents for a token request. Other fields are dropped, since they
 * may be secrets.
 */
function documentedFields({
  isEmbedded,
  redirectUrl,
  customCss,
}: Record<string, unknown>): Partial<SetPinTokenRequest> {
  return {
    ...(typeof isEmbedded === "boolean" && { isEmbedded }),
    ...(typeof redirectUrl === "string" && { redirectUrl }),
    ...(typeof customCss === "object" && customCss !== null && { customCss: { ...customCss } as CustomCss }),
  };
}

function originOf(url: string): string {
  const { origin, protocol } = new URL(url);
  if (!protocol.startsWith("http"))
    throw new TypeError("`pageOrigin` must be an https: origin, or an http: origin on loopback.");
  return origin;
}

/** The URL if it is http: or https:, so that no `javascript:` URL is navigated to. */
function webUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:/i.test(url) ? url : undefined;
}

/** Pages that are neither https: nor on loopback have no `crypto.randomUUID`. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
