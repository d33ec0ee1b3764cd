// Connects the request objects of Playwright and Cypress to the sandbox's handlers, and helps tests
// use the page. The types declare only the members that are used, so that no runner has to be
// installed.

import type { Handler, Sandbox } from "./sandbox.js";

/** The members of Playwright's `Route` that are used. */
export interface RouteLike {
  request(): { url(): string; method(): string; headers(): Record<string, string>; postData(): string | null };
  fulfill(response: { status: number; headers: Record<string, string>; body: string }): Promise<void>;
  abort(): Promise<void>;
}

/** The members of Playwright's `Page` or `BrowserContext` that are used. */
export interface RoutesLike {
  route(url: string | RegExp, handler: (route: RouteLike) => Promise<void>): Promise<unknown>;
}

/** The members of Playwright's `FrameLocator`, `Frame` or `Page` that are used. */
export interface FrameLike {
  getByLabel(text: string): { fill(value: string): Promise<void> };
  getByRole(role: "button", options: { name: string }): { click(): Promise<void> };
}

/** The members of the request of Cypress' `cy.intercept` that are used. */
export interface InterceptLike {
  url: string;
  method: string;
  headers: Record<string, string | string[]>;
  /** The text, or the value that Cypress parsed from it. */
  body: unknown;
  reply(response: { statusCode: number; headers: Record<string, string>; body: string | ArrayBuffer }): void;
  destroy(): void;
}

/** The URLs of the app's backend, as patterns of the test runner. */
export interface SandboxRoutes {
  /** The app's `tokenUrl`. */
  token: string | RegExp;
  /** The app's `tokenUrl` of `createPinView`. */
  pinToken?: string | RegExp;
  /** The app's `tokenUrl` of `createCardDetailsView`. */
  cardDetailsToken?: string | RegExp;
  /** The app's `cardStatus.url`. */
  cardStatus?: string | RegExp;
  /** The URL that the app's `confirmOutcome` requests. */
  outcome?: string | RegExp;
}

/** Selects the widget's frame: `page.frameLocator(HOSTED_PAGE)`. */
export const HOSTED_PAGE = "[data-set-pin-widget] iframe";

/** Fulfils a request that Playwright intercepted with the handler's response. */
export async function fulfillRoute(route: RouteLike, handler: Handler): Promise<void> {
  const request = route.request();
  const response = await handler(asRequest(request.url(), request.method(), request.headers(), request.postData()));
  if (response.type === "error") return route.abort();
  const content = isImage(response) ? asBuffer(await response.arrayBuffer()) : await response.text();
  return route.fulfill({ status: response.status, headers: headersOf(response), body: content });
}

/**
 * Lets the sandbox respond instead of the app's backend and the issuer, in a page or a context of
 * Playwright.
 */
export async function routeSandbox(page: RoutesLike, sandbox: Sandbox, routes: SandboxRoutes): Promise<void> {
  const handlers: [string | RegExp | undefined, Handler][] = [
    [routes.token, sandbox.handleToken],
    [routes.pinToken, sandbox.handlePinToken],
    [routes.cardDetailsToken, sandbox.handleCardDetailsToken],
    [routes.cardStatus, sandbox.handleCardStatus],
    [routes.outcome, sandbox.handleOutcome],
    [`${sandbox.pageOrigin}/pin-direct/**`, sandbox.handlePage],
    [`${sandbox.pageOrigin}/details-image**`, sandbox.handlePage],
  ];
  for (const [pattern, handler] of handlers) {
    if (pattern !== undefined) await page.route(pattern, (route) => fulfillRoute(route, handler));
  }
}

/** Replies to a request that Cypress intercepted with the handler's response. */
export async function replyToIntercept(request: InterceptLike, handler: Handler): Promise<void> {
  const { url, method, headers, body } = request;
  const headerPairs = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const bodyText = typeof body === "string" ? body : JSON.stringify(body);
  const response = await handler(asRequest(url, method, Object.fromEntries(headerPairs), bodyText));
  if (response.type === "error") return request.destroy();
  const content = isImage(response) ? await response.arrayBuffer() : await response.text();
  request.reply({ statusCode: response.status, headers: headersOf(response), body: content });
}

/** Sets a PIN on the sandbox's page, as a cardholder does. */
export async function completePin(frame: FrameLike, pin = "2580"): Promise<void> {
  await frame.getByLabel("New PIN").fill(pin);
  await frame.getByLabel("Repeat the PIN").fill(pin);
  await frame.getByRole("button", { name: "Set PIN" }).click();
}

/** Presses the page's Cancel button. */
export async function cancelPin(frame: FrameLike): Promise<void> {
  await frame.getByRole("button", { name: "Cancel" }).click();
}

function asRequest(url: string, method: string, headers: Record<string, string>, body: string | null): Request {
  // Some runners list HTTP/2's pseudo-headers too, which `Headers` rejects.
  const validHeaders = Object.entries(headers).filter(([name]) => !name.startsWith(":"));
  const hasBody = method !== "GET" && method !== "HEAD" && body;
  return new Request(url, { method, headers: validHeaders, ...(hasBody && { body }) });
}

function headersOf(response: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  return headers;
}

function isImage({ headers }: Response): boolean {
  return headers.get("content-type") === "image/png";
}

/**
 * Playwright, which runs in Node, takes bytes as Node's `Buffer`. The package is compiled without
 * Node's types, and a wider type of `body` would not fit Playwright's own `Route`.
 */
function asBuffer(bytes: ArrayBuffer): string {
  const { Buffer } = globalThis as unknown as { Buffer: { from(bytes: ArrayBuffer): string } };
  return Buffer.from(bytes);
}
