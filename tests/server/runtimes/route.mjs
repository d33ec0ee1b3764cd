// The routes under test, the same in every runtime. Each request contains their setup.

import { createCardRoutes } from "../../../pkg/server.mjs";

/** @param {Request} request */
export function route(request) {
  const setup = JSON.parse(request.headers.get("x-test-setup") ?? "null");
  const { session, accessToken, cardholderUsEnv: usEnv, renewed, waitSeconds, secondFactor } = setup;
  const isSignedIn = sessionOf(request.headers) === session;
  const { handle } = createCardRoutes({
    issuerUrl: setup.issuerUrl,
    clientKey: setup.clientKey,
    clientKeyHeader: setup.clientKeyHeader,
    usEnv: setup.usEnv,
    origins: [setup.ownOrigin],
    cors: setup.cors && { origins: setup.cors },
    pageOrigins: setup.pageOrigin ? [setup.pageOrigin] : undefined,
    timeoutMs: setup.timeoutMs,
    authorize: () => (isSignedIn ? { accessToken, usEnv, subject: "subject" } : undefined),
    renew: () => renewed,
    allow: () => waitSeconds ?? true,
    requireStepUp: ({ headers }) => !secondFactor || headers.get("x-step-up") === secondFactor,
    onError: (problem) => console.log(`problem ${setup.name}: ${JSON.stringify(problem)}`),
    onToken: ({ route, subject }) => console.log(`issued ${setup.name}: ${route} ${subject}.`),
  });
  return handle(request);
}

/** @param {Headers} headers */
function sessionOf(headers) {
  const cookies = headers.get("cookie")?.split(";") ?? [];
  return cookies.map((cookie) => cookie.trim().split("=")).find(([name]) => name === "session")?.[1];
}
