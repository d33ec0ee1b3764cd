// ./server: code that must compile, and code that must not.

import {
  type Cardholder,
  createCardRoutes,
  createSetPinTokenHandler,
  type IssuedToken,
  type SetPinTokenProblem,
} from "set-pin-widget/server";

const options = { issuerUrl: "https://issuer.example", clientKey: "key", origins: ["https://app.example"] } as const;

/** Next, Deno, Bun, workers. */
export const POST: (request: Request) => Promise<Response> = createSetPinTokenHandler({
  ...options,
  authorize: async ({ headers }) => headers.get("x-token"),
  clientKeyHeader: "X-Client-ID",
  usEnv: true,
  pageOrigins: ["https://cards.issuer.example"],
  timeoutMs: 5_000,
  fetch: (url, init) => fetch(url, init),
  onError: ({ code, status, issuerStatus, message }: SetPinTokenProblem) =>
    console.warn(code, status, issuerStatus, message),
});

/** An adapter that passes its own request on. */
interface Bindings {
  incoming: { session?: { accessToken: string } };
}
export const listener: (request: Request, bindings: Bindings) => Promise<Response> = createSetPinTokenHandler({
  ...options,
  authorize: (_request, { incoming }: Bindings) => incoming.session?.accessToken,
});

/** All routes. */
export const { setPinToken, cardStatus, pinToken, cardDetailsToken, handle } = createCardRoutes({
  ...options,
  basePath: "/api/card",
  authorize: (_request, { incoming }: Bindings) => incoming.session?.accessToken,
  onError: ({ route, code }) => console.warn(route, code),
});
export const handled: Promise<Response> = handle(new Request("https://app.example"), { incoming: {} });

/** Pages on another origin, several environments, a limit and a second factor. */
createCardRoutes({
  issuerUrl: "https://issuer.example",
  clientKey: "key",
  cors: { origins: ["https://app.example"] },
  authorize: async (_request: Request, { incoming }: Bindings): Promise<Cardholder | undefined> =>
    incoming.session && { accessToken: incoming.session.accessToken, usEnv: true, subject: "user-7" },
  renew: async (_request, { incoming }) => incoming.session?.accessToken,
  allow: (subject, { route }) => (subject === undefined ? 60 : route === "cardStatus"),
  requireStepUp: ({ headers }, { incoming }) => headers.get("x-step-up") === incoming.session?.accessToken,
  parsedBody: (_request, { incoming }) => incoming.session,
  onToken: ({ route, subject, requestId, durationMs }: IssuedToken) =>
    console.info(route, subject, requestId, durationMs),
});

// @ts-expect-error: a pattern is not an origin
createCardRoutes({ ...options, authorize: () => "token", cors: { origins: [/app/] } });
// @ts-expect-error: it must return whether there is a second factor
createCardRoutes({ ...options, authorize: () => "token", requireStepUp: () => undefined });
// @ts-expect-error: a cardholder has an access token
createCardRoutes({ ...options, authorize: () => ({ subject: "user-7" }) });
// @ts-expect-error: the token route alone has no path
createSetPinTokenHandler({ ...options, authorize: () => undefined, basePath: "/api" });
// @ts-expect-error: nobody would be signed in
createSetPinTokenHandler(options);
// @ts-expect-error: the origins are a list
createSetPinTokenHandler({ ...options, origins: "https://app.example", authorize: () => undefined });
// @ts-expect-error: the hosted pages' origins are a list
createSetPinTokenHandler({ ...options, authorize: () => undefined, pageOrigins: "https://cards.issuer.example" });
// @ts-expect-error: no such option
createSetPinTokenHandler({ ...options, authorize: () => undefined, clientID: "key" });
// @ts-expect-error: a token is a string
createSetPinTokenHandler({ ...options, authorize: () => 7 });
// @ts-expect-error: the route needs what `authorize` reads
listener(new Request("https://app.example"));
