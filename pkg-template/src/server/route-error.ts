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
  | "authorize_timeout" // `authorize`, or another of your functions, did not settle in time
  | "rate_limited" // `allow` did not allow the request
  | "step_up_required" // `requireStepUp` did not return `true`
  | "invalid_request" // the body is not the documented one
  | "page_gone" // the page went away, or its request did not arrive in time
  // the issuer
  | "issuer_refused" // the issuer responded with one of its documented errors: see `issuerStatus`
  | "issuer_undocumented" // the issuer's response is not documented: at most its `errorCode` was passed on
  | "issuer_unreachable" // there was no connection to the issuer, or it broke
  | "issuer_timeout" // the issuer did not respond within `timeoutMs`
  | (string & {});

/**
 * The argument of `onError`. It contains no token, no key, and no text of the page or of the issuer,
 * except for the two ids, whose form is checked.
 */
export interface SetPinTokenProblem {
  /** The route of the request; missing if there is none for its path. */
  route?: CardRouteName;
  /**
   * The `X-Request-Id` of the page's request, if it has 8 to 64 letters, digits or `_.:-`, or a new
   * one. The issuer receives it too, and the response has it.
   */
  requestId: string;
  code: SetPinTokenProblemCode;
  /** The status of the response to the page. */
  status: number;
  /** The status of the issuer's response, if there was one. */
  issuerStatus?: number;
  /** The `errorCode` of an undocumented error of the issuer, such as `CARD_LIMIT_REACHED`. */
  errorCode?: string;
  /** For developers: the cause and the remedy. */
  message: string;
}

/** The name of a route. */
export type CardRouteName = "setPinToken" | "cardStatus" | "pinToken" | "cardDetailsToken";

interface Details {
  /** A message for developers, instead of the page's. */
  advice?: string;
  issuerStatus?: number | undefined;
  /** Passed on to the page. */
  errorCode?: string | undefined;
  headers?: Readonly<Record<string, string>>;
}

/** An error response: a status and one sentence. */
export class RouteError extends Error {
  readonly #headers: Readonly<Record<string, string>> | undefined;
  readonly problem: Readonly<Omit<SetPinTokenProblem, "requestId">>;

  constructor(code: SetPinTokenProblemCode, status: number, message: string, details: Details = {}) {
    super(message);
    const { advice, issuerStatus, errorCode, headers } = withoutPrototype(details);
    this.#headers = headers;
    this.problem = {
      code,
      status,
      message: advice ?? message,
      ...(issuerStatus !== undefined && { issuerStatus }),
      ...(errorCode !== undefined && { errorCode }),
    };
  }

  /** The response to the page, with these further headers. */
  response(headers: Readonly<Record<string, string>>): Response {
    const { status, errorCode } = this.problem;
    const body = { message: this.message, ...(errorCode !== undefined && { errorCode }) };
    return respond(status, body, { ...this.#headers, ...headers });
  }
}

/** Calls `onError` or `onToken` of the host. If it throws, the cardholder's response stays the same. */
export async function report<T>(
  name: "onError" | "onToken",
  listener: ((argument: T) => unknown) | undefined,
  argument: T,
): Promise<void> {
  try {
    await listener?.(argument);
  } catch {
    console.error(`set-pin-widget: \`${name}\` of a route threw`);
  }
}
