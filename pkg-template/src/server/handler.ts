// The route of a backend for the widget's `tokenUrl`.

import { requestToken } from "./issuer.js";
import { resolveOptions, type SetPinTokenHandlerOptions } from "./options.js";
import { accessToken, documentedBody, requireOwnPage } from "./request.js";
import { respond } from "./response.js";
import { RouteError, reportProblem } from "./route-error.js";

/**
 * A route that responds to the widget's request. It passes all further arguments to `authorize`.
 */
export type SetPinTokenHandler<Context extends readonly unknown[] = []> = (
  request: Request,
  ...context: Context
) => Promise<Response>;

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
  const resolved = resolveOptions(options);
  return async (request, ...context) => {
    try {
      requireOwnPage(request, resolved.origins);
      const deadline = { until: performance.now() + resolved.timeoutMs, page: request.signal };
      const token = await accessToken(() => resolved.authorize(request, ...context), deadline);
      const body = await documentedBody(request, resolved.origins, deadline);
      return respond(200, await requestToken(resolved, token, body, deadline));
    } catch (error) {
      if (!(error instanceof RouteError)) throw error;
      reportProblem(resolved.onError, error.problem);
      return error.response();
    }
  };
}
