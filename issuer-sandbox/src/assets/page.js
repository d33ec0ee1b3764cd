// The hosted page: judges what is typed, hands it in, and says when it is over. The server judges again.

/**
 * @template {Element} T
 * @param {string} selector
 * @returns {T | null}
 */
const find = (selector) => document.querySelector(selector);

const form = /** @type {HTMLFormElement | null} */ (find("#entry"));
if (form) enter(form);

// A page that is over by itself: the last of several. After `load`, as an embedder would see any page.
const over = /** @type {HTMLElement | null} */ (find("#over"));
if (over) addEventListener("load", () => leave(over));

/**
 * Tells the embedder, who learns no more than that: not whether a PIN was set. A page of its own goes on instead.
 * @param {HTMLElement} main
 */
function leave(main) {
  // The issuer does not know who embeds the page, and the message holds nothing.
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

  // A browser may bring typed values back with the page; a PIN is never one of them.
  for (const input of inputs) input.value = "";
  if (window === parent) inputs[0]?.focus();

  for (const input of inputs) {
    input.addEventListener("input", () => {
      const digits = input.value.replace(/[^0-9]/g, "");
      const foreign = digits !== input.value;
      if (foreign) input.value = digits;
      say(foreign ? { input, text: form.dataset.notFour ?? "" } : judge(false));
    });
  }
  form.addEventListener("submit", (event) => {
    const complaint = judge(true);
    const stepwise = "stepwise" in form.dataset;
    if (complaint || !stepwise) event.preventDefault();
    say(complaint);
    if (complaint) complaint.input.focus();
    else if (!stepwise) void handIn();
  });
  find("#cancel")?.addEventListener("click", () => void cancel());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") void cancel();
  });

  /**
   * While typing, an entry that is still short is not a mistake yet.
   * @param {boolean} complete
   * @returns {{ input: HTMLInputElement, text: string } | undefined}
   */
  function judge(complete) {
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

  /** @param {{ input: HTMLInputElement, text: string } | undefined} complaint */
  function say(complaint) {
    for (const input of inputs) {
      input.setAttribute("aria-invalid", String(input === complaint?.input));
    }
    const text = complaint?.text ?? "";
    // The same words again would be announced again.
    if (error.textContent !== text) error.textContent = text;
  }

  async function handIn() {
    if (button.disabled) return;
    button.disabled = true;
    try {
      const response = await post("/pin-direct/pin", {
        pin: first?.value,
        confirmation: second?.value,
      });
      const answer = await response.json();
      if (response.ok) return goOn(answer.next);
      error.textContent = answer.message;
    } catch {
      error.textContent = "The PIN could not be sent. Check your connection and try again.";
    }
    button.disabled = false;
  }

  /** @param {string | null} next */
  function goOn(next) {
    if (next) location.replace(next);
    else end("Your PIN is set", "You can use it right away.");
  }

  async function cancel() {
    try {
      await post("/pin-direct/cancel", {});
    } finally {
      // Offline or not, the cardholder has left.
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
    // Cancelled while the PIN is on its way, say: the embedder is told once.
    if (isOver) return;
    isOver = true;
    const heading = document.createElement("h1");
    const paragraph = document.createElement("p");
    heading.textContent = title;
    paragraph.textContent = text;
    for (const input of inputs) input.value = "";
    main.replaceChildren(heading, paragraph);
    // What had the focus is gone; from here the new words are read out.
    heading.tabIndex = -1;
    heading.focus();
    leave(main);
  }
}
