// The scenarios of the sandbox: scripted behaviours of the backend and of the hosted page.

import { DOCUMENTED_ERRORS } from "../generated/issuer.js";

/**
 * The behaviour of a token request, and of its page or its image. In brackets: what the host app gets
 * from the widget. An image is shown, unless a scenario says something else.
 */
export type ScenarioName =
  /** The page waits until somebody types a PIN or presses Cancel, as the issuer's does. */
  | "waits"
  /** The page sets a PIN by itself. [`page_closed`; the outcome route says `true`] */
  | "completes"
  /** The page cancels by itself. [`page_closed`; the outcome route says `false`] */
  | "cancels"
  /** The token and the page or image each come after a delay of `delayMs`; then the page waits. */
  | "slow"
  /** The page forbids framing. [`ready`: no host can detect this] */
  | "blocked"
  /** The page or the image never loads. [`frame_timeout`; `image_timeout`] */
  | "never-loads"
  /** The page sends every message that must not close it, and waits. [`message_rejected`] */
  | "forges-messages"
  /** The page expires after `expiresAfterMs`, and an image at once. [`expired`, if `tokenLifetimeMs` is the same; `image_failed`] */
  | "expires"
  /** The token request fails without a response. [`network`] */
  | "offline"
  /** The token request never gets a response. [`timeout`] */
  | "silent"
  /** The response to the token request is JSON, but not the documented one. [`invalid_response`] */
  | "malformed"
  /** The token request is redirected, as after the end of a session. [`unauthenticated`] */
  | "redirects-to-log-in"
  /** The token comes with a URL on an origin that is not allowed. [`untrusted_origin`] */
  | "untrusted-origin"
  /** The response has the same token as the one before. [`token_reused`] */
  | "repeats-token";

const NAMES: Record<ScenarioName, true> = {
  waits: true,
  completes: true,
  cancels: true,
  slow: true,
  blocked: true,
  "never-loads": true,
  "forges-messages": true,
  expires: true,
  offline: true,
  silent: true,
  malformed: true,
  "redirects-to-log-in": true,
  "untrusted-origin": true,
  "repeats-token": true,
};

/** The names of all scenarios. */
export const SCENARIO_NAMES: readonly string[] = /* @__PURE__ */ Object.keys(NAMES);

/** An error response of the backend: 404 is `card_not_found`, and so on. */
export interface ErrorResponse {
  /** 400 to 599. */
  status: number;
  /** The `message` in the body. Default: the issuer's message for this status. */
  message?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
}

/** One scenario by its name, or an error by its status. */
export type Scenario = ScenarioName | ErrorResponse;

/**
 * The card's status as the issuer spells it (`ACTIVE`, `FROZEN`, `BLOCKED`), or an error of that route: 404 for a card
 * that does not exist yet.
 */
export type CardResponse = string | ErrorResponse;

/** One value for all requests, or a list with one value per request, whose last value repeats. */
export type InTurn<Value> = Value | readonly Value[];

/** The response for an error of a scenario or of a card's status. */
export function errorResponse({ status, message, retryAfterSeconds }: ErrorResponse): Response {
  const headers: Record<string, string> = { "content-type": "application/json", "cache-control": "no-store" };
  if (retryAfterSeconds !== undefined) headers["retry-after"] = String(retryAfterSeconds);
  const body = JSON.stringify({ message: message ?? DOCUMENTED_ERRORS.get(status) ?? "An error from the sandbox" });
  return new Response(body, { status, headers });
}

/** Yields the values of a list one by one, and then repeats the last. */
export class Turns<Value> {
  #next: Value;
  #rest: readonly Value[];

  constructor(given: InTurn<Value>, validate: (value: Value) => void) {
    const [first, ...rest] = Array.isArray(given) ? (given as readonly Value[]) : [given as Value];
    if (first === undefined) throw new TypeError("The list is empty: give at least one value.");
    for (const value of [first, ...rest]) validate(value);
    this.#next = first;
    this.#rest = rest;
  }

  take(): Value {
    const value = this.#next;
    const [next, ...rest] = this.#rest;
    if (next !== undefined) {
      this.#next = next;
      this.#rest = rest;
    }
    return value;
  }
}

/** Throws for a misspelt scenario when it is set. Otherwise a test would fail by a timeout. */
export function validateScenario(scenario: Scenario): void {
  if (typeof scenario !== "string") validateStatus(scenario);
  else if (!SCENARIO_NAMES.includes(scenario)) {
    throw new TypeError(`There is no scenario "${scenario}": use ${SCENARIO_NAMES.join(", ")}, or { status }.`);
  }
}

export function validateCard(card: CardResponse): void {
  if (typeof card !== "string") validateStatus(card);
}

function validateStatus({ status }: ErrorResponse): void {
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new RangeError(
      "`status` must be a whole number from 400 to 599: use a scenario for anything that is not an error.",
    );
  }
}
