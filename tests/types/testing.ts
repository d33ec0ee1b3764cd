// What an integrator's tests may write, and what the compiler stops them from writing.

import { createStandIn, type Handler, type Scenario, serveStandIn } from "set-pin-widget/testing";

const cards = createStandIn({
  scenario: ["offline", { status: 503, retryAfterSeconds: 1 }, "completes"],
  card: "ORDERED",
});
cards.scenario = "forges-messages";
cards.card = ["ORDERED", { status: 500 }, "ACTIVE"];
export const answer: Handler = cards.answerToken;
export const first: string | undefined = cards.requests[0]?.to;

export async function everywhere(scenarios: readonly Scenario[]): Promise<string[]> {
  const served = await serveStandIn({ scenario: scenarios, port: 0 });
  await served.close();
  return [served.tokenUrl, served.cardStatusUrl, served.outcomeUrl, served.pageOrigin];
}

// @ts-expect-error: no such scenario
createStandIn({ scenario: "complete" });
// @ts-expect-error: the origin is the server's own
serveStandIn({ pageOrigin: "https://cards.example" });
// @ts-expect-error: what was asked is not the test's to write
cards.requests.push({ to: "token", method: "POST", headerNames: [] });
