// The errors of a view. Their codes are the widget's where they mean the same.

import { RESPONSES } from "../generated/responses.js";
import { SetPinError } from "../handle/error.js";
import type { SetPinErrorCode } from "./types.js";

/** A failure, and whether a later request may succeed by itself. */
export interface Failure {
  readonly error: SetPinError;
  readonly retriesAutomatically: boolean;
}

/** A failure that is not repeated automatically. */
export function failure(code: SetPinErrorCode, message: string, retryable = false): Failure {
  return { error: new SetPinError(message, { code, retryable }), retriesAutomatically: false };
}

export const invalidOption = (name: string, takes: string): SetPinError =>
  new SetPinError(`\`${name}\` takes ${takes}.`, { code: "invalid_options", retryable: false });

/** No response. A page cannot find out the reason. */
export function noResponse(): Failure {
  const message = "No response: offline, a wrong URL, or a backend that does not allow this origin (CORS).";
  const { error } = failure("network", message, true);
  return { error, retriesAutomatically: true };
}

export const wrongResponse = (what: string): Failure =>
  failure("invalid_response", `The backend's response is not the documented one: ${what}.`);

export const callbackFailed = (what: string): Failure =>
  failure("token_callback_failed", `${what}: see the host app's own code.`);

/** The error of a response with a status outside of 2xx. */
export function fromStatus(status: number, retryAfterMs?: number): Failure {
  const known = RESPONSES.find(([first, last]) => first <= status && status <= last);
  const [, , code, retryable, retriesAutomatically] = known ?? [0, 0, "unexpected_status", false, false];
  const message = `The backend responded with the status ${status}: docs/errors.md explains \`${code}\`.`;
  return { error: new SetPinError(message, { code, retryable, status, retryAfterMs }), retriesAutomatically };
}

/** A redirect, which leads to a log-in page. Its response has no readable status. */
export const redirected = (): Failure =>
  failure("unauthenticated", "The backend redirected, as to a log-in page: let the cardholder sign in again.");

/** A request or an image that took too long. */
export function timedOut(timer: "request" | "load", ofCard: boolean): Failure {
  if (timer === "load")
    return failure("image_timeout", "The image fired neither `load` nor `error` within `loadTimeoutMs`.", true);
  const { error } = failure("timeout", "No response within `requestTimeoutMs`.", true);
  return { error, retriesAutomatically: !ofCard };
}

/** The reason why a card has no image, by its status. */
export function cardProblem(kind: "pin" | "details", status: unknown, canSetPin: unknown): Failure | undefined {
  if (typeof status !== "string" || status === "") return wrongResponse("`status` is not a string");
  const isPin = kind === "pin";
  if (isPin && canSetPin === false) return failure("pin_unavailable", "This card has no PIN.");
  if (status === "ACTIVE" || (status === "FROZEN" && !isPin)) return undefined;
  if (status === "FROZEN") return failure("card_frozen", "The card is frozen: unfreeze it first.", true);
  if (status === "BLOCKED") return failure("card_blocked", "The card is blocked for good.");
  return failure("card_not_active", "The card is not active.", true);
}
