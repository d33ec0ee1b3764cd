/**
 * Shows the issuer's own page with the PIN, which your page cannot read.
 */
import { allowedOrigins, viewPinToken } from "./your-app.mjs";

export async function showPin() {
  const { hostedPageUrl } = await viewPinToken();
  if (!allowedOrigins.includes(new URL(hostedPageUrl).origin))
    throw new Error("not a URL of the issuer");
  const dialog = document.createElement("dialog");
  const frame = document.createElement("iframe");
  const close = document.createElement("button");
  dialog.className = "confirm";
  dialog.setAttribute("aria-label", "Your card’s PIN");
  frame.title = "Your card’s PIN";
  frame.src = hostedPageUrl;
  close.className = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove()); // with the frame
  dialog.append(close, frame);
  document.body.append(dialog);
  dialog.showModal();
}
