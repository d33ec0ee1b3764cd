/**
 * Shows the issuer's own page with the PIN, from which your page can read nothing.
 */
import { allowedOrigins, viewPinToken } from "./your-app.mjs";

export async function showPin() {
  const { hostedPageUrl } = await viewPinToken();
  if (!allowedOrigins.includes(new URL(hostedPageUrl).origin))
    throw new Error("not an address of the issuer’s");
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
  dialog.addEventListener("close", () => dialog.remove()); // and with it the frame
  dialog.append(close, frame);
  document.body.append(dialog);
  dialog.showModal();
}
