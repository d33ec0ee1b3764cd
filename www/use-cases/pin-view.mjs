/**
 * Shows the issuer's image of the PIN, which your page cannot read.
 */
import { allowedOrigins, viewPinToken } from "./your-app.mjs";

export async function showPin() {
  const { imageUrl } = await viewPinToken();
  if (!allowedOrigins.includes(new URL(imageUrl).origin))
    throw new Error("not a URL of the issuer");
  const dialog = document.createElement("dialog");
  const image = document.createElement("img");
  const close = document.createElement("button");
  dialog.className = "confirm";
  dialog.setAttribute("aria-label", "Your card’s PIN");
  image.alt = "Your card’s PIN";
  image.src = imageUrl;
  close.className = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove()); // with the image
  dialog.append(close, image);
  document.body.append(dialog);
  dialog.showModal();
}
