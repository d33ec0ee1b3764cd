/**
 * Asks for confirmation. The browser's own dialog handles the focus, Escape and the backdrop.
 * @param {{title: string, message: string, confirmText: string, cancelText: string}} texts
 * @returns {Promise<boolean>}
 */
export function showConfirmDialog({ title, message, confirmText, cancelText }) {
  const dialog = document.createElement("dialog");
  const heading = document.createElement("h2");
  const text = document.createElement("p");
  heading.id = "confirm-title";
  heading.textContent = title;
  text.id = "confirm-message";
  text.textContent = message;
  dialog.className = "confirm";
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.setAttribute("aria-describedby", text.id);
  const choices = document.createElement("div");
  choices.className = "choices";
  choices.append(button(cancelText, ""), button(confirmText, "confirmed"));
  dialog.append(heading, text, choices);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "confirmed");
    });
  });

  /** @param {string} label @param {string} value */
  function button(label, value) {
    const made = document.createElement("button");
    made.className = value ? "button primary" : "button";
    made.textContent = label;
    made.addEventListener("click", () => dialog.close(value));
    return made;
  }
}
