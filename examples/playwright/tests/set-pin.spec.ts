import { expect, type Page, test } from "@playwright/test";
import {
  cancelPin,
  completePin,
  createSandbox,
  dispatchForgedAbort,
  HOSTED_PAGE,
  routeSandbox,
  type SandboxOptions,
} from "set-pin-widget/testing";

/** Opens the app with a sandbox instead of its backend and the issuer, and presses the button. */
async function setPin(page: Page, options: SandboxOptions = {}) {
  // The origin that the app allows, so that the app needs no setting for tests.
  const cards = createSandbox({ pageOrigin: "https://cards.baanx.com", ...options });
  await routeSandbox(page, cards, {
    token: "**/api/card/set-pin/token",
    cardStatus: "**/api/card/status",
    outcome: "**/api/card/set-pin/outcome",
  });
  await page.goto(process.env.APP_URL ?? "");
  await page.getByRole("button", { name: "Set PIN" }).click();
  return { cards, status: page.locator("main").getByRole("status"), hosted: page.frameLocator(HOSTED_PAGE) };
}

test("a cardholder sets a PIN", async ({ page }) => {
  const { cards, status, hosted } = await setPin(page);
  await completePin(hosted, "2580");
  await expect(status).toHaveText("Your PIN is set.");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(cards.pinChanges).toBe(1);
  expect(cards.requests.map(({ to }) => to)).toEqual(["card-status", "token", "page", "outcome"]);
});

test("a cardholder changes their mind", async ({ page }) => {
  const { status, hosted } = await setPin(page);
  await cancelPin(hosted);
  await expect(status).toHaveText("Your PIN has not been changed.");
});

test("nothing is claimed where the backend cannot say", async ({ page }) => {
  const { status, hosted } = await setPin(page);
  await page.route("**/api/card/set-pin/outcome", (route) => route.abort());
  await completePin(hosted);
  await expect(status).toHaveText("We could not check whether your PIN was set.");
});

test("a session that is over leads to the log-in", async ({ page }) => {
  const { status } = await setPin(page, { scenario: "redirects-to-log-in" });
  await expect(status).toHaveText("Please sign in again.");
});

test("a frozen card accepts no PIN", async ({ page }) => {
  const { cards, status } = await setPin(page, { card: "FROZEN" });
  await expect(status).toHaveText("Your card is frozen. Unfreeze it first.");
  expect(cards.requests.filter(({ to }) => to === "token")).toEqual([]);
});

test("an error of the issuer is reported", async ({ page }) => {
  const { status } = await setPin(page, { scenario: { status: 404 } });
  await expect(status).toHaveText("That did not work. Please try again later.");
});

test("the request is repeated when the network comes back", async ({ page }) => {
  const { cards, status } = await setPin(page, { scenario: ["offline", "completes"] });
  await expect(status).toHaveText("Your PIN is set.");
  expect(cards.requests.filter(({ to }) => to === "token")).toHaveLength(2);
});

test("forged messages close nothing", async ({ page }) => {
  const { status, hosted } = await setPin(page, { scenario: "forges-messages" });
  await expect(hosted.getByText("Forged messages were sent")).toBeVisible();
  await page.evaluate(dispatchForgedAbort, "https://cards.baanx.com");
  await expect(page.getByRole("dialog")).toBeVisible();
  await completePin(hosted);
  await expect(status).toHaveText("Your PIN is set.");
});

test("after ten minutes the widget offers to start again", async ({ page }) => {
  await page.clock.install();
  const { hosted } = await setPin(page, { scenario: ["waits", "completes"] });
  await expect(hosted.getByRole("button", { name: "Set PIN" })).toBeVisible();
  await page.clock.fastForward("10:00");
  await page.getByRole("dialog").getByRole("button", { name: "Start over" }).click();
  await expect(page.getByText("Your PIN is set.")).toBeVisible();
});
