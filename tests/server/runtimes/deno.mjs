import { route } from "./route.mjs";

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  handler: (request) => route(request),
  onListen: ({ port }) => console.log(JSON.stringify({ port })),
});
