// The route under test, the same in every runtime. Each request contains the setup of its handler.

import { createSetPinTokenHandler } from "../../../pkg/server.mjs";

/** @param {Request} request */
export function route(request) {
  const setup = JSON.parse(request.headers.get("x-test-setup") ?? "null");
  const handler = createSetPinTokenHandler({
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
  return handler(request);
}

/** @param {Headers} headers */
function sessionOf(headers) {
  const cookies = headers.get("cookie")?.split(";") ?? [];
  return cookies.map((cookie) => cookie.trim().split("=")).find(([name]) => name === "session")?.[1];
}
