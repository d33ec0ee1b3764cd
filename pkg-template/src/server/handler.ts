// The functions of a backend that respond to a page's requests.

import { requestIssuer } from "./issuer.js";
import {
  type CardRoutesOptions,
  type ResolvedOptions,
  resolveOptions,
  type SetPinTokenHandlerOptions,
} from "./options.js";
import { accessToken, requireMethod, requireOwnPage } from "./request.js";
import { respond } from "./response.js";
import { type CardRouteName, RouteError, reportProblem } from "./route-error.js";
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
 * only with an error that `authorize` throws.
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
      return name
        ? routes[name](request, ...context)
        : failed(new RouteError("route_not_found", 404, "Not found"), resolved);
    },
  };
}

function createRoute<Context extends readonly unknown[]>(
  name: CardRouteName,
  options: ResolvedOptions<Context>,
): CardRoute<Context> {
  const { method, issuerPath: path, body: readBody, response } = ROUTES[name];
  return async (request, ...context) => {
    try {
      requireMethod(request, method);
      requireOwnPage(request, options.origins);
      const deadline = { until: performance.now() + options.timeoutMs, page: request.signal };
      const token = await accessToken(() => options.authorize(request, ...context), deadline);
      const body = await readBody?.(request, options, deadline);
      return respond(200, response(await requestIssuer(options, token, { method, path, body }, deadline), options));
    } catch (error) {
      if (!(error instanceof RouteError)) throw error;
      return failed(error, options, name);
    }
  };
}

function failed<Context extends readonly unknown[]>(
  error: RouteError,
  { onError }: ResolvedOptions<Context>,
  route?: CardRouteName,
): Response {
  reportProblem(onError, { ...(route && { route }), ...error.problem });
  return error.response();
}
