import { DOCUMENTED_ERRORS } from "../generated/issuer.js";
import { isSecure, parseUrl } from "../handle/secure-url.js";
import { type Deadline, parseJson, readText, withDeadline } from "./limits.js";
import type { Cardholder, ResolvedOptions } from "./options.js";
import { RouteError } from "./route-error.js";
import { withoutPrototype } from "./without-prototype.js";

const MAX_RESPONSE = 64 * 1024;

/** Advice for developers about some of these errors. */
const ADVICE: ReadonlyMap<number, string> = new Map([
  [401, "The issuer does not accept the access token from `authorize`: it may have expired"],
  [
    498,
    "The issuer does not know the client key: check `clientKey`, and whether `issuerUrl` and `usEnv` are of the key's environment",
  ],
  [499, "The issuer found no client key: set `clientKeyHeader` to the header that your issuer reads"],
]);

/** One request to the issuer. */
export interface IssuerRequest {
  method: "GET" | "POST";
  /** Below `issuerUrl`. */
  path: string;
  /** The object to send as JSON; nothing is sent without it. */
  body: object | undefined;
  cardholder: Cardholder;
  requestId: string;
}

/**
 * Sends one request to the issuer. Returns the JSON of its response with status 200, or throws the
 * error that the page receives instead.
 */
export async function requestIssuer(
  options: ResolvedOptions,
  request: IssuerRequest,
  deadline: Deadline,
): Promise<unknown> {
  const late = () => new RouteError("issuer_timeout", 504, "The card issuer did not respond in time");
  return withDeadline(deadline, late, (signal) => exchange(options, request, signal).catch(unreachable));
}

async function exchange(options: ResolvedOptions, request: IssuerRequest, signal: AbortSignal): Promise<unknown> {
  const response = await send(options, request, signal);
  const { status } = response;
  const tooLarge = () => undocumented("a response that is too large", status);
  const json = parseJson(await readText(response.body, MAX_RESPONSE, tooLarge, signal));
  if (status === 200) return json;
  throw mapped(response, json);
}

function send(
  options: ResolvedOptions,
  { method, path, body, cardholder, requestId }: IssuerRequest,
  signal: AbortSignal,
): Promise<Response> {
  const init: RequestInit = withoutPrototype({
    method,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${cardholder.accessToken}`,
      ...(body && { "content-type": "application/json" }),
      "x-request-id": requestId,
      "x-us-env": String(cardholder.usEnv ?? options.usEnv),
      [options.clientKeyHeader]: options.clientKey,
    },
    ...(body && { body: JSON.stringify(body) }),
    // Following a redirect could send the token and the key to another host. ("error" is unknown to
    // workerd.)
    redirect: "manual",
    signal,
  } as const);
  return options.fetch(options.apiUrl + path, init);
}

/** The issuer's token, and the URL that it opens: of a page to frame, or of an image. */
export function tokenAndUrl<Field extends "hostedPageUrl" | "imageUrl">(
  json: unknown,
  field: Field,
  pageOrigins: ResolvedOptions["pageOrigins"],
): { token: string } & Record<Field, string> {
  const token = text(json, "token");
  if (!token || !/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(token)) {
    throw undocumented("no `token` that is a UUID", 200);
  }
  const url = parseUrl(text(json, field));
  if (!url || !isSecure(url)) throw undocumented(`no \`${field}\` that is an \`https:\` URL`, 200);
  if (pageOrigins && !pageOrigins.includes(url.origin)) {
    throw undocumented(`a \`${field}\` on an origin that is not in \`pageOrigins\``, 200);
  }
  return { token, [field]: url.href } as { token: string } & Record<Field, string>;
}

/**
 * The facts about a card that a page may receive. The issuer's response has more of them (the
 * cardholder's name, for example).
 */
export function cardFacts(json: unknown): CardFacts {
  const status = text(json, "status");
  if (!status || !isName(status)) throw undocumented("no `status` of a card", 200);
  const [type, panLast4] = [text(json, "type"), text(json, "panLast4")];
  return {
    status,
    ...(type && isName(type) && { type }),
    ...(panLast4 && /^\d{4}$/.test(panLast4) && { panLast4 }),
  };
}

/** The response of the card-status route. */
export interface CardFacts {
  /** The issuer's value, such as `ACTIVE`, `FROZEN` or `BLOCKED`. */
  status: string;
  /** The issuer's value, such as `VIRTUAL`, `PHYSICAL` or `METAL`. */
  type?: string;
  /** The last four digits of the card's number. */
  panLast4?: string;
}

/** Whether a value has the form of the issuer's statuses and types. */
function isName(value: string): boolean {
  return /^\w{1,40}$/.test(value);
}

/**
 * Passes the documented statuses on, each with its documented sentence: the issuer's own text could
 * contain anything. A body that the issuer does not document comes from a server
 * in between, whose 404 does not mean that the card is missing. A 429 means the same from either.
 */
function mapped({ status, headers }: Response, json: unknown): RouteError {
  const sentence = DOCUMENTED_ERRORS.get(status);
  if (!sentence) return undocumented("a status that it does not document", status, errorCodeOf(json));
  if (status !== 429 && !text(json, "message")) {
    return undocumented("an error without its `message`", status, errorCodeOf(json));
  }
  const retryAfter = status === 429 ? headers.get("retry-after") : null;
  return new RouteError("issuer_refused", status, sentence, {
    advice: ADVICE.get(status) ?? `The issuer refused: ${sentence}`,
    issuerStatus: status,
    // Allow only seconds or a date.
    ...(retryAfter && /^[\w ,:]{1,32}$/.test(retryAfter) && { headers: { "retry-after": retryAfter } }),
  });
}

/**
 * The `errorCode` of an error that the issuer does not document, if it can contain nothing but a
 * name. Some of the issuer's errors have it in a JSON string, in `message`.
 */
function errorCodeOf(json: unknown): string | undefined {
  const code = text(json, "errorCode") ?? text(parseJson(text(json, "message")), "errorCode");
  return code !== undefined && /^[A-Z][A-Z_]{0,63}$/.test(code) ? code : undefined;
}

function undocumented(what: string, issuerStatus: number, errorCode?: string): RouteError {
  return new RouteError("issuer_undocumented", 502, "The card issuer sent a response that this app does not know", {
    advice: `The issuer sent ${what}, with status ${issuerStatus}: check \`issuerUrl\``,
    issuerStatus,
    errorCode,
  });
}

/**
 * Reports that the issuer cannot be reached. The error itself is not passed on, because some
 * runtimes write headers or URLs into it. Its code (`ECONNREFUSED`) comes from the runtime and is
 * safe.
 */
function unreachable(error: unknown): never {
  if (error instanceof RouteError) throw error;
  const code = text(error, "code") ?? text((error as { cause?: unknown } | undefined)?.cause, "code");
  const reason = code && /^[A-Z][A-Za-z_]{2,40}$/.test(code) ? ` (${code})` : "";
  throw new RouteError("issuer_unreachable", 502, "The card issuer cannot be reached", {
    advice: `The issuer could not be reached, or the connection broke off${reason}: check \`issuerUrl\` and the network`,
  });
}

function text(object: unknown, field: string): string | undefined {
  if (typeof object !== "object" || object === null) return undefined;
  const value = withoutPrototype(object as Record<string, unknown>)[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}
