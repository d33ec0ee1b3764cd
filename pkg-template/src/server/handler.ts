// The functions of a backend that respond to a page's requests.

import { corsHeaders, preflightHeaders } from "./cors.js";
import { requestIssuer } from "./issuer.js";
import {
  type Cardholder,
  type CardRoutesOptions,
  type ResolvedOptions,
  resolveOptions,
  type SetPinTokenHandlerOptions,
} from "./options.js";
import {
  cardholderFrom,
  ownBody,
  parsedBody,
  requestIdOf,
  requireAllowed,
  requireMethod,
  requireOwnPage,
  requireSecondFactor,
} from "./request.js";
import { respond } from "./response.js";
import { type CardRouteName, RouteError, report } from "./route-error.js";
import { ROUTES } from "./routes.js";

/**
 * A route that responds to a page's request. It passes all further arguments to `authorize`.
 */
export type CardRoute<Context extends readonly unknown[] = []> = (
  request: Request,
  ...context: Context
) => Promise<Response>;

/** The route for the widget's `tokenUrl`. */
export type SetPinTokenHandler<Context extends readonly unknown[] = []> = CardRoute<Context>;

/** The routes of {@link createCardRoutes}. */
export interface CardRoutes<Context extends readonly unknown[] = []> {
  /** `POST /api/card/set-pin/token`, for the widget's `tokenUrl`: `{ token, hostedPageUrl }`. */
  setPinToken: CardRoute<Context>;
  /** `GET /api/card/status`, for `cardStatus.url`: `{ status, type?, panLast4? }`. */
  cardStatus: CardRoute<Context>;
  /** `POST /api/card/pin/token`, for the image of the PIN: `{ token, imageUrl }`. */
  pinToken: CardRoute<Context>;
  /** `POST /api/card/details/token`, for the image of the card's details: `{ token, imageUrl }`. */
  cardDetailsToken: CardRoute<Context>;
  /** All of them: calls the one whose path is that of the request. Another path gets a 404. */
  handle: CardRoute<Context>;
}

/**
 * Creates the route for the widget's `tokenUrl`. The route requests a token from the issuer on
 * behalf of the cardholder who is signed in. It responds with `{ token, hostedPageUrl }`, or with
 * an error status and one sentence, `{ message }`. No cache stores either response.
 *
 * Throws a `TypeError` with instructions if an option is missing or wrong. The route itself rejects
 * only with an error that one of your functions throws.
 */
export function createSetPinTokenHandler<Context extends readonly unknown[] = []>(
  options: SetPinTokenHandlerOptions<Context>,
): SetPinTokenHandler<Context> {
  return createRoute("setPinToken", resolveOptions("createSetPinTokenHandler", options));
}

/**
 * Creates all routes that a page with this package needs, with one set of options. Each of them is
 * like that of {@link createSetPinTokenHandler}.
 */
export function createCardRoutes<Context extends readonly unknown[] = []>(
  options: CardRoutesOptions<Context>,
): CardRoutes<Context> {
  const resolved = resolveOptions("createCardRoutes", options);
  const routes = {
    setPinToken: createRoute("setPinToken", resolved),
    cardStatus: createRoute("cardStatus", resolved),
    pinToken: createRoute("pinToken", resolved),
    cardDetailsToken: createRoute("cardDetailsToken", resolved),
  };
  const names = Object.keys(routes) as CardRouteName[];
  return {
    ...routes,
    handle: async (request, ...context) => {
      // Some adapters pass the path alone.
      const { pathname } = new URL(request.url, "https://app.invalid");
      const name = names.find((name) => resolved.basePath + ROUTES[name].path === pathname);
      if (name) return routes[name](request, ...context);
      return failed(new RouteError("route_not_found", 404, "Not found"), request, requestIdOf(request), resolved);
    },
  };
}

function createRoute<Context extends readonly unknown[]>(
  name: CardRouteName,
  options: ResolvedOptions<Context>,
): CardRoute<Context> {
  return async (request, ...context) => {
    const requestId = requestIdOf(request);
    try {
      const headers = { ...corsHeaders(request, options), "x-request-id": requestId };
      const preflight = preflightHeaders(request, ROUTES[name].method, options);
      if (preflight) {
        requireOwnPage(request, options);
        return respond(204, undefined, { ...headers, ...preflight });
      }
      return respond(200, await responseBody(name, options, requestId, request, context), headers);
    } catch (error) {
      if (!(error instanceof RouteError)) throw error;
      return failed(error, request, requestId, options, name);
    }
  };
}

/** Checks the request, sends the issuer's request, and returns the body of the response. */
async function responseBody<Context extends readonly unknown[]>(
  name: CardRouteName,
  options: ResolvedOptions<Context>,
  requestId: string,
  request: Request,
  context: Context,
): Promise<object> {
  const { method, issuerPath: path, issuesToken, body: readBody, response } = ROUTES[name];
  const { authorize, renew, allow, requireStepUp, parsedBody: parsed } = options;
  const began = performance.now();
  const deadline = { until: began + options.timeoutMs, page: request.signal };
  requireMethod(request, method);
  requireOwnPage(request, options);
  const cardholder = await cardholderFrom("authorize", () => authorize(request, ...context), deadline);
  if (!cardholder) throw new RouteError("unauthenticated", 401, "Not authenticated");
  const { subject } = cardholder;
  if (allow) await requireAllowed(() => allow(subject, { route: name }), deadline);
  if (requireStepUp && issuesToken) await requireSecondFactor(() => requireStepUp(request, ...context), deadline);
  const read = parsed ? parsedBody(request, () => parsed(request, ...context)) : ownBody(request);
  const body = await readBody?.(request, read, options, deadline);
  const send = (cardholder: Cardholder) =>
    requestIssuer(options, { method, path, body, cardholder, requestId }, deadline);
  const json = await send(cardholder).catch(async (error: unknown) => {
    if (!renew || !isRefusedToken(error)) throw error;
    const renewed = await cardholderFrom("renew", () => renew(request, ...context), deadline);
    if (!renewed) throw error;
    return send({ ...cardholder, ...renewed });
  });
  const result = response(json, options);
  if (issuesToken) {
    void report("onToken", options.onToken, { route: name, subject, requestId, durationMs: performance.now() - began });
  }
  return result;
}

function isRefusedToken(error: unknown): boolean {
  return error instanceof RouteError && error.problem.code === "issuer_refused" && error.problem.issuerStatus === 401;
}

function failed<Context extends readonly unknown[]>(
  error: RouteError,
  request: Request,
  requestId: string,
  options: ResolvedOptions<Context>,
  route?: CardRouteName,
): Response {
  void report("onError", options.onError, { ...(route && { route }), requestId, ...error.problem });
  return error.response({ ...corsHeaders(request, options), "x-request-id": requestId });
}
