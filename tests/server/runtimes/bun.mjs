import { route } from "./route.mjs";

const { port } = Bun.serve({ fetch: route, hostname: "127.0.0.1", port: 0 });
console.log(JSON.stringify({ port }));
