// The route of a backend for the widget's `tokenUrl`.

import { askIssuer } from "./issuer.js";
import { checkOptions, type SetPinTokenHandlerOptions } from "./options.js";
import { accessToken, documentedBody, refuseOthersPages } from "./request.js";
import { respond } from "./response.js";
import { RouteError, reportProblem } from "./route-error.js";

/** A route: answers the widget's request. What follows the request is handed on to `authorize`. */
export type SetPinTokenHandler<Context extends readonly unknown[] = []> = (
  request: Request,
  ...context: Context
) => Promise<Response>;

/**
 * Makes the route that the widget's `tokenUrl` names: it asks the issuer for a token in the name of the cardholder who is signed in, and
 * answers with `{ token, hostedPageUrl }`, or with the status that says why not and one sentence, `{ message }`. Neither is ever stored.
 *
 * Throws a `TypeError` that says what to do when an option is missing or wrong. The route itself rejects only with what `authorize` throws.
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
