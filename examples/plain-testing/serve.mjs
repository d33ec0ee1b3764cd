// Serves the page, and the sandbox on its own origin. Other scenarios: `node serve.mjs cancels`.
import { createServer } from "node:http";
import { serveSandbox } from "set-pin-widget/testing";
import sirv from "sirv";

const cards = await serveSandbox({ scenario: process.argv[2] ?? "waits" });
const files = sirv(import.meta.dirname, { dev: true });

const { tokenUrl, outcomeUrl, pageOrigin } = cards;
const server = createServer((request, response) => {
  if (request.url !== "/settings.json") return files(request, response);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ tokenUrl, outcomeUrl, pageOrigin }));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
