import { respond } from "./response.js";
import { withoutPrototype } from "./without-prototype.js";

/**
 * The reason why a request was refused or failed. A later version may add codes: handle unknown
 * ones.
 */
export type SetPinTokenProblemCode =
  // the page's request: nothing was sent to the issuer
  | "route_not_found" // `handle` has no route for the path
  | "method_not_allowed" // the route takes another method
  | "foreign_page" // the headers `Sec-Fetch-Site` and `Origin` do not name your own page, or both are missing
  | "unauthenticated" // `authorize` returned no token
  | "authorize_timeout" // `authorize` did not settle in time
  | "invalid_request" // the body is not the documented one
  | "page_gone" // the page went away, or its request did not arrive in time
  // the issuer
  | "issuer_refused" // the issuer responded with one of its documented errors: see `issuerStatus`
  | "issuer_undocumented" // the issuer's response is not documented: nothing of it was passed on
  | "issuer_unreachable" // there was no connection to the issuer, or it broke
  | "issuer_timeout" // the issuer did not respond within `timeoutMs`
  | (string & {});

/**
 * The argument of `onError`. It contains no token, no key, and no text of the page or of the
 * issuer.
 */
export interface SetPinTokenProblem {
  /** The route of the request; missing if there is none for its path. */
  route?: CardRouteName;
  code: SetPinTokenProblemCode;
  /** The status of the response to the page. */
  status: number;
  /** The status of the issuer's response, if there was one. */
  issuerStatus?: number;
  /** For developers: the cause and the remedy. */
  message: string;
}

/** The name of a route. */
export type CardRouteName = "setPinToken" | "cardStatus" | "pinToken" | "cardDetailsToken";

interface Details {
  /** A message for developers, instead of the page's. */
  advice?: string;
  issuerStatus?: number;
  headers?: Readonly<Record<string, string>>;
}

/** An error response: a status and one sentence. */
export class RouteError extends Error {
  readonly #headers: Readonly<Record<string, string>> | undefined;
  readonly problem: Readonly<SetPinTokenProblem>;

  constructor(code: SetPinTokenProblemCode, status: number, message: string, details: Details = {}) {
    super(message);
    const { advice, issuerStatus, headers } = withoutPrototype(details);
    this.#headers = headers;
    this.problem = { code, status, message: advice ?? message, ...(issuerStatus !== undefined && { issuerStatus }) };
  }

  response(): Response {
    return respond(this.problem.status, { message: this.message }, this.#headers);
  }
}

/** Calls the host's `onError`. If it throws, the cardholder's response stays the same. */
export async function reportProblem(
  onError: ((problem: SetPinTokenProblem) => unknown) | undefined,
  problem: SetPinTokenProblem,
): Promise<void> {
  try {
    await onError?.(problem);
  } catch {
    console.error("set-pin-widget: `onError` of a route threw");
  }
}
