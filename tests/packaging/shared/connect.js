/** The same page in each application: a button, and the result of its attempt. */

/**
 * Lets the page's button set a PIN. The button is enabled only now: an earlier click on a
 * server-rendered button would be lost.
 * @param {typeof import("set-pin-widget").createSetPin} createSetPin From this application's build.
 */
export function connect(createSetPin) {
  const button = /** @type {HTMLButtonElement} */ (document.querySelector("#set-pin"));
  const output = /** @type {HTMLOutputElement} */ (document.querySelector("#result"));
  button.onclick = async () => {
    const { allowedOrigins } = await (await fetch("/api/config")).json();
    const { reason, error } = await createSetPin({ tokenUrl: "/api/card/set-pin/token", allowedOrigins }).open();
    output.textContent = error ? `${reason}: ${error.message}` : reason;
  };
  button.disabled = false;
}
