// What runs inside the stand-in's pages. These functions travel as text (`toString`), so each holds all that it needs.

/** The page: takes a PIN by the issuer's rules and forgets it, ends by itself, or misbehaves, as its `<main>` says. */
export function pageScript(): void {
  const main = document.querySelector("main") as HTMLElement;
  const { page = "", does, redirect, expiresAfterMs } = main.dataset;
  const form = document.querySelector("form") as HTMLFormElement;
  const [first, second] = form.querySelectorAll("input") as unknown as [HTMLInputElement, HTMLInputElement];
  const error = document.querySelector("#error") as HTMLElement;
  let isOver = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [text, input] = complaint();
    error.textContent = text;
    for (const field of [first, second]) field.setAttribute("aria-invalid", String(field === input));
    if (input) input.focus();
    else void end("set");
  });
  document.querySelector("#cancel")?.addEventListener("click", () => void end("cancelled"));
  addEventListener("load", () => {
    if (does === "completes") void end("set");
    if (does === "cancels") void end("cancelled");
    if (does === "forges-messages") void forge();
    if (does === "expires") setTimeout(() => isOver || expire(), Number(expiresAfterMs));
  });

  function complaint(): [string, HTMLInputElement?] {
    if (!/^[0-9]{4}$/.test(first.value)) return ["Enter exactly 4 digits.", first];
    if (/^(.)\1{3}$/.test(first.value)) return ["Choose digits that are not all the same.", first];
    if (second.value !== first.value) return ["The two PINs differ: enter the same one twice.", second];
    return [""];
  }

  /** Only what happened is sent: a PIN typed into a stand-in leaves the page no more than a real one would reach the host. */
  async function end(what: "set" | "cancelled"): Promise<void> {
    if (isOver) return;
    isOver = true;
    form.reset();
    const headers = { "content-type": "application/json" };
    const told = fetch("/pin-direct/done", { method: "POST", headers, body: JSON.stringify({ page, what }) });
    // A test that cuts the network off has left the page all the same.
    const answer = await told.catch(() => undefined);
    if (answer?.status === 410) return expire();
    say(what === "set" ? "The stand-in took a PIN" : "Cancelled");
    // The issuer does not know who embeds its page, and the message holds nothing.
    if (!redirect) parent.postMessage({ type: "abort" }, "*");
    else location.replace(redirect);
  }

  function expire(): void {
    isOver = true;
    say("This page is no longer valid");
  }

  function say(words: string): void {
    const heading = document.createElement("h1");
    heading.textContent = words;
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
    // The right words, from windows that are not the frame's: one of this origin, one of none.
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

/** A window that may not speak for the page, and does: to the top of what it stands in, which is the host or holds it. */
export function forgerScript(): void {
  const { next } = document.documentElement.dataset;
  // With a page to go on to it is the widget's own frame, on an origin of none; without, a frame within the page.
  (next ? parent : parent.parent).postMessage({ type: "abort" }, "*");
  if (next) location.replace(next);
}

/**
 * Forges what no other origin can: a message event made by a script of the host's own page, with any `origin` and `source` that it likes. Run it there, where the
 * widget is open (`await page.evaluate(dispatchForgedAbort, "https://cards.example")`): nothing must happen.
 *
 * @param origin What the event claims as its origin.
 */
export function dispatchForgedAbort(origin: string): void {
  const frame = document.querySelector("[data-set-pin-widget]")?.shadowRoot?.querySelector("iframe");
  const source = frame ? frame.contentWindow : null;
  dispatchEvent(new MessageEvent("message", { data: { type: "abort" }, origin, source }));
}
