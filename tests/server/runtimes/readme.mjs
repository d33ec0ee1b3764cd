// Serves the export of a documentation block: an Express app, or a Next route, called as Next does.

import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";

const { app, POST, OPTIONS } = await import(process.argv[2] ?? "");
const server = createServer(
  app ??
    getRequestListener((request) => {
      const route = request.method === "OPTIONS" && OPTIONS ? OPTIONS : POST;
      return route(request, { params: Promise.resolve({}) });
    }),
);
server.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(JSON.stringify({ port }));
});
