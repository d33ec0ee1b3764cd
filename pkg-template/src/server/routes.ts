// The routes of a backend: each page's request, the issuer's request, and the fields of its response
// that a page receives.

import { CARD_DETAILS_IMAGE_PAIRS, PIN_IMAGE_PAIRS } from "../generated/custom-css.js";
import { cardFacts, tokenAndUrl } from "./issuer.js";
import type { Deadline } from "./limits.js";
import type { ResolvedOptions } from "./options.js";
import { type BodyReader, imageBody, setPinBody } from "./request.js";
import type { CardRouteName } from "./route-error.js";

/** One route. */
export interface Route {
  method: "GET" | "POST";
  /** Below `basePath`. */
  path: string;
  /** Below `issuerUrl`. */
  issuerPath: string;
  /** Whether the response has a token. */
  issuesToken: boolean;
  /** Reads and checks the body of the page's request. */
  body?: (request: Request, read: BodyReader, options: ResolvedOptions, deadline: Deadline) => Promise<object>;
  /** Returns the fields of the issuer's response that the page receives. */
  response: (json: unknown, options: ResolvedOptions) => object;
}

export const ROUTES: Readonly<Record<CardRouteName, Route>> = {
  setPinToken: {
    method: "POST",
    path: "/set-pin/token",
    issuerPath: "/v1/card/set-pin/token",
    issuesToken: true,
    body: (request, read, { origins }, deadline) => setPinBody(request, read, origins, deadline),
    response: (json, { pageOrigins }) => tokenAndUrl(json, "hostedPageUrl", pageOrigins),
  },
  cardStatus: {
    method: "GET",
    path: "/status",
    issuerPath: "/v1/card/status",
    issuesToken: false,
    response: cardFacts,
  },
  pinToken: {
    method: "POST",
    path: "/pin/token",
    issuerPath: "/v1/card/pin/token",
    issuesToken: true,
    body: (request, read, _options, deadline) => imageBody(request, read, PIN_IMAGE_PAIRS, deadline),
    response: (json, { pageOrigins }) => tokenAndUrl(json, "imageUrl", pageOrigins),
  },
  cardDetailsToken: {
    method: "POST",
    path: "/details/token",
    issuerPath: "/v1/card/details/token",
    issuesToken: true,
    body: (request, read, _options, deadline) => imageBody(request, read, CARD_DETAILS_IMAGE_PAIRS, deadline),
    response: (json, { pageOrigins }) => tokenAndUrl(json, "imageUrl", pageOrigins),
  },
};
