// The routes under test, the same in every runtime. Each request contains their setup.

import { createCardRoutes } from "../../../pkg/server.mjs";

/** @param {Request} request */
export function route(request) {
  const setup = JSON.parse(request.headers.get("x-test-setup") ?? "null");
  const { handle } = createCardRoutes({
    issuerUrl: setup.issuerUrl,
    clientKey: setup.clientKey,
    clientKeyHeader: setup.clientKeyHeader,
    usEnv: setup.usEnv,
    origins: [setup.ownOrigin],
    pageOrigins: setup.pageOrigin ? [setup.pageOrigin] : undefined,
    timeoutMs: setup.timeoutMs,
    authorize: ({ headers }) => (sessionOf(headers) === setup.session ? setup.accessToken : undefined),
    onError: (problem) => console.log(`problem ${setup.name}: ${JSON.stringify(problem)}`),
  });
  return handle(request);
}

/** @param {Headers} headers */
function sessionOf(headers) {
  const cookies = headers.get("cookie")?.split(";") ?? [];
  return cookies.map((cookie) => cookie.trim().split("=")).find(([name]) => name === "session")?.[1];
}
