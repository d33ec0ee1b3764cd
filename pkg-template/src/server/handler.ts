// The route of a backend for the widget's `tokenUrl`.

import { askIssuer } from "./issuer.js";
import { checkOptions, type SetPinTokenHandlerOptions } from "./options.js";
import { accessToken, documentedBody, refuseOthersPages } from "./request.js";
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
 * Makes the route for the widget's `tokenUrl`. The route requests a token from the issuer on behalf
 * of the cardholder who is signed in. It responds with `{ token, hostedPageUrl }`, or with an error
 * status and one sentence, `{ message }`. No cache stores either response.
 *
 * Throws a `TypeError` with instructions if an option is missing or wrong. The route itself rejects
 * only with an error that `authorize` throws.
 */
export function createSetPinTokenHandler<Context extends readonly unknown[] = []>(
  options: SetPinTokenHandlerOptions<Context>,
): SetPinTokenHandler<Context> {
  const setup = checkOptions(options);
  return async (request, ...context) => {
    try {
      refuseOthersPages(request, setup.origins);
      const limit = { until: performance.now() + setup.timeoutMs, page: request.signal };
      const token = await accessToken(() => setup.authorize(request, ...context), limit);
      const body = await documentedBody(request, setup.origins, limit);
      return respond(200, await askIssuer(setup, token, body, limit));
    } catch (error) {
      if (!(error instanceof RouteError)) throw error;
      reportProblem(setup.onError, error.problem);
      return error.response();
    }
  };
}
