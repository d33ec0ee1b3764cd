import type { CustomCss, SetPinTokenRequest } from "../handle/token-request.js";
import { forgerHtml, pageHtml, spentHtml, stylesheet } from "./page.js";
import { forgerScript, pageScript } from "./page-script.js";
import {
  type CardAnswer,
  checkCard,
  checkScenario,
  errorAnswer,
  type InTurn,
  type Scenario,
  type ScenarioName,
  Turns,
} from "./scenarios.js";

/** Answers one request, in the terms of the Fetch API. A request that shall fail without an answer gets `Response.error()`. */
export type Handler = (request: Request) => Promise<Response>;

/** What a stand-in is made from. */
export interface StandInOptions {
  /** What happens to token requests and to their pages. Default: `waits`. */
  scenario?: InTurn<Scenario>;
  /** What the card-status route answers. Default: `ACTIVE`. */
  card?: InTurn<CardAnswer>;
  /** The origin of the hosted page, which the app under test must have in `allowedOrigins`. Default: `https://cards.example`. */
  pageOrigin?: string;
  /** The delay of `slow`, in milliseconds. Default: 1 000. */
  delayMs?: number;
  /** The lifetime of the page in `expires`, in milliseconds after it was opened. Default: 1 000. */
  expiresAfterMs?: number;
}

/** One request that came to the stand-in. It holds no token, and of headers only the names. */
export interface RecordedRequest {
  to: "token" | "card-status" | "outcome" | "page";
  method: string;
  /** In lower case. */
  headerNames: readonly string[];
  /** Of a token request: the documented fields of what was sent. */
  body?: Partial<SetPinTokenRequest>;
  /** What it was answered with; missing until then, and where there was no answer. */
  status?: number;
}

/** A stand-in for the host app's backend and the issuer's page. */
export interface StandIn {
  /** What happens from the next token request on. Can be set at any time; a page keeps the scenario that its token was made in. */
  scenario: InTurn<Scenario>;
  /** What the card-status route answers from the next request on. */
  card: InTurn<CardAnswer>;
  /** The origin of the hosted page, for `allowedOrigins` of the app under test. */
  readonly pageOrigin: string;
  /** The delay of `slow`, in milliseconds. */
  readonly delayMs: number;
  /** The lifetime of the page in `expires`, in milliseconds after it was opened. */
  readonly expiresAfterMs: number;
  /** The requests so far, in order. */
  readonly requests: readonly RecordedRequest[];
  /** How many PINs were set. */
  readonly pinChanges: number;
  /** How many pages were cancelled. */
  readonly cancellations: number;
  /** The backend's token route, which answers the widget's `POST`. */
  readonly answerToken: Handler;
  /** The backend's card-status route, which answers `{ status }`. */
  readonly answerCardStatus: Handler;
  /** A route for `confirmOutcome`, which answers `{ pinSet }`: whether a PIN was set with the token that was given out last. */
  readonly answerOutcome: Handler;
  /** Everything on `pageOrigin`: the page, its script, its style. */
  readonly answerPage: Handler;
  /** Forgets all requests, tokens and PINs. The scenario stays. */
  reset(): void;
}

/** One token, and the page that it opens. */
interface Page {
  id: string;
  scenario: ScenarioName;
  request: Partial<SetPinTokenRequest>;
  isOpened: boolean;
  /** When it is over, by the clock; `Infinity` until it is opened. */
  overAt: number;
  outcome?: "set" | "cancelled";
}

/**
 * Makes a stand-in. It listens nowhere by itself: call its handlers from whatever answers requests in your tests, or use `serveStandIn()`.
 *
 * @throws TypeError or RangeError with what to change, if an option is wrong.
 */
export function createStandIn(options: StandInOptions = {}): StandIn {
  return new HandlersOnly(options);
}

class HandlersOnly implements StandIn {
  readonly pageOrigin: string;
  readonly delayMs: number;
  readonly expiresAfterMs: number;
  #scenario: InTurn<Scenario> = "waits";
  #scenarios = new Turns(this.#scenario, checkScenario);
  #card: InTurn<CardAnswer> = "ACTIVE";
  #cards = new Turns(this.#card, checkCard);
  #requests: RecordedRequest[] = [];
  /** By token. */
  #pages = new Map<string, Page>();

  constructor({ scenario, card, pageOrigin, delayMs, expiresAfterMs }: StandInOptions) {
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
    this.#scenarios = new Turns(scenario, checkScenario);
    this.#scenario = scenario;
  }

  get card(): InTurn<CardAnswer> {
    return this.#card;
  }

  set card(card: InTurn<CardAnswer>) {
    this.#cards = new Turns(card, checkCard);
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
  }

  // Properties, so that they can be handed on by themselves.

  readonly answerToken: Handler = async (request) => {
    const body = await bodyOf(request);
    return this.#recorded("token", request, body, () => this.#token(request, body));
  };

  readonly answerCardStatus: Handler = (request) =>
    this.#recorded("card-status", request, undefined, async () => {
      const card = this.#cards.take();
      return typeof card === "string" ? json({ status: card }) : errorAnswer(card);
    });

  readonly answerOutcome: Handler = (request) =>
    this.#recorded("outcome", request, undefined, async () => {
      const last = [...this.#pages.values()].pop();
      return json({ pinSet: last?.outcome === "set" });
    });

  readonly answerPage: Handler = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const page = this.#pageWithId(searchParams.get("page"));
    switch (pathname) {
      case "/pin-direct/set":
        return this.#recorded("page", request, undefined, () => this.#open(request, searchParams.get("token")));
      case "/pin-direct/page":
        return page ? this.#page(page) : this.#html(spentHtml(), 410);
      case "/pin-direct/done":
        return this.#done(await bodyOf(request));
      case "/pin-direct/stand-in.css":
        return text("text/css", stylesheet(page?.request.customCss ?? {}));
      case "/pin-direct/stand-in.js":
        return text("text/javascript", asScript(pageScript));
      case "/pin-direct/forger.js":
        return text("text/javascript", asScript(forgerScript));
      case "/pin-direct/forger":
        return this.#html(forgerHtml());
      default:
        return this.#html(spentHtml(), 404);
    }
  };

  /** Writes the request down before it is answered, and its answer's status after. */
  async #recorded(
    to: RecordedRequest["to"],
    request: Request,
    body: Record<string, unknown> | undefined,
    answer: () => Promise<Response>,
  ): Promise<Response> {
    const entry: RecordedRequest = { to, method: request.method, headerNames: [...request.headers.keys()] };
    if (body) entry.body = documented(body);
    this.#requests.push(entry);
    const response = await answer();
    if (response.type !== "error") entry.status = response.status;
    return response;
  }

  async #token(request: Request, body: Record<string, unknown> | undefined): Promise<Response> {
    if (request.method !== "POST") return errorAnswer({ status: 405, message: "Ask for a token with POST." });
    if (!body) return errorAnswer({ status: 400, message: "Send a JSON object." });
    const scenario = this.#scenarios.take();
    if (typeof scenario !== "string") return errorAnswer(scenario);
    switch (scenario) {
      case "offline":
        return Response.error();
      case "silent":
        return never(request);
      case "malformed":
        return json({ message: "This is not the documented answer." });
      case "redirects-to-log-in":
        return new Response(null, { status: 302, headers: { location: "/log-in" } });
      case "slow":
        await late(this.delayMs, request);
    }
    return this.#tokenAnswer(scenario, body);
  }

  #tokenAnswer(scenario: ScenarioName, body: Record<string, unknown>): Response {
    const old = scenario === "repeats-token" ? [...this.#pages.keys()].pop() : undefined;
    const token = old ?? uuid();
    if (old === undefined) {
      this.#pages.set(token, {
        id: uuid(),
        scenario,
        request: documented(body),
        isOpened: false,
        overAt: Number.POSITIVE_INFINITY,
      });
    }
    const origin = scenario === "untrusted-origin" ? "https://not-the-issuer.example" : this.pageOrigin;
    return json({ token, hostedPageUrl: `${origin}/pin-direct/set?token=${token}` });
  }

  async #open(request: Request, token: string | null): Promise<Response> {
    const page = this.#pages.get(token ?? "");
    if (!page || page.isOpened) return this.#html(spentHtml(), 410);
    page.isOpened = true;
    if (page.scenario === "never-loads") return never(request);
    if (page.scenario === "slow") await late(this.delayMs, request);
    if (page.scenario === "expires") page.overAt = Date.now() + this.expiresAfterMs;
    // First from the frame itself, which this policy puts on an origin of none; then from the page that it goes on to.
    if (page.scenario === "forges-messages") {
      return this.#html(forgerHtml(`${this.pageOrigin}/pin-direct/page?page=${page.id}`), 200, "sandbox allow-scripts");
    }
    return this.#page(page);
  }

  #page({ id, scenario, request }: Page): Response {
    const { isEmbedded, redirectUrl } = request;
    const html = pageHtml({
      id,
      does: scenario,
      expiresAfterMs: this.expiresAfterMs,
      redirectUrl: isEmbedded ? undefined : webAddress(redirectUrl),
    });
    return this.#html(html, 200, scenario === "blocked" ? "frame-ancestors 'none'" : undefined);
  }

  async #done(body: Record<string, unknown> | undefined): Promise<Response> {
    const page = this.#pageWithId(body?.page);
    const isOver = !page || page.outcome !== undefined || Date.now() >= page.overAt;
    if (isOver || (body?.what !== "set" && body?.what !== "cancelled")) return text("text/plain", "", 410);
    page.outcome = body.what;
    return new Response(null, { status: 204 });
  }

  #html(html: string, status = 200, policy?: string): Response {
    const own = this.pageOrigin;
    // The origin is spelled out, since a sandboxed document is not its own 'self' in every browser.
    const policies = [
      `default-src 'none'; script-src ${own}; style-src ${own}; connect-src ${own}; frame-src ${own}; img-src data:`,
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
  return new Response(body, {
    status,
    headers: {
      "content-type": `${type}; charset=utf-8`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** A bundler that keeps names (esbuild's `keepNames`) wraps each function in a `__name` of its own, which does not travel along. */
function asScript(script: () => void): string {
  return `"use strict";const __name=(it)=>it;(${script})();`;
}

/** Waits, or stops waiting when nobody does any more. */
function late(ms: number, { signal }: Request): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** No answer, for as long as somebody waits for one. */
function never({ signal }: Request): Promise<Response> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(Response.error())));
}

async function bodyOf(request: Request): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = await request.json();
    return typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body } : undefined;
  } catch {
    return undefined; // Answered with 400 or 410: what was sent is no JSON.
  }
}

/** What the issuer documents of a token request; whatever else was sent might be a secret. */
function documented({ isEmbedded, redirectUrl, customCss }: Record<string, unknown>): Partial<SetPinTokenRequest> {
  return {
    ...(typeof isEmbedded === "boolean" && { isEmbedded }),
    ...(typeof redirectUrl === "string" && { redirectUrl }),
    ...(typeof customCss === "object" && customCss !== null && { customCss: { ...customCss } as CustomCss }),
  };
}

function originOf(given: string): string {
  const { origin, protocol } = new URL(given);
  if (!protocol.startsWith("http"))
    throw new TypeError("`pageOrigin` takes an https: origin, or an http: one on loopback.");
  return origin;
}

function webAddress(given: string | undefined): string | undefined {
  return given !== undefined && /^https?:/i.test(given) ? given : undefined;
}

/** `crypto.randomUUID` is missing from pages that are neither https: nor loopback. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
