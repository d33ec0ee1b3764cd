// Code of an integrator's tests that must compile, and code that must not.

import { createSandbox, type Handler, type Scenario, serveSandbox } from "set-pin-widget/testing";

const cards = createSandbox({
  scenario: ["offline", { status: 503, retryAfterSeconds: 1 }, "completes"],
  card: "FROZEN",
});
cards.scenario = "forges-messages";
cards.card = [{ status: 404 }, { status: 500 }, "ACTIVE"];
export const answer: Handler = cards.handleToken;
export const first: string | undefined = cards.requests[0]?.to;

export async function everywhere(scenarios: readonly Scenario[]): Promise<string[]> {
  const served = await serveSandbox({ scenario: scenarios, port: 0 });
  await served.close();
  return [served.tokenUrl, served.cardStatusUrl, served.outcomeUrl, served.pageOrigin];
}

// @ts-expect-error: no such scenario
createSandbox({ scenario: "complete" });
// @ts-expect-error: the origin is the server's own
serveSandbox({ pageOrigin: "https://cards.example" });
// @ts-expect-error: recorded requests are read-only
cards.requests.push({ to: "token", method: "POST", headerNames: [] });
