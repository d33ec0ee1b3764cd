import { createStandIn, replyToIntercept, type StandInOptions } from "set-pin-widget/testing";

/**
 * Opens the app with a stand-in in the place of its backend and of the issuer, and presses the button. Cypress does not reach into a frame
 * of another origin: these scenarios end by themselves.
 */
function setPin(options: StandInOptions) {
  // The origin that the app allows, so that the app needs no setting of its own for tests: whatever is asked there is answered here.
  const cards = createStandIn({ pageOrigin: "https://cards.baanx.com", ...options });
  cy.intercept("POST", "/api/card/set-pin/token", (request) => replyToIntercept(request, cards.answerToken));
  cy.intercept("/api/card/set-pin/outcome", (request) => replyToIntercept(request, cards.answerOutcome));
  cy.intercept(`${cards.pageOrigin}/pin-direct/**`, (request) => replyToIntercept(request, cards.answerPage));
  // What any script of the app's page can hear.
  const heard = cy.stub().as("heard");
  cy.visit("/", { onBeforeLoad: (page) => page.addEventListener("message", ({ data }) => heard(data)) });
  cy.contains("button", "Set PIN").click();
  return cards;
}

// First what comes of it, and then that the dialog is gone: asked for at once, that would be true before it has opened.
describe("setting a PIN", () => {
  it("ends when the page is done with", () => {
    const cards = setPin({ scenario: "completes" });
    cy.contains("[role=status]", "Your PIN is set.");
    cy.wrap(cards).its("pinChanges").should("equal", 1);
    cy.get("[data-set-pin-widget]").should("not.exist");
  });

  it("claims nothing after a cancellation", () => {
    const cards = setPin({ scenario: "cancels" });
    cy.contains("[role=status]", "Your PIN has not been changed.");
    cy.wrap(cards).its("cancellations").should("equal", 1);
    cy.get("[data-set-pin-widget]").should("not.exist");
  });

  it("stays open whatever forged messages say", () => {
    const cards = setPin({ scenario: "forges-messages" });
    // The last ones, with the right words, come from windows that are not the frame's.
    cy.get("@heard").should("have.been.calledWithMatch", { type: "abort" });
    cy.get("[data-set-pin-widget]").shadow().find("iframe").should("be.visible");
    cy.wrap(cards).its("pinChanges").should("equal", 0);
  });

  it("says what to do when the session is over", () => {
    setPin({ scenario: { status: 401 } });
    cy.contains("[role=status]", "Please sign in again.");
  });

  it("asks again when the network comes back", () => {
    const cards = setPin({ scenario: ["offline", "completes"] });
    cy.contains("[role=status]", "Your PIN is set.");
    cy.wrap(cards)
      .its("requests")
      .should((requests) => expect(requests.filter(({ to }) => to === "token")).to.have.length(2));
  });
});
