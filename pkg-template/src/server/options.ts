import { LOOPBACK_NAME } from "../generated/issuer.js";
import { isSecure, parseUrl } from "../handle/secure-url.js";
import type { CardRouteName, SetPinTokenProblem } from "./route-error.js";
import { withoutPrototype } from "./without-prototype.js";

/** The cardholder who is signed in, for the issuer and for your records. */
export interface Cardholder {
  /** The issuer's access token of the cardholder: the token alone, without `Bearer`. */
  accessToken: string;
  /** Instead of the option `usEnv`, if the cardholders of your app are in both environments. */
  usEnv?: boolean;
  /** Your own id of the cardholder, for `allow` and `onToken`. It is never sent to the issuer. */
  subject?: string;
}

/** The result of `authorize` and `renew`: nothing if nobody is signed in. */
export type Authorization = string | Cardholder | null | undefined;

/** The argument of `onToken`. */
export interface IssuedToken {
  route: CardRouteName;
  /** From `authorize`. */
  subject: string | undefined;
  /** The `X-Request-Id` of the response. */
  requestId: string;
  /** From the page's request to the response. */
  durationMs: number;
}

/** The options of the routes. */
export interface SetPinTokenHandlerOptions<Context extends readonly unknown[] = []> {
  /**
   * The URL of the issuer's API, such as `https://dev.api.baanx.com`; paths such as
   * `/v1/card/set-pin/token` are added. `https:`, or `http:` on loopback.
   */
  issuerUrl: string | URL;
  /** Your client key. Keep it in the server's environment: it never reaches a page. */
  clientKey: string;
  /**
   * The header for the client key. Default: `x-client-key`, as in the API reference; the issuer's
   * guide shows `X-Client-ID`.
   */
  clientKeyHeader?: string;
  /** Whether requests go to the issuer's US environment (`x-us-env`). Default: `false`. */
  usEnv?: boolean;
  /**
   * The origins of your own pages, exactly as browsers send them in `Origin`: `https:`, `http:` on
   * loopback, or an app's own scheme, such as `capacitor://localhost`. A request with another
   * `Origin` is refused, and so is a `redirectUrl` on another origin. Needed unless there is `cors`.
   */
  origins?: readonly string[];
  /**
   * For pages on another origin than the route. It then responds to their preflight requests and
   * allows credentials.
   */
  cors?: {
    /** The exact origins of these pages, in the form of the option `origins`. */
    origins: readonly string[];
  };
  /**
   * The origins of the issuer's hosted pages and images, as in the widget's `allowedOrigins`:
   * `https:`, or `http:` on loopback. A URL on another origin is not passed on; the response is then
   * 502. Default: any origin, and the widget alone checks it.
   */
  pageOrigins?: readonly string[] | undefined;
  /**
   * Your function that returns the issuer's access token of the cardholder who is signed in: the
   * token alone, without `Bearer`, or `{ accessToken, usEnv, subject }`. Return nothing
   * (`undefined`, `null` or an empty string) if nobody is signed in; the response is then 401. Read
   * the session from `request.headers`, or from the further arguments that your server passes to
   * the route, but do not read the request's body. If it throws, the route rejects with the same
   * error.
   */
  authorize: (request: Request, ...context: Context) => Authorization | Promise<Authorization>;
  /**
   * Called once if the issuer responds with 401, with the same arguments as `authorize`, and returns
   * the same: a new access token, with which the route asks the issuer once more. Return nothing to
   * pass the 401 on.
   */
  renew?: (request: Request, ...context: Context) => Authorization | Promise<Authorization>;
  /**
   * Your limit of requests for each cardholder: `subject` is the one from `authorize`. Return `true`
   * to allow the request, or the number of seconds to wait, which the response has in `Retry-After`
   * (429). `false` means 60 seconds.
   */
  allow?: (
    subject: string | undefined,
    details: { route: CardRouteName },
  ) => boolean | number | Promise<boolean | number>;
  /**
   * Your second factor for the routes that issue a token, for the widget's `stepUp`: called with the
   * same arguments as `authorize` after `allow`. Return `true` if the request has one; otherwise the
   * response is 403. The widget repeats a request that failed, so a code must stay valid until then.
   */
  requireStepUp?: (request: Request, ...context: Context) => boolean | Promise<boolean>;
  /**
   * If something before the route has read and parsed the body (`express.json()`, Fastify): returns
   * the parsed body, or its text. Called with the same arguments as `authorize`. The route validates
   * the result like a body that it reads itself.
   */
  parsedBody?: (request: Request, ...context: Context) => unknown;
  /**
   * Time limit for one response, in milliseconds: your functions, receiving the body, and the issuer
   * together. Default: 10 000, which is shorter than the widget's 15 000.
   */
  timeoutMs?: number;
  /**
   * Used instead of the global `fetch`, for example to go through a proxy or to use a client
   * certificate.
   */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /**
   * For your log: called once for each request that was refused or failed. A
   * {@link SetPinTokenProblem} is safe to log as it is.
   */
  onError?: (problem: SetPinTokenProblem) => unknown;
  /**
   * For your audit record: called once for each token that was issued, with
   * `{ route, subject, requestId, durationMs }`.
   */
  onToken?: (issued: IssuedToken) => unknown;
}

/** The options of {@link createCardRoutes}. */
export interface CardRoutesOptions<Context extends readonly unknown[] = []> extends SetPinTokenHandlerOptions<Context> {
  /** The path before that of each route, for `handle`. Default: `/api/card`. */
  basePath?: string;
}

/** The options after validation, with defaults. */
export interface ResolvedOptions<Context extends readonly unknown[] = never>
  extends Pick<SetPinTokenHandlerOptions<Context>, HostFunction> {
  /** Without a slash at its end. */
  apiUrl: string;
  clientKey: string;
  clientKeyHeader: string;
  usEnv: boolean;
  /** Also those of `cors`. */
  origins: readonly string[];
  /** The origins of pages that are on another origin than the routes; `undefined` without `cors`. */
  corsOrigins: readonly string[] | undefined;
  pageOrigins: readonly string[] | undefined;
  timeoutMs: number;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Without a slash at its end. */
  basePath: string;
}

/** The host's own functions, which need no default. */
type HostFunction = "authorize" | (typeof OPTIONAL_FUNCTIONS)[number];
const OPTIONAL_FUNCTIONS = ["renew", "allow", "requireStepUp", "parsedBody", "onError", "onToken"] as const;

const LOOPBACK_APP = new RegExp(`^https?://${LOOPBACK_NAME}$`);

const LONGEST_TIMER = 2_147_483_647;

const OPTIONS = [
  "issuerUrl",
  "clientKey",
  "clientKeyHeader",
  "usEnv",
  "origins",
  "cors",
  "pageOrigins",
  "authorize",
  "timeoutMs",
  "fetch",
  ...OPTIONAL_FUNCTIONS,
];
const ROUTES_OPTIONS = [...OPTIONS, "basePath"];

const APP_ORIGINS =
  "a list of your own pages' exact origins, such as [\"https://app.example\"]: `https:` (`http:` on loopback) or an app's own scheme, without path or wildcard";
const PAGE_ORIGINS =
  'a list of the hosted pages\' exact origins, such as ["https://cards.baanx.com"]: `https:` (`http:` on loopback), without path or wildcard';

/** The headers that the request to the issuer has besides the client key. */
const TAKEN_HEADERS = [
  "accept",
  "authorization",
  "content-type",
  "content-length",
  "cookie",
  "host",
  "x-request-id",
  "x-us-env",
];

/** The exported functions, which the errors name. */
type Creator = "createSetPinTokenHandler" | "createCardRoutes";

/**
 * Validates the options when the routes are created, so that a wrong one does not fail only at the
 * first request. The errors contain no value, since one of the values is a secret.
 */
export function resolveOptions<Context extends readonly unknown[]>(
  creator: Creator,
  given: CardRoutesOptions<Context>,
): ResolvedOptions<Context> {
  try {
    return resolve(given, creator === "createCardRoutes" ? ROUTES_OPTIONS : OPTIONS);
  } catch (error) {
    throw error instanceof WrongOption ? new TypeError(`${creator} ${error.message}.`) : error;
  }
}

class WrongOption extends Error {}

function resolve<Context extends readonly unknown[]>(
  given: CardRoutesOptions<Context>,
  names: readonly string[],
): ResolvedOptions<Context> {
  if (typeof given !== "object" || given === null) throw new WrongOption("takes an object of options");
  const options = withoutPrototype(given);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new WrongOption(`has no option \`${unknown}\`; it takes ${names.join(", ")}`);
  const {
    clientKey,
    clientKeyHeader = "x-client-key",
    usEnv = false,
    timeoutMs = 10_000,
    authorize,
    basePath = "/api/card",
  } = options;
  need(fitsHeader(clientKey), "clientKey", "your client key from the issuer: visible characters without a space");
  need(isFreeHeader(clientKeyHeader), "clientKeyHeader", "the name of a header that the request does not have already");
  need(typeof usEnv === "boolean", "usEnv", "true or false");
  need(
    Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= LONGEST_TIMER,
    "timeoutMs",
    "milliseconds, 1 or more",
  );
  need(
    typeof authorize === "function",
    "authorize",
    "a function that returns the access token of the cardholder who is signed in",
  );
  need(isFunctionOrMissing(options.fetch), "fetch", "a function like the global `fetch`");
  for (const name of OPTIONAL_FUNCTIONS) need(isFunctionOrMissing(options[name]), name, "a function");
  need(isPath(basePath), "basePath", "a path such as /api/card, with a slash at its start and none at its end");
  const corsOrigins = options.cors === undefined ? undefined : checkCors(options.cors);
  const hasOrigins = corsOrigins === undefined || options.origins !== undefined;
  const origins = hasOrigins ? checkOrigins("origins", options.origins, APP_ORIGINS, isAllowedAppOrigin) : [];
  return {
    ...Object.fromEntries(OPTIONAL_FUNCTIONS.map((name) => [name, options[name]])),
    apiUrl: apiUrl(options.issuerUrl),
    clientKey,
    clientKeyHeader,
    usEnv,
    origins: [...origins, ...(corsOrigins ?? [])],
    corsOrigins,
    pageOrigins:
      options.pageOrigins === undefined
        ? undefined
        : checkOrigins("pageOrigins", options.pageOrigins, PAGE_ORIGINS, isExactOrigin),
    authorize,
    timeoutMs,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    basePath,
  };
}

/** Whether `value` is a string that a header can contain, without spaces. */
export function fitsHeader(value: unknown): value is string {
  return typeof value === "string" && /^[!-~]+$/.test(value);
}

function apiUrl(issuerUrl: unknown): string {
  const takes =
    "the URL of the issuer's API, such as https://dev.api.baanx.com: `https:` (`http:` on loopback), without `/v1`";
  const url = parseUrl(issuerUrl instanceof URL ? issuerUrl.href : issuerUrl);
  if (!url || !isSecure(url) || url.search || url.hash) throw new WrongOption(`needs \`issuerUrl\`: ${takes}`);
  const path = url.pathname.replace(/\/+$/, "");
  need(!path.endsWith("/v1"), "issuerUrl", takes);
  return url.origin + path;
}

function checkCors(cors: unknown): readonly string[] {
  const takes = `{ origins }, with ${APP_ORIGINS}`;
  if (typeof cors !== "object" || cors === null) throw new WrongOption(`needs \`cors\`: ${takes}`);
  const { origins, ...rest } = withoutPrototype(cors as { origins?: unknown });
  need(Object.keys(rest).length === 0, "cors", takes);
  return checkOrigins("cors", origins, takes, isAllowedAppOrigin);
}

function checkOrigins(
  option: string,
  origins: unknown,
  takes: string,
  fits: (url: URL, origin: string) => boolean,
): readonly string[] {
  if (!Array.isArray(origins) || origins.length === 0) throw new WrongOption(`needs \`${option}\`: ${takes}`);
  // Unlike `map`, `Array.from` also visits the holes of an array.
  return Array.from(origins, (origin: unknown) => {
    const url = parseUrl(origin);
    if (typeof origin !== "string" || !url || !fits(url, origin))
      throw new WrongOption(`needs \`${option}\`: ${takes}`);
    return origin;
  });
}

function isAllowedAppOrigin(url: URL, origin: string): boolean {
  return isExactOrigin(url, origin) || isAppScheme(url, origin);
}

function isExactOrigin(url: URL, origin: string): boolean {
  return isSecure(url) && url.origin === origin && !url.hostname.includes("*");
}

/**
 * An app's own scheme: URL parsers return the origin "null" for it, but web views send the scheme
 * and the host.
 */
function isAppScheme(url: URL, origin: string): boolean {
  const isWebScheme = /^(?:https?|wss?|ftp|file|blob|data|about|javascript):$/.test(url.protocol);
  return !isWebScheme && /^[a-z][a-z\d+.-]*:\/\/[\w.-]+(?::\d+)?$/.test(origin);
}

/**
 * Whether pages of this origin come with an app, so that no route can be on their origin: an app's
 * own scheme, or a loopback name without a port, such as `https://localhost` in Android's web
 * views.
 */
export function isAppOrigin(origin: string): boolean {
  return !/^https?:/.test(origin) || LOOPBACK_APP.test(origin);
}

function isFreeHeader(name: unknown): boolean {
  return typeof name === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !TAKEN_HEADERS.includes(name.toLowerCase());
}

/** Whether `value` is a path as URL parsers write it. The empty path is for routes at the root. */
function isPath(value: unknown): boolean {
  if (typeof value !== "string") return false;
  return value === "" || (/^\/.*[^/]$/.test(value) && parseUrl(`https://app.invalid${value}`)?.pathname === value);
}

function isFunctionOrMissing(value: unknown): boolean {
  return value === undefined || typeof value === "function";
}

function need(isRight: boolean, option: string, takes: string): void {
  if (!isRight) throw new WrongOption(`needs \`${option}\`: ${takes}`);
}
