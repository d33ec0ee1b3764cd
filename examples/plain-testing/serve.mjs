// Serves the page, and the stand-in on an origin of its own. `node serve.mjs cancels` plays another scenario.
import { createServer } from "node:http";
import { serveStandIn } from "set-pin-widget/testing";
import sirv from "sirv";

const cards = await serveStandIn({ scenario: process.argv[2] ?? "waits" });
const files = sirv(import.meta.dirname, { dev: true });

const { tokenUrl, outcomeUrl, pageOrigin } = cards;
const server = createServer((request, response) => {
  if (request.url !== "/settings.json") return files(request, response);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ tokenUrl, outcomeUrl, pageOrigin }));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
