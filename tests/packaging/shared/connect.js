/** The same page in each application: a button, and how the attempt that it starts has ended. */

/**
 * Lets the page's button set a PIN. Enabled only now: a click on what a server rendered would be lost.
 * @param {typeof import("set-pin-widget").createSetPin} createSetPin As this application's build gives it.
 */
export function connect(createSetPin) {
  const button = /** @type {HTMLButtonElement} */ (document.querySelector("#set-pin"));
  const told = /** @type {HTMLOutputElement} */ (document.querySelector("#told"));
  button.onclick = async () => {
    const { allowedOrigins } = await (await fetch("/api/config")).json();
    const { reason, error } = await createSetPin({ tokenUrl: "/api/card/set-pin/token", allowedOrigins }).open();
    told.textContent = error ? `${reason}: ${error.message}` : reason;
  };
  button.disabled = false;
}
