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
  const hint = /** @type {HTMLElement} */ (find("#hint"));
  const restart = /** @type {HTMLButtonElement} */ (find("#restart"));
  const firstHint = hint.textContent;
  const label = button.textContent;
  let isOver = false;

  // A browser may restore entries with the page, but must not restore a PIN.
  clear(...inputs);
  if (window === parent) inputs[0]?.focus();

  for (const input of inputs) {
    input.addEventListener("input", () => {
      const digits = input.value.replace(/[^0-9]/g, "");
      const foreign = digits !== input.value;
      if (foreign) input.value = digits;
      draw(input);
      const problem = foreign ? { input, text: form.dataset.notFour ?? "" } : validate(false);
      say(problem);
      if (problem?.text === form.dataset.different) clear(input);
      if (input === first && input.value.length === 4 && !problem) goTo(1);
    });
    // The caret is invisible, so it stays behind the last digit.
    for (const type of ["click", "focus", "keydown"]) {
      input.addEventListener(type, () => input.setSelectionRange(input.value.length, input.value.length));
    }
  }
  restart.addEventListener("click", () => {
    say(undefined);
    goTo(0);
  });
  form.addEventListener("submit", (event) => {
    const problem = validate(true);
    const stepwise = "stepwise" in form.dataset;
    if (problem || !stepwise) event.preventDefault();
    say(problem);
    if (problem) problem.input.focus();
    else if (!stepwise && !goTo(1)) void submit();
  });
  find("#cancel")?.addEventListener("click", () => void cancel());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") void cancel();
  });

  /**
   * Shows the first or the second entry, and returns whether it was not shown already.
   * @param {0 | 1} step
   */
  function goTo(step) {
    if (!first || !second) return false;
    const [shown, other] = step === 0 ? [first, second] : [second, first];
    const field = /** @type {HTMLElement} */ (shown.closest(".field"));
    if (!field.hidden) return false;
    field.hidden = false;
    /** @type {HTMLElement} */ (other.closest(".field")).hidden = true;
    clear(...(step === 0 ? inputs : [second]));
    document.querySelectorAll("#steps li").forEach((item, at) => {
      item.toggleAttribute("data-done", at < step);
      if (at === step) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    hint.textContent = step === 0 ? firstHint : (form.dataset.repeat ?? "");
    button.textContent = step === 0 ? label : "Set PIN";
    restart.hidden = step === 0;
    shown.focus();
    return true;
  }

  /** @param {HTMLInputElement[]} entries */
  function clear(...entries) {
    for (const input of entries) {
      input.value = "";
      draw(input);
    }
  }

  /** Draws a dot for each digit. @param {HTMLInputElement} input */
  function draw(input) {
    const { length } = input.value;
    input.parentElement?.querySelectorAll(".digit").forEach((box, at) => {
      box.toggleAttribute("data-filled", at < length);
      box.toggleAttribute("data-next", at === Math.min(length, 3));
    });
  }

  /**
   * An entry that is too short is an error only when the form is complete.
   * @param {boolean} complete
   * @returns {{ input: HTMLInputElement, text: string } | undefined}
   */
  function validate(complete) {
    const { notFour = "", allSame = "", different = "" } = form.dataset;
    for (const input of inputs) {
      // An entry that is not shown yet is not missing yet.
      if (input.closest("[hidden]")) continue;
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
      input.parentElement?.toggleAttribute("data-invalid", input === problem?.input);
    }
    const text = problem?.text ?? "";
    // Setting the same text again would announce it again.
    if (error.textContent !== text) error.textContent = text;
  }

  async function submit() {
    if (button.disabled) return;
    button.disabled = true;
    button.textContent = "Setting your PIN…";
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
    button.textContent = "Set PIN";
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
