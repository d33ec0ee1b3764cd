// Serves the export of a documentation block: an app, or a function, called as its framework does.

import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp, toNodeListener } from "h3";

const block = await import(process.argv[2] ?? "");
await block.fastify?.ready();

/** @returns {import("node:http").RequestListener} */
function listener() {
  const { app, fastify, koa, hono, fallback } = block;
  if (app) return app;
  if (fastify) return fastify.routing;
  if (koa) return koa.callback();
  if (hono) return getRequestListener(hono.fetch);
  // SvelteKit's function for all methods, with its event.
  if (fallback) return getRequestListener((request) => fallback({ request, locals: {} }));
  // Nuxt's handler of an event.
  if (block.default) return toNodeListener(createApp().use(block.default));
  // Next's functions, by method.
  return getRequestListener((request) => {
    const route = block[request.method] ?? block.POST;
    return route(request, { params: Promise.resolve({}) });
  });
}

const server = createServer(listener());
server.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(JSON.stringify({ port }));
});
