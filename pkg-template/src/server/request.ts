import { CUSTOM_CSS_DEFAULTS, CUSTOM_CSS_PAIRS, CUSTOM_CSS_TYPES } from "../generated/custom-css.js";
import { isSecure, parseUrl } from "../handle/secure-url.js";
import type { CustomCss, SetPinTokenRequest } from "../handle/token-request.js";
import { type Deadline, parseJson, readText, withDeadline } from "./limits.js";
import { type Cardholder, fitsHeader, isAppOrigin, type ResolvedOptions } from "./options.js";
import { RouteError } from "./route-error.js";
import { withoutPrototype } from "./without-prototype.js";

const MAX_BODY = 16 * 1024;
/** Seconds to wait if `allow` returns `false`. */
const DEFAULT_WAIT = 60;
/** The values of `Sec-Fetch-Site` for a page's request. */
const SITES: readonly string[] = ["same-origin", "same-site", "cross-site"];
/** The response names an unknown field, with at most this many characters of its name. */
const MAX_NAME = 40;

/** The fields of each request that the issuer documents, with their types. */
const SET_PIN_FIELDS = { isEmbedded: "boolean", redirectUrl: "string", customCss: "object" } as const;
const IMAGE_FIELDS = { customCss: "object" } as const;
const DESCRIPTIONS = { boolean: "true or false", number: "a number", object: "an object", string: "a string" };

type JsonObject = Record<string, unknown>;
/** Texts with their backgrounds, from which they must differ. */
type ColourPairs = readonly (readonly [text: string, background: string])[];

/**
 * The request's `X-Request-Id`, or a new one. Another form is not accepted, because the id reaches
 * logs and the issuer.
 */
export function requestIdOf({ headers }: Request): string {
  const id = headers.get("x-request-id");
  return id !== null && /^[\w.:-]{8,64}$/.test(id) ? id : crypto.randomUUID();
}

/** Rejects requests with another method than the route's. */
export function requireMethod(request: Request, method: string): void {
  if (request.method === method) return;
  throw new RouteError("method_not_allowed", 405, "This route takes another method", { headers: { allow: method } });
}

/**
 * Rejects requests from pages that are not the app's own. Each header that the browser sends about
 * the sender must match, and at least one must be present, except for `GET`: browsers without
 * `Sec-Fetch-Site` send no `Origin` with it. `Origin` alone decides for the origins of `cors`, and
 * for a listed app origin: no route is on the same site, so `Sec-Fetch-Site` is `cross-site` or
 * `none`.
 */
export function requireOwnPage(
  request: Request,
  { origins, corsOrigins = [] }: Pick<ResolvedOptions, "origins" | "corsOrigins">,
): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isListed = origin !== null && origins.includes(origin);
  if (isListed && isAppOrigin(origin)) return;
  if (isListed && corsOrigins.includes(origin) && (site === null || SITES.includes(site))) return;
  const fits = (site ?? "same-origin") === "same-origin" && (origin === null || isListed);
  if (fits && ((site ?? origin) !== null || request.method === "GET")) return;
  throw new RouteError("foreign_page", 403, "Only pages of this app may send this request", {
    advice:
      "A request came from a page that is not this app's own: if it was yours, its origin is missing in `origins`, or, for a page on another origin than the route, in `cors`",
  });
}

/**
 * Runs `authorize` or `renew`. Returns the cardholder, after checking that the access token fits
 * into a header; `undefined` if nobody is signed in. Errors and error responses never contain it.
 */
export async function cardholderFrom(
  name: "authorize" | "renew",
  run: () => unknown,
  deadline: Deadline,
): Promise<Cardholder | undefined> {
  const given = await hostFunction(name, run, deadline);
  if (given === undefined || given === null || given === "") return undefined;
  const cardholder: object = typeof given === "string" ? { accessToken: given } : given;
  const { accessToken, usEnv, subject } = withoutPrototype<Partial<Record<keyof Cardholder, unknown>>>(cardholder);
  if (!fitsHeader(accessToken)) {
    throw new TypeError(
      `\`${name}\` must return the access token alone: visible characters without a space, without \`Bearer\`.`,
    );
  }
  if (usEnv !== undefined && typeof usEnv !== "boolean") {
    throw new TypeError(`\`${name}\` must return \`usEnv\` as true or false.`);
  }
  if (subject !== undefined && typeof subject !== "string") {
    throw new TypeError(`\`${name}\` must return \`subject\` as a string.`);
  }
  return { accessToken, ...(usEnv !== undefined && { usEnv }), ...(subject !== undefined && { subject }) };
}

/** Rejects a request that the host's `allow` does not allow now. */
export async function requireAllowed(run: () => unknown, deadline: Deadline): Promise<void> {
  const allowed = await hostFunction("allow", run, deadline);
  if (allowed === true) return;
  const seconds = allowed === false ? DEFAULT_WAIT : allowed;
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= Number.MAX_SAFE_INTEGER)) {
    throw new TypeError("`allow` must return true, false, or the seconds to wait.");
  }
  throw new RouteError("rate_limited", 429, "Too many requests", {
    advice: "`allow` did not allow the request",
    headers: { "retry-after": String(Math.max(1, Math.ceil(seconds))) },
  });
}

/** Rejects a request without the second factor that the host requires. */
export async function requireSecondFactor(run: () => unknown, deadline: Deadline): Promise<void> {
  // Only `true` counts: a forgotten `await` or `return` must not pass.
  if ((await hostFunction("requireStepUp", run, deadline)) === true) return;
  throw new RouteError("step_up_required", 403, "This request needs a second factor", {
    advice: "`requireStepUp` did not return true",
  });
}

/** Runs a function of the host within the time limit. If it throws, the route rejects. */
function hostFunction<T>(name: string, run: () => T | Promise<T>, deadline: Deadline): Promise<T> {
  const late = () =>
    new RouteError("authorize_timeout", 503, "This app could not find out in time who is signed in", {
      advice: `\`${name}\` did not settle within \`timeoutMs\``,
    });
  return withDeadline(deadline, late, run);
}

/** Reads the body of a page's request as text; or, if it is parsed already, returns its value. */
export type BodyReader = (deadline: Deadline) => Promise<string | { parsed: unknown } | undefined>;

/** The request's own body. */
export function ownBody(request: Request): BodyReader {
  const late = () => new RouteError("page_gone", 408, "The request did not arrive in time");
  return (deadline) =>
    withDeadline(deadline, late, (signal) =>
      readText(request.body, MAX_BODY, () => invalid("The body is too large", 413), signal).catch(unreadable),
    );
}

/** The body that the host's `parsedBody` returns; the request's own if that is `undefined`. */
export function parsedBody(request: Request, run: () => unknown): BodyReader {
  return async (deadline) => {
    const given = await hostFunction("parsedBody", run, deadline);
    if (given === undefined) return ownBody(request)(deadline);
    return typeof given === "string" ? given : { parsed: given };
  };
}

/**
 * Returns the body of a request for the page that sets a PIN, rebuilt from the documented fields
 * with checked values. It contains no unchecked text of the page.
 */
export async function setPinBody(
  request: Request,
  read: BodyReader,
  origins: readonly string[],
  deadline: Deadline,
): Promise<Partial<SetPinTokenRequest>> {
  if (!isJson(request)) throw notJson();
  const body = objectIn(await read(deadline));
  checkFields(body, "", SET_PIN_FIELDS);
  const { isEmbedded, redirectUrl, customCss } = withoutPrototype<{
    isEmbedded?: boolean;
    redirectUrl?: string;
    customCss?: JsonObject;
  }>(body);
  return {
    ...(isEmbedded !== undefined && { isEmbedded }),
    ...(redirectUrl !== undefined && { redirectUrl: validatedRedirect(redirectUrl, isEmbedded, origins) }),
    ...(customCss !== undefined && { customCss: validatedCustomCss(customCss) }),
  };
}

/**
 * Returns the body of a request for an image, rebuilt like that of {@link setPinBody}. The issuer
 * documents it as optional.
 */
export async function imageBody(
  request: Request,
  read: BodyReader,
  pairs: ColourPairs,
  deadline: Deadline,
): Promise<{ customCss?: JsonObject }> {
  if (!isJson(request) && request.headers.has("content-type")) throw notJson();
  const text = await read(deadline);
  // Some body parsers return an object for a request without a body.
  if (text === "" || (typeof text === "object" && !isJson(request))) return {};
  if (!isJson(request)) throw notJson();
  const body = objectIn(text);
  checkFields(body, "", IMAGE_FIELDS);
  const { customCss } = withoutPrototype<{ customCss?: JsonObject }>(body);
  return { ...(customCss !== undefined && { customCss: validatedColours(customCss, pairs) }) };
}

function isJson(request: Request): boolean {
  const type = request.headers.get("content-type");
  return type?.split(";")[0]?.trim().toLowerCase() === "application/json";
}

function notJson(): RouteError {
  return invalid("Send application/json", 415);
}

function objectIn(body: Awaited<ReturnType<BodyReader>>): JsonObject {
  const value = typeof body === "object" ? body.parsed : parseJson(body);
  if (!isObject(value)) throw invalid("The body is not a JSON object");
  return value;
}

/**
 * Reports that the body broke off or was read before. If `authorize` has read it, that is a mistake
 * in the host's code, and the advice helps the host to find it.
 */
function unreadable(error: unknown): never {
  if (error instanceof RouteError) throw error;
  throw new RouteError("page_gone", 400, "The body could not be read", {
    advice:
      "The request's body could not be read: the page went away, or something before this route has read it (`authorize`; a body parser, for which there is `parsedBody`)",
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Checks each field's name and type. The error names the field and never contains the value. */
function checkFields(
  object: JsonObject,
  prefix: string,
  fields: Readonly<Record<string, keyof typeof DESCRIPTIONS>>,
): void {
  for (const [name, value] of Object.entries(object)) {
    const takes = Object.entries(fields).find(([field]) => field === name)?.[1];
    if (!takes) throw invalid(`${prefix}${[...name].slice(0, MAX_NAME).join("")} is not a field of this request`);
    const fits = takes === "object" ? isObject(value) : typeof value === takes;
    if (!fits) throw invalid(`${prefix}${name} takes ${DESCRIPTIONS[takes]}`);
  }
}

/**
 * Checks that `redirectUrl` is a URL of this app. The issuer sends the cardholder to it, so any
 * other URL would make the issuer an open redirect.
 */
function validatedRedirect(text: string, isEmbedded: boolean | undefined, origins: readonly string[]): string {
  if (isEmbedded) throw invalid("redirectUrl is not used when isEmbedded is true: send one of them");
  const url = parseUrl(text);
  // Check the protocol too: the `origin` of a `blob:` URL is that of the page which made it.
  if (!url || !isSecure(url) || !origins.includes(url.origin)) {
    throw invalid("redirectUrl takes an absolute URL of this app");
  }
  if (startsWithTwoSlashes(url)) throw invalid("redirectUrl takes a path that starts with one slash");
  // Return the URL as it was validated: another parser may read the raw text as a different URL.
  return url.href;
}

/**
 * Reports whether the path starts with two slashes. An app that redirects to the path alone would
 * then leave its origin: browsers treat `//evil.example` and `/\evil.example` as another host. The
 * check decodes the characters that an app may decode. The parser then skips line breaks and
 * resolves dot segments as a browser would.
 */
function startsWithTwoSlashes({ origin, pathname }: URL): boolean {
  const decoded = pathname.replace(/%(?:2[ef]|5c|0[9ad])/gi, decodeURIComponent);
  return new URL(origin + decoded).pathname.startsWith("//");
}

function validatedCustomCss(css: JsonObject): CustomCss {
  checkFields(css, "customCss.", CUSTOM_CSS_TYPES);
  checkValues(css);
  const customCss: CustomCss = withoutPrototype(css);
  checkPairs(CUSTOM_CSS_PAIRS, (name) => customCss[name] ?? CUSTOM_CSS_DEFAULTS[name]);
  return customCss;
}

/** The issuer documents no default colour of an image, so only given colours are compared. */
function validatedColours(css: JsonObject, pairs: ColourPairs): JsonObject {
  checkFields(css, "customCss.", Object.fromEntries(pairs.flat().map((name) => [name, "string"])));
  checkValues(css);
  const customCss = withoutPrototype(css) as Record<string, string>;
  checkPairs(pairs, (name) => customCss[name]);
  return customCss;
}

function checkValues(css: JsonObject): void {
  for (const [name, value] of Object.entries(css)) {
    if (typeof value === "number" && !(Number.isFinite(value) && value >= 0)) {
      throw invalid(`customCss.${name} takes pixels, 0 or more`, 422);
    }
    if (typeof value === "string" && !/^#[\da-f]{6}$/i.test(value))
      throw invalid(`customCss.${name} takes #RRGGBB`, 422);
  }
}

/** Text in the colour of its background is unreadable. */
function checkPairs<Name extends string>(
  pairs: readonly (readonly [Name, Name])[],
  colour: (name: Name) => string | undefined,
): void {
  for (const [text, background] of pairs) {
    const own = colour(text)?.toUpperCase();
    if (own !== undefined && own === colour(background)?.toUpperCase()) {
      throw invalid(`customCss.${text} and customCss.${background} must differ`, 422);
    }
  }
}

function invalid(message: string, status = 400): RouteError {
  return new RouteError("invalid_request", status, message, {
    // The advice omits the field: the name of an unknown field is the page's text.
    advice: `A page sent a request that this route does not take (status ${status}): the response says what is wrong`,
  });
}
