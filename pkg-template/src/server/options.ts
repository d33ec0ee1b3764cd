import { own } from "./own.js";
import type { SetPinTokenProblem } from "./route-error.js";

/** What the token route needs to know. */
export interface SetPinTokenHandlerOptions<Context extends readonly unknown[] = []> {
  /** The address of the issuer's API, such as `https://dev.api.baanx.com`; the path `/v1/card/set-pin/token` is added. `https:`, or `http:` on loopback. */
  issuerUrl: string | URL;
  /** Your client key. Keep it in the server's environment: it never reaches a page. */
  clientKey: string;
  /** The header for the client key. Default: `x-client-key`, as in the API reference; the issuer's guide shows `X-Client-ID`. */
  clientKeyHeader?: string;
  /** Whether requests go to the issuer's US environment (`x-us-env`). Default: `false`. */
  usEnv?: boolean;
  /**
   * The origins of your own pages, exactly as browsers send them in `Origin`: `https:`, `http:` on loopback, or an app's own scheme, such as
   * `capacitor://localhost`. A request that names another `Origin` is refused, and so is a `redirectUrl` on another origin.
   */
  origins: readonly string[];
  /**
   * The origins of the issuer's hosted pages, as in the widget's `allowedOrigins`: `https:`, or `http:` on loopback. A `hostedPageUrl` on another origin
   * is not passed on; the response is then 502. Default: any origin, and the widget alone checks it.
   */
  pageOrigins?: readonly string[] | undefined;
  /**
   * Your function that returns the issuer's access token of the cardholder who is signed in: the token alone, without `Bearer`. Return nothing
   * (`undefined`, `null` or an empty string) if nobody is signed in; the answer is then 401. Read the session from `request.headers`, or from what your server
   * passes to the route besides the request, but do not read the request's body. If it throws, the route rejects with the same error.
   */
  authorize: (request: Request, ...context: Context) => string | null | undefined | Promise<string | null | undefined>;
  /** Time limit for one answer, in milliseconds: `authorize`, receiving the body, and the issuer together. Default: 10 000, which is shorter than the widget's own 15 000. */
  timeoutMs?: number;
  /** Used instead of the global `fetch`, for example to go through a proxy or to use a client certificate. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** For your log: called once for each request that did not get a token. A {@link SetPinTokenProblem} is safe to log as it is. */
  onError?: (problem: SetPinTokenProblem) => unknown;
}

/** The options, known to be right and with their defaults. */
export interface ResolvedOptions<Context extends readonly unknown[] = never> {
  tokenAddress: string;
  clientKey: string;
  clientKeyHeader: string;
  usEnv: "true" | "false";
  origins: readonly string[];
  pageOrigins: readonly string[] | undefined;
  authorize: SetPinTokenHandlerOptions<Context>["authorize"];
  timeoutMs: number;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  onError: ((problem: SetPinTokenProblem) => unknown) | undefined;
}

const TOKEN_PATH = "/v1/card/set-pin/token";
const LONGEST_TIMER = 2_147_483_647;

const OPTIONS = [
  "issuerUrl",
  "clientKey",
  "clientKeyHeader",
  "usEnv",
  "origins",
  "pageOrigins",
  "authorize",
  "timeoutMs",
  "fetch",
  "onError",
];

const OWN_ORIGINS =
  "a list of your own pages' exact origins, such as [\"https://app.example\"]: `https:` (`http:` on loopback) or an app's own scheme, without path or wildcard";
const PAGE_ORIGINS =
  'a list of the hosted pages\' exact origins, such as ["https://cards.baanx.com"]: `https:` (`http:` on loopback), without path or wildcard';

/** Headers of the request to the issuer that are not the client key's. */
const TAKEN_HEADERS = ["accept", "authorization", "content-type", "content-length", "cookie", "host", "x-us-env"];

/** Checks at start what would else fail with the first cardholder. Says nothing of a value: one of them is a secret. */
export function checkOptions<Context extends readonly unknown[]>(
  given: SetPinTokenHandlerOptions<Context>,
): ResolvedOptions<Context> {
  if (typeof given !== "object" || given === null) throw wrong("takes an object of options");
  const options = own(given);
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw wrong(`has no option \`${unknown}\`; it takes ${OPTIONS.join(", ")}`);
  const {
    clientKey,
    clientKeyHeader = "x-client-key",
    usEnv = false,
    timeoutMs = 10_000,
    authorize,
    onError,
  } = options;
  need(
    fitsHeader(clientKey),
    "clientKey",
    "your client key, as the issuer gave it: visible characters without a space",
  );
  need(isFreeHeader(clientKeyHeader), "clientKeyHeader", "the name of a header that the request does not have already");
  need(typeof usEnv === "boolean", "usEnv", "true or false");
  need(
    Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= LONGEST_TIMER,
    "timeoutMs",
    "milliseconds, 1 or more",
  );
  need(typeof authorize === "function", "authorize", "a function that names the signed-in cardholder's access token");
  need(isFunctionOrMissing(options.fetch), "fetch", "a function like the global `fetch`");
  need(isFunctionOrMissing(onError), "onError", "a function");
  return {
    tokenAddress: tokenAddress(options.issuerUrl),
    clientKey,
    clientKeyHeader,
    usEnv: usEnv ? "true" : "false",
    origins: checkOrigins("origins", options.origins, OWN_ORIGINS, isOwnOrigin),
    pageOrigins:
      options.pageOrigins === undefined
        ? undefined
        : checkOrigins("pageOrigins", options.pageOrigins, PAGE_ORIGINS, isExactOrigin),
    authorize,
    timeoutMs,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    onError,
  };
}

/** Whether `value` can travel in a header as one word. */
export function fitsHeader(value: unknown): value is string {
  return typeof value === "string" && /^[!-~]+$/.test(value);
}

/** Whether secrets and cardholders may be sent there: `https:`, or `http:` on loopback; and no user info, which belongs to neither. */
export function isSecure(url: URL): boolean {
  const isLoopback = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  return (url.protocol === "https:" || (url.protocol === "http:" && isLoopback)) && !url.username && !url.password;
}

/** The absolute address in `text`, as the one URL parser reads it. */
export function parseUrl(text: unknown): URL | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function tokenAddress(issuerUrl: unknown): string {
  const takes =
    "the address of the issuer's API, such as https://dev.api.baanx.com: `https:` (`http:` on loopback), without `/v1`";
  const url = parseUrl(issuerUrl instanceof URL ? issuerUrl.href : issuerUrl);
  if (!url || !isSecure(url) || url.search || url.hash) throw wrong(`needs \`issuerUrl\`: ${takes}`);
  const path = url.pathname.replace(/\/+$/, "");
  need(!path.endsWith("/v1"), "issuerUrl", takes);
  return url.origin + path + TOKEN_PATH;
}

function checkOrigins(
  option: string,
  origins: unknown,
  takes: string,
  fits: (url: URL, origin: string) => boolean,
): readonly string[] {
  if (!Array.isArray(origins) || origins.length === 0) throw wrong(`needs \`${option}\`: ${takes}`);
  // Unlike `map`, `Array.from` also visits the holes of a list.
  return Array.from(origins, (origin: unknown) => {
    const url = parseUrl(origin);
    if (typeof origin !== "string" || !url || !fits(url, origin)) throw wrong(`needs \`${option}\`: ${takes}`);
    return origin;
  });
}

function isOwnOrigin(url: URL, origin: string): boolean {
  return isExactOrigin(url, origin) || isAppScheme(url, origin);
}

function isExactOrigin(url: URL, origin: string): boolean {
  return isSecure(url) && url.origin === origin && !url.hostname.includes("*");
}

/** URL parsers of servers know no origin of an app's own scheme ("null"), but web views send one: scheme and host. */
function isAppScheme(url: URL, origin: string): boolean {
  const isOfTheWeb = /^(?:https?|wss?|ftp|file|blob|data|about|javascript):$/.test(url.protocol);
  return !isOfTheWeb && /^[a-z][a-z\d+.-]*:\/\/[\w.-]+(?::\d+)?$/.test(origin);
}

/**
 * Whether pages of this origin come with an app, so that no route can be on their origin: an app's own scheme, or a name of loopback without a port, as
 * Android's web views use it (`https://localhost`).
 */
export function isAppOrigin(origin: string): boolean {
  return !/^https?:/.test(origin) || /^https?:\/\/(?:[\w.-]+\.)?localhost$/.test(origin);
}

function isFreeHeader(name: unknown): boolean {
  return typeof name === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !TAKEN_HEADERS.includes(name.toLowerCase());
}

function isFunctionOrMissing(value: unknown): boolean {
  return value === undefined || typeof value === "function";
}

function need(isRight: boolean, option: string, takes: string): void {
  if (!isRight) throw wrong(`needs \`${option}\`: ${takes}`);
}

function wrong(what: string): TypeError {
  return new TypeError(`createSetPinTokenHandler ${what}.`);
}
