// The hosted page: validates the entries, sends them, and reports its end. The server validates
// them again.

/**
 * @template {Element} T
 * @param {string} selector
 * @returns {T | null}
 */
const find = (selector) => document.querySelector(selector);

const form = /** @type {HTMLFormElement | null} */ (find("#entry"));
if (form) enter(form);

// The last of several pages ends at once, but after `load`, like any other page for the embedder.
const over = /** @type {HTMLElement | null} */ (find("#over"));
if (over) addEventListener("load", () => leave(over));

/**
 * Reports the end to the embedder, but not whether a PIN was set. A page that is not embedded
 * redirects instead.
 * @param {HTMLElement} main
 */
function leave(main) {
  // The issuer does not know the origin of the embedder, and the message contains no secret.
  if ("embedded" in main.dataset) parent.postMessage({ type: "abort" }, "*");
  else if (main.dataset.redirect) location.replace(main.dataset.redirect);
}

/** @param {HTMLFormElement} form */
function enter(form) {
  const main = /** @type {HTMLElement} */ (form.closest("main"));
  const first = /** @type {HTMLInputElement | null} */ (find("#pin"));
  const second = /** @type {HTMLInputElement | null} */ (find("#pin-confirm"));
  const error = /** @type {HTMLElement} */ (find("#error"));
  const button = /** @type {HTMLButtonElement} */ (find("button[type=submit]"));
  const inputs = [first, second].filter((input) => input !== null);
  let isOver = false;

  // A browser may restore entries with the page, but must not restore a PIN.
  for (const input of inputs) input.value = "";
  if (window === parent) inputs[0]?.focus();

  for (const input of inputs) {
    input.addEventListener("input", () => {
      const digits = input.value.replace(/[^0-9]/g, "");
      const foreign = digits !== input.value;
      if (foreign) input.value = digits;
      say(foreign ? { input, text: form.dataset.notFour ?? "" } : validate(false));
    });
  }
  form.addEventListener("submit", (event) => {
    const problem = validate(true);
    const stepwise = "stepwise" in form.dataset;
    if (problem || !stepwise) event.preventDefault();
    say(problem);
    if (problem) problem.input.focus();
    else if (!stepwise) void submit();
  });
  find("#cancel")?.addEventListener("click", () => void cancel());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") void cancel();
  });

  /**
   * An entry that is too short is an error only when the form is complete.
   * @param {boolean} complete
   * @returns {{ input: HTMLInputElement, text: string } | undefined}
   */
  function validate(complete) {
    const { notFour = "", allSame = "", different = "" } = form.dataset;
    for (const input of inputs) {
      if (input.value.length < 4 && complete) return { input, text: notFour };
      if (/^(\d)\1{3}$/.test(input.value)) return { input, text: allSame };
    }
    if (first && second && second.value.length === 4 && second.value !== first.value) {
      return { input: second, text: different };
    }
    return undefined;
  }

  /** @param {{ input: HTMLInputElement, text: string } | undefined} problem */
  function say(problem) {
    for (const input of inputs) {
      input.setAttribute("aria-invalid", String(input === problem?.input));
    }
    const text = problem?.text ?? "";
    // Setting the same text again would announce it again.
    if (error.textContent !== text) error.textContent = text;
  }

  async function submit() {
    if (button.disabled) return;
    button.disabled = true;
    try {
      const response = await post("/pin-direct/pin", {
        pin: first?.value,
        confirmation: second?.value,
      });
      const result = await response.json();
      if (response.ok) return proceed(result.next);
      error.textContent = result.message;
    } catch {
      error.textContent = "The PIN could not be sent. Check your connection and try again.";
    }
    button.disabled = false;
  }

  /** @param {string | null} next */
  function proceed(next) {
    if (next) location.replace(next);
    else end("Your PIN is set", "You can use it right away.");
  }

  async function cancel() {
    try {
      await post("/pin-direct/cancel", {});
    } finally {
      // Also offline: the cardholder has left.
      end("Cancelled", "Your PIN has not been changed.");
    }
  }

  /**
   * @param {string} path
   * @param {Record<string, string | undefined>} fields
   */
  function post(path, fields) {
    const page = new FormData(form).get("page");
    return fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ page, ...fields }),
    });
  }

  /**
   * @param {string} title
   * @param {string} text
   */
  function end(title, text) {
    // Only once, also if the cardholder cancels while the PIN is being sent.
    if (isOver) return;
    isOver = true;
    const heading = document.createElement("h1");
    const paragraph = document.createElement("p");
    heading.textContent = title;
    paragraph.textContent = text;
    for (const input of inputs) input.value = "";
    main.replaceChildren(heading, paragraph);
    // The focused element is gone. The focus on the heading makes screen readers read the new text.
    heading.tabIndex = -1;
    heading.focus();
    leave(main);
  }
}
