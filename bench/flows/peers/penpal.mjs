/**
 * Penpal's messages in an a11y-dialog. Its frame calls `abort()` of this page.
 */
import A11yDialog from "a11y-dialog";
import { connect, WindowMessenger } from "penpal";
import { requestPage } from "../token.mjs";

/** @type {import("../flow.d.ts").CreateFlow} */
export function create(host) {
  /** @type {(() => void) | undefined} */
  let end;

  /** @returns {{element: HTMLElement, content: HTMLElement}} */
  function build() {
    const element = document.createElement("div");
    element.setAttribute("aria-hidden", "true");
    element.setAttribute("aria-labelledby", "pin-dialog-title");
    element.className = "dialog";
    const overlay = document.createElement("div");
    overlay.dataset.a11yDialogHide = "";
    const content = document.createElement("div");
    content.setAttribute("role", "document");
    const title = document.createElement("h2");
    title.id = "pin-dialog-title";
    title.textContent = "Set your PIN";
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.a11yDialogHide = "";
    button.textContent = "Close";
    content.append(title, button);
    element.append(overlay, content);
    return { element, content };
  }

  async function run() {
    const { element, content } = build();
    document.body.append(element);
    const dialog = new A11yDialog(element);
    /** @type {{destroy: () => void} | undefined} */
    let connection;
    let isOver = false;
    end = () => {
      if (isOver) return;
      isOver = true;
      connection?.destroy();
      dialog.destroy();
      element.remove();
      host.onExit();
    };
    dialog.on("hide", () => end?.());
    dialog.show();
    const frame = document.createElement("iframe");
    frame.title = "Set your PIN";
    frame.src = await requestPage(host);
    if (isOver) return;
    content.append(frame);
    if (!frame.contentWindow) throw new Error("The frame has no window");
    const messenger = new WindowMessenger({ remoteWindow: frame.contentWindow, allowedOrigins: [host.origin] });
    const connected = connect({ messenger, methods: { abort: () => end?.() } });
    // It rejects when the connection is destroyed before the page has responded.
    connected.promise.catch(() => undefined);
    connection = connected;
  }

  return { open: () => void run().catch(host.onError), close: () => end?.() };
}
