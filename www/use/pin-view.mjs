/**
 * Shows the issuer's own page with the PIN in a dialog. Your page cannot see into the frame.
 * @param {string} hostedPageUrl
 */
export function showPin(hostedPageUrl) {
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
  dialog.append(frame, close);
  document.body.append(dialog);
  dialog.showModal();
}
