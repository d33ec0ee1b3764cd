// What the stand-in can be told to do.

/**
 * What happens to a token request, and to the page that its token opens. In brackets: what the widget makes of it.
 */
export type ScenarioName =
  /** The page waits until somebody types a PIN or presses Cancel, as the issuer's does. */
  | "waits"
  /** The page sets a PIN by itself. [`page_closed`; the outcome route says `true`] */
  | "completes"
  /** The page cancels by itself. [`page_closed`; the outcome route says `false`] */
  | "cancels"
  /** The token and the page each come after a delay of `delayMs`; then the page waits. */
  | "slow"
  /** The page refuses to be framed (`frame-ancestors`). [`ready`: no page can tell the difference from a page that is shown] */
  | "blocked"
  /** The page never loads. [`frame_timeout`] */
  | "never-loads"
  /** The page sends every message that must not close the widget, says "Forged messages were sent", and then waits. [`message_rejected`, and nothing else] */
  | "forges-messages"
  /** The page expires after `expiresAfterMs` and accepts no PIN after that. [`expired`, if `tokenLifetimeMs` is the same] */
  | "expires"
  /** The token request fails without a response. [`network`] */
  | "offline"
  /** The token request never gets a response. [`timeout`] */
  | "silent"
  /** The response to the token request is JSON, but not the documented one. [`invalid_response`] */
  | "malformed"
  /** The token request is redirected, as by a backend when the session is over. [`unauthenticated`] */
  | "redirects-to-log-in"
  /** The token comes with an address on an origin that is not allowed. [`untrusted_origin`] */
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

/** An error of the backend's, by its status: 404 is `card_not_found`, and so on. */
export interface StatusAnswer {
  /** 400 to 599. */
  status: number;
  /** The sentence in the answer's `message`; default the issuer's own for that status. */
  message?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
}

/** One scenario by its name, or an error by its status. */
export type Scenario = ScenarioName | StatusAnswer;

/** The card's status in the issuer's words (`ACTIVE`, `ORDERED`), or an error of that route. */
export type CardAnswer = string | StatusAnswer;

/** One thing for all requests, or one for each request in turn; the last of a list stays. */
export type InTurn<Thing> = Thing | readonly Thing[];

/** The issuer's sentences. */
const MESSAGES: Record<number, string> = {
  401: "Not authenticated",
  403: "Not authorized",
  404: "Card not found",
  498: "Invalid client key",
  499: "Missing client key",
  500: "Internal server error",
};

/** The answer that a scenario or a card's status asks for. */
export function errorAnswer({ status, message, retryAfterSeconds }: StatusAnswer): Response {
  const headers: Record<string, string> = { "content-type": "application/json", "cache-control": "no-store" };
  if (retryAfterSeconds !== undefined) headers["retry-after"] = String(retryAfterSeconds);
  const body = JSON.stringify({ message: message ?? MESSAGES[status] ?? "Answered so by the stand-in" });
  return new Response(body, { status, headers });
}

/** A list of answers that is gone through; the last one stays. */
export class Turns<Thing> {
  #next: Thing;
  #rest: readonly Thing[];

  constructor(given: InTurn<Thing>, check: (thing: Thing) => void) {
    const [first, ...rest] = Array.isArray(given) ? (given as readonly Thing[]) : [given as Thing];
    if (first === undefined) throw new TypeError("An empty list answers no request: give at least one.");
    for (const thing of [first, ...rest]) check(thing);
    this.#next = first;
    this.#rest = rest;
  }

  take(): Thing {
    const taken = this.#next;
    const [next, ...rest] = this.#rest;
    if (next !== undefined) {
      this.#next = next;
      this.#rest = rest;
    }
    return taken;
  }
}

/** A mistyped scenario is told where it is set, not by a test that waits in vain. */
export function checkScenario(scenario: Scenario): void {
  if (typeof scenario !== "string") checkStatus(scenario);
  else if (!Object.keys(NAMES).includes(scenario)) {
    throw new TypeError(`There is no scenario "${scenario}": take ${Object.keys(NAMES).join(", ")}, or { status }.`);
  }
}

export function checkCard(card: CardAnswer): void {
  if (typeof card !== "string") checkStatus(card);
}

function checkStatus({ status }: StatusAnswer): void {
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new RangeError("`status` takes a whole number from 400 to 599: name a scenario for what is no error.");
  }
}
