import { DOCUMENTED_ERRORS } from "../generated/issuer.js";
import type { SetPinTokenRequest, SetPinTokenResponse } from "../handle/token-request.js";
import { type Deadline, readJson, withDeadline } from "./limits.js";
import { isSecure, parseUrl, type ResolvedOptions } from "./options.js";
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

/**
 * Sends one request to the issuer. Returns the two fields of its response, or throws the error that
 * the page receives instead.
 */
export async function requestToken(
  options: ResolvedOptions,
  accessToken: string,
  body: Partial<SetPinTokenRequest>,
  deadline: Deadline,
): Promise<SetPinTokenResponse> {
  const late = () => new RouteError("issuer_timeout", 504, "The card issuer did not respond in time");
  return withDeadline(deadline, late, (signal) => exchange(options, accessToken, body, signal).catch(unreachable));
}

async function exchange(
  options: ResolvedOptions,
  accessToken: string,
  body: Partial<SetPinTokenRequest>,
  signal: AbortSignal,
): Promise<SetPinTokenResponse> {
  const response = await send(options, accessToken, body, signal);
  const { status } = response;
  const tooLarge = () => undocumented("a response that is too large", status);
  const json = await readJson(response.body, MAX_RESPONSE, tooLarge, signal);
  if (status === 200) return documentedResponse(json, options.pageOrigins);
  throw mapped(response, json);
}

function send(
  options: ResolvedOptions,
  accessToken: string,
  body: Partial<SetPinTokenRequest>,
  signal: AbortSignal,
): Promise<Response> {
  const init: RequestInit = withoutPrototype({
    method: "POST",
    headers: {
      accept: "application/json",
      authorization: `Bearer ${accessToken}`,
      "content-type": "application/json",
      "x-us-env": options.usEnv,
      [options.clientKeyHeader]: options.clientKey,
    },
    body: JSON.stringify(body),
    // Following a redirect could send the token and the key to another host. ("error" is unknown to
    // workerd.)
    redirect: "manual",
    signal,
  } as const);
  return options.fetch(options.tokenUrl, init);
}

function documentedResponse(json: unknown, pageOrigins: ResolvedOptions["pageOrigins"]): SetPinTokenResponse {
  const token = text(json, "token");
  if (!token || !/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(token)) {
    throw undocumented("no `token` that is a UUID", 200);
  }
  const url = parseUrl(text(json, "hostedPageUrl"));
  if (!url || !isSecure(url)) throw undocumented("no `hostedPageUrl` that is an `https:` URL", 200);
  if (pageOrigins && !pageOrigins.includes(url.origin)) {
    throw undocumented("a `hostedPageUrl` on an origin that is not in `pageOrigins`", 200);
  }
  return { token, hostedPageUrl: url.href };
}

/**
 * Passes the documented statuses on, each with its documented sentence: the issuer's own text could
 * contain anything. A body that the issuer does not document comes from a server
 * in between, whose 404 does not mean that the card is missing. A 429 means the same from either.
 */
function mapped({ status, headers }: Response, json: unknown): RouteError {
  const sentence = DOCUMENTED_ERRORS.get(status);
  if (!sentence) return undocumented("a status that it does not document", status);
  if (status !== 429 && !text(json, "message")) return undocumented("an error without its `message`", status);
  const retryAfter = status === 429 ? headers.get("retry-after") : null;
  return new RouteError("issuer_refused", status, sentence, {
    advice: ADVICE.get(status) ?? `The issuer refused: ${sentence}`,
    issuerStatus: status,
    // Allow only seconds or a date.
    ...(retryAfter && /^[\w ,:]{1,32}$/.test(retryAfter) && { headers: { "retry-after": retryAfter } }),
  });
}

function undocumented(what: string, issuerStatus: number): RouteError {
  return new RouteError("issuer_undocumented", 502, "The card issuer sent a response that this app does not know", {
    advice: `The issuer sent ${what}, with status ${issuerStatus}: check \`issuerUrl\``,
    issuerStatus,
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
