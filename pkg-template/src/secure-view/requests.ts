// The requests of a view: the card's status and the token. `fetch` and the host's own functions.

import { readJson } from "../engine/response-body.js";
import { callbackFailed, type Failure, fromStatus, noResponse, redirected, wrongResponse } from "./errors.js";

/** The documented responses have two short fields. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/** One request: to a URL, or of a function of the host. */
export interface Endpoint {
  readonly url: string | undefined;
  readonly call: ((...given: unknown[]) => unknown) | undefined;
}

export interface RequestSettings {
  readonly credentials: RequestCredentials;
  readonly headers: unknown;
  /** The headers that `stepUp` resolved to. */
  readonly stepUpHeaders: Readonly<Record<string, string>>;
}

/** A response's own field: not one of `Object.prototype`. */
export function ownField(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null) return undefined;
  return Reflect.getOwnPropertyDescriptor(object, name) && Reflect.get(object, name);
}

/** A response's own field that is a string and not empty. */
export function textField(object: unknown, name: string): string | Failure {
  const text = ownField(object, name);
  return typeof text === "string" && text !== "" ? text : wrongResponse(`\`${name}\` is not a string`);
}

/** Thrown through the steps of a request. */
class RequestFailed {
  constructor(readonly failure: Failure) {}
}

/** Returns the response's JSON, or the failure. Never rejects. */
export async function send(
  endpoint: Endpoint,
  settings: RequestSettings,
  body: object | undefined,
  signal: AbortSignal,
  given: readonly unknown[],
): Promise<{ json: unknown } | { failure: Failure }> {
  try {
    if (endpoint.call) return { json: await called("The function", () => endpoint.call?.(...given)) };
    return { json: await fetched(endpoint.url ?? "", settings, body, signal) };
  } catch (thrown) {
    return { failure: thrown instanceof RequestFailed ? thrown.failure : noResponse() };
  }
}

/** Calls a function of the host. An integer `status` in what it throws counts as that of a response. */
async function called(name: string, call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (thrown) {
    throw new RequestFailed(rejected(name, thrown));
  }
}

function rejected(name: string, thrown: unknown): Failure {
  const status = ownOrInherited(thrown, "status");
  if (ownOrInherited(thrown, "type") === "opaqueredirect") return redirected();
  if (status === 0) return noResponse();
  if (typeof status === "number" && Number.isInteger(status) && status > 0) return fromStatus(status);
  return callbackFailed(`${name} threw or rejected`);
}

/** The field of a thrown value, which may be a `Response` or an error of a class. */
function ownOrInherited(thrown: unknown, name: string): unknown {
  if (typeof thrown !== "object" || thrown === null || name in Object.prototype) return undefined;
  return Reflect.get(thrown, name);
}

async function fetched(
  url: string,
  settings: RequestSettings,
  body: object | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  const headers = await headersOf(settings, body !== undefined);
  // The attempt may have ended meanwhile. A page's replacement of `fetch` may ignore the signal.
  if (signal.aborted) throw new RequestFailed(noResponse());
  const response: Response = await fetch(url, {
    __proto__: null,
    method: body ? "POST" : "GET",
    headers,
    ...(body && { body: JSON.stringify(body) }),
    credentials: settings.credentials,
    cache: "no-store",
    redirect: "manual",
    signal,
  } as RequestInit);
  if (response.type === "opaqueredirect") throw new RequestFailed(redirected());
  const isOk = response.status >= 200 && response.status < 300;
  // The body of an error is discarded unread.
  const read = await readJson(response, isOk ? MAX_RESPONSE_BYTES : 0);
  if (!isOk) throw new RequestFailed(fromStatus(response.status, retryAfter(response)));
  if ("wrong" in read) throw new RequestFailed(wrongResponse(read.wrong));
  return read.json;
}

async function headersOf({ headers: given, stepUpHeaders }: RequestSettings, hasBody: boolean): Promise<Headers> {
  const own = typeof given === "function" ? await called("`headers`", () => given()) : given;
  try {
    const headers = new Headers((own ?? {}) as HeadersInit);
    for (const [name, value] of Object.entries(stepUpHeaders)) headers.set(name, value);
    headers.set("Accept", "application/json");
    if (hasBody) headers.set("Content-Type", "application/json");
    return headers;
  } catch {
    throw new RequestFailed(
      callbackFailed("`headers` or `stepUp` returned a name or a value that HTTP does not allow"),
    );
  }
}

/** Returns the wait of a readable `Retry-After`, which is in seconds or a date. */
function retryAfter({ headers }: Response): number | undefined {
  const value = headers.get("Retry-After");
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
