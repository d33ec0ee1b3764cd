// The scripts of the sandbox's pages. They are sent as text (`toString`), so each contains
// everything that it uses.

/**
 * The page's script: validates a PIN by the issuer's rules without storing it, or plays the
 * scenario in `data-scenario`.
 */
export function pageScript(): void {
  const main = document.querySelector("main") as HTMLElement;
  const { page = "", scenario, redirect, expiresAfterMs } = main.dataset;
  const form = document.querySelector("form") as HTMLFormElement;
  const [first, second] = form.querySelectorAll("input") as unknown as [HTMLInputElement, HTMLInputElement];
  const error = document.querySelector("#error") as HTMLElement;
  let isOver = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [text, input] = validate();
    error.textContent = text;
    for (const field of [first, second]) field.setAttribute("aria-invalid", String(field === input));
    if (input) input.focus();
    else void end("set");
  });
  document.querySelector("#cancel")?.addEventListener("click", () => void end("cancelled"));
  addEventListener("load", () => {
    if (scenario === "completes") void end("set");
    if (scenario === "cancels") void end("cancelled");
    if (scenario === "forges-messages") void forge();
    if (scenario === "expires") setTimeout(() => isOver || expire(), Number(expiresAfterMs));
  });

  /** The error text and its field; an empty text if the PIN is valid. */
  function validate(): [string, HTMLInputElement?] {
    if (!/^[0-9]{4}$/.test(first.value)) return ["Enter exactly 4 digits.", first];
    if (/^(.)\1{3}$/.test(first.value)) return ["Choose digits that are not all the same.", first];
    if (second.value !== first.value) return ["The two PINs differ: enter the same one twice.", second];
    return [""];
  }

  /** Sends the outcome and no PIN, so that no typed PIN leaves the page. */
  async function end(outcome: "set" | "cancelled"): Promise<void> {
    if (isOver) return;
    isOver = true;
    form.reset();
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ page, outcome });
    // Ignore a failure: the page also ends if a test makes requests fail.
    const response = await fetch("/pin-direct/done", { method: "POST", headers, body }).catch(() => undefined);
    if (response?.status === 410) return expire();
    show(outcome === "set" ? "The sandbox accepted a PIN" : "Cancelled");
    // The issuer's page does not know the origin of its host either, and the message contains no
    // data.
    if (!redirect) parent.postMessage({ type: "abort" }, "*");
    else location.replace(redirect);
  }

  function expire(): void {
    isOver = true;
    show("This page is no longer valid");
  }

  function show(text: string): void {
    const heading = document.createElement("h1");
    heading.textContent = text;
    heading.tabIndex = -1;
    form.replaceWith(heading);
    document.querySelector("h1")?.remove();
    if (document.hasFocus()) heading.focus();
  }

  async function forge(): Promise<void> {
    const shapes = [
      "abort",
      '{"type":"abort"}',
      ["abort"],
      null,
      { type: "ABORT" },
      { type: "abort " },
      { type: ["abort"] },
      { type: "success" },
      { data: { type: "abort" } },
      new Map([["type", "abort"]]),
    ];
    for (const shape of shapes) parent.postMessage(shape, "*");
    // The correct message, but from other windows: one of this origin, one of an opaque origin.
    await Promise.all([embed(), embed("allow-scripts")]);
    (document.querySelector("#note") as HTMLElement).textContent = "Forged messages were sent";
  }

  function embed(sandbox?: string): Promise<unknown> {
    const frame = document.createElement("iframe");
    frame.title = "A forger";
    frame.hidden = true;
    if (sandbox) frame.setAttribute("sandbox", sandbox);
    frame.src = "/pin-direct/forger";
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    document.body.append(frame);
    return loaded;
  }
}

/** Sends `abort` to the host from a window that is not the hosted page's. */
export function forgerScript(): void {
  const { next } = document.documentElement.dataset;
  // With `next`, this is the widget's frame, on an opaque origin, and the host is its parent.
  // Otherwise it is a frame in the page.
  (next ? parent : parent.parent).postMessage({ type: "abort" }, "*");
  if (next) location.replace(next);
}

/**
 * Forges a message event as a script of the host's page can, with any `origin` and `source`. Run it
 * in the host's page while the widget is open: the widget must ignore it.
 *
 *     await page.evaluate(dispatchForgedAbort, "https://cards.example");
 *
 * @param origin The event's `origin`.
 */
export function dispatchForgedAbort(origin: string): void {
  const frame = document.querySelector("[data-set-pin-widget]")?.shadowRoot?.querySelector("iframe");
  const source = frame ? frame.contentWindow : null;
  dispatchEvent(new MessageEvent("message", { data: { type: "abort" }, origin, source }));
}
