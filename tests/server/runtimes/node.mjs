import { serve } from "@hono/node-server";
import { route } from "./route.mjs";

serve({ fetch: route, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(JSON.stringify({ port })));
