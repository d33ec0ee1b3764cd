// How test runners' own request objects meet the handlers, and how a test works the page. The types say only what is used of each runner, so that none is needed.

import type { Handler, StandIn } from "./stand-in.js";

/** What is used of Playwright's `Route`. */
export interface RouteLike {
  request(): { url(): string; method(): string; headers(): Record<string, string>; postData(): string | null };
  fulfill(answer: { status: number; headers: Record<string, string>; body: string }): Promise<void>;
  abort(): Promise<void>;
}

/** What is used of Playwright's `Page` or `BrowserContext`. */
export interface RoutesLike {
  route(url: string | RegExp, answer: (route: RouteLike) => Promise<void>): Promise<unknown>;
}

/** What is used of Playwright's `FrameLocator`, `Frame` or `Page`. */
export interface FrameLike {
  getByLabel(text: string): { fill(value: string): Promise<void> };
  getByRole(role: "button", options: { name: string }): { click(): Promise<void> };
}

/** What is used of the request that Cypress' `cy.intercept` gives. */
export interface InterceptLike {
  url: string;
  method: string;
  headers: Record<string, string | string[]>;
  /** Text, or what it was parsed to. */
  body: unknown;
  reply(answer: { statusCode: number; headers: Record<string, string>; body: string }): void;
  destroy(): void;
}

/** Where the app under test asks its backend, as patterns that the test runner understands. */
export interface StandInRoutes {
  /** The app's `tokenUrl`. */
  token: string | RegExp;
  /** The app's `cardStatus.url`. */
  cardStatus?: string | RegExp;
  /** Where the app's `confirmOutcome` asks. */
  outcome?: string | RegExp;
}

/** The frame that the widget makes: `page.frameLocator(HOSTED_PAGE)`. */
export const HOSTED_PAGE = "[data-set-pin-widget] iframe";

/** Answers one of Playwright's intercepted requests. */
export async function fulfillRoute(route: RouteLike, handler: Handler): Promise<void> {
  const request = route.request();
  const response = await handler(asRequest(request.url(), request.method(), request.headers(), request.postData()));
  if (response.type === "error") return route.abort();
  return route.fulfill({ status: response.status, headers: headersOf(response), body: await response.text() });
}

/** Puts the stand-in in the place of the app's backend and of the issuer, for a page or a context of Playwright's. */
export async function routeStandIn(page: RoutesLike, standIn: StandIn, routes: StandInRoutes): Promise<void> {
  const answered: [string | RegExp | undefined, Handler][] = [
    [routes.token, standIn.answerToken],
    [routes.cardStatus, standIn.answerCardStatus],
    [routes.outcome, standIn.answerOutcome],
    [`${standIn.pageOrigin}/pin-direct/**`, standIn.answerPage],
  ];
  for (const [pattern, handler] of answered) {
    if (pattern !== undefined) await page.route(pattern, (route) => fulfillRoute(route, handler));
  }
}

/** Answers one of Cypress' intercepted requests. */
export async function replyToIntercept(request: InterceptLike, handler: Handler): Promise<void> {
  const { url, method, headers, body } = request;
  const lines = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const sent = typeof body === "string" ? body : JSON.stringify(body);
  const response = await handler(asRequest(url, method, Object.fromEntries(lines), sent));
  if (response.type === "error") return request.destroy();
  request.reply({ statusCode: response.status, headers: headersOf(response), body: await response.text() });
}

/** Sets a PIN on the stand-in's page, as a cardholder would. */
export async function completePin(frame: FrameLike, pin = "2580"): Promise<void> {
  await frame.getByLabel("New PIN").fill(pin);
  await frame.getByLabel("Repeat the PIN").fill(pin);
  await frame.getByRole("button", { name: "Set PIN" }).click();
}

/** Presses the page's Cancel. */
export async function cancelPin(frame: FrameLike): Promise<void> {
  await frame.getByRole("button", { name: "Cancel" }).click();
}

function asRequest(url: string, method: string, headers: Record<string, string>, body: string | null): Request {
  // HTTP/2's own lines, which some runners list among the headers.
  const ordinary = Object.entries(headers).filter(([name]) => !name.startsWith(":"));
  const hasBody = method !== "GET" && method !== "HEAD" && body;
  return new Request(url, { method, headers: ordinary, ...(hasBody && { body }) });
}

/** The body is whole and plain by now. */
function headersOf(response: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  return headers;
}
