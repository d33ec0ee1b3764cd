import { createStandIn, replyToIntercept, type StandInOptions } from "set-pin-widget/testing";

/**
 * Opens the app with a stand-in in the place of its backend and of the issuer, and presses the button. Cypress does not reach into a frame
 * of another origin: these scenarios end by themselves.
 */
function setPin(options: StandInOptions) {
  // An origin that nobody has; the app lists it in `allowedOrigins` where it is built for tests. Give the issuer's own here, and the app needs no such setting.
  const cards = createStandIn({ pageOrigin: "https://cards.example", ...options });
  cy.intercept("POST", "/api/card/set-pin/token", (request) => replyToIntercept(request, cards.answerToken));
  cy.intercept(`${cards.pageOrigin}/pin-direct/**`, (request) => replyToIntercept(request, cards.answerPage));
  cy.visit("/");
  cy.contains("button", "Set PIN").click();
  return cards;
}

describe("setting a PIN", () => {
  it("ends when the page is done with", () => {
    const cards = setPin({ scenario: "completes" });
    cy.get("dialog").should("not.exist");
    cy.wrap(cards).its("pinChanges").should("equal", 1);
  });

  it("stays open whatever forged messages say", () => {
    const cards = setPin({ scenario: "forges-messages" });
    cy.get("dialog iframe").should("be.visible");
    cy.wrap(cards).its("pinChanges").should("equal", 0);
  });

  it("says what to do when the session is over", () => {
    setPin({ scenario: { status: 401 } });
    cy.contains("Please sign in again.");
  });

  it("asks again when the network comes back", () => {
    const cards = setPin({ scenario: ["offline", "completes"] });
    cy.get("dialog").should("not.exist");
    cy.wrap(cards).its("requests").should("have.length", 3);
  });
});
