import { own } from "./own.js";
import { respond } from "./response.js";

/** Why a page did not get a token. Open-ended: have a default. */
export type SetPinTokenProblemCode =
  // the page's request: nothing was asked of the issuer
  | "method_not_allowed" // the request is not a `POST`
  | "foreign_page" // the browser says that the request is not from your own page (`Sec-Fetch-Site`, `Origin`), or says neither
  | "unauthenticated" // `authorize` returned no token
  | "authorize_timeout" // `authorize` did not answer in time
  | "invalid_request" // the body is not the documented one
  | "page_gone" // the page went away, or its request did not arrive in time
  // the issuer
  | "issuer_refused" // the issuer answered with one of its documented errors: see `issuerStatus`
  | "issuer_undocumented" // the issuer answered in a way that it does not document: nothing of it was passed on
  | "issuer_unreachable" // there was no connection to the issuer, or it broke
  | "issuer_timeout" // the issuer did not answer within `timeoutMs`
  | (string & {});

/** What `onError` is called with. Holds no token, no key, and nothing that the page or the issuer wrote. */
export interface SetPinTokenProblem {
  code: SetPinTokenProblemCode;
  /** What the page was answered. */
  status: number;
  /** What the issuer answered, where it did. */
  issuerStatus?: number;
  /** For developers: what happened, and what to do. */
  message: string;
}

interface Details {
  /** Instead of `message`, for developers. */
  advice?: string;
  issuerStatus?: number;
  headers?: Readonly<Record<string, string>>;
}

/** What a page is told instead of a token: a status and one sentence. */
export class RouteError extends Error {
  readonly #headers: Readonly<Record<string, string>> | undefined;
  readonly problem: Readonly<SetPinTokenProblem>;

  constructor(code: SetPinTokenProblemCode, status: number, message: string, details: Details = {}) {
    super(message);
    const { advice, issuerStatus, headers } = own(details);
    this.#headers = headers;
    this.problem = { code, status, message: advice ?? message, ...(issuerStatus !== undefined && { issuerStatus }) };
  }

  response(): Response {
    return respond(this.problem.status, { message: this.message }, this.#headers);
  }
}

/** Tells the host, whose own trouble with it must not become the cardholder's. */
export async function reportProblem(
  onError: ((problem: SetPinTokenProblem) => unknown) | undefined,
  problem: SetPinTokenProblem,
): Promise<void> {
  try {
    await onError?.(problem);
  } catch {
    console.error("set-pin-widget: `onError` of the token route threw");
  }
}
