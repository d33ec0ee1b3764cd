import { createSandbox, replyToIntercept, type SandboxOptions } from "set-pin-widget/testing";

/**
 * Opens the app with a sandbox instead of its backend and the issuer, and presses the button. The
 * scenarios end by themselves, since Cypress cannot use a frame of another origin.
 */
function setPin(options: SandboxOptions) {
  // The origin that the app allows, so that the app needs no setting for tests.
  const cards = createSandbox({ pageOrigin: "https://cards.baanx.com", ...options });
  cy.intercept("POST", "/api/card/set-pin/token", (request) => replyToIntercept(request, cards.handleToken));
  cy.intercept("/api/card/set-pin/outcome", (request) => replyToIntercept(request, cards.handleOutcome));
  cy.intercept(`${cards.pageOrigin}/pin-direct/**`, (request) => replyToIntercept(request, cards.handlePage));
  // All messages that scripts of the app's page receive.
  const received = cy.stub().as("received");
  cy.visit("/", { onBeforeLoad: (page) => page.addEventListener("message", ({ data }) => received(data)) });
  cy.contains("button", "Set PIN").click();
  return cards;
}

// Each test waits for the status text first: the dialog is also missing before it opens.
describe("setting a PIN", () => {
  it("ends when the page is closed", () => {
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

  it("stays open when forged messages arrive", () => {
    const cards = setPin({ scenario: "forges-messages" });
    // The last ones have the correct shape, but come from other windows than the frame's.
    cy.get("@received").should("have.been.calledWithMatch", { type: "abort" });
    cy.get("[data-set-pin-widget]").shadow().find("iframe").should("be.visible");
    cy.wrap(cards).its("pinChanges").should("equal", 0);
  });

  it("says what to do when the session is over", () => {
    setPin({ scenario: { status: 401 } });
    cy.contains("[role=status]", "Please sign in again.");
  });

  it("repeats the request when the network comes back", () => {
    const cards = setPin({ scenario: ["offline", "completes"] });
    cy.contains("[role=status]", "Your PIN is set.");
    cy.wrap(cards)
      .its("requests")
      .should((requests) => expect(requests.filter(({ to }) => to === "token")).to.have.length(2));
  });
});
