/**
 * Watches the frames of a page from outside of the flows: when one is attached, when its page has
 * loaded, and whether it is gone.
 */

/** @typedef {() => Window | null} Hosted Reads the window of a hosted page, which costs Chromium time. */

/** @type {Set<HTMLIFrameElement>} */
const alive = new Set();
/** @type {((hosted: Hosted) => void)[]} */
const awaitingLoad = [];
/** @type {((time: number) => void) | undefined} */
let awaitingAttach;

const { port1: loads, port2: loadsInNextTask } = new MessageChannel();
/** @type {Hosted[]} */
const loadedPages = [];
loads.onmessage = () => {
  const hosted = loadedPages.shift();
  if (hosted) awaitingLoad.shift()?.(hosted);
};

/**
 * Resolves in the next task, when the flow's own listeners for the load have run.
 * @param {Hosted} hosted
 */
function loaded(hosted) {
  loadedPages.push(hosted);
  loadsInNextTask.postMessage(null);
}

/**
 * Starts to watch, before a flow makes frames.
 * @param {boolean} announces Whether the hosted page itself reports its load, because the flow
 * loads other documents into its frame too.
 */
export function watchFrames(announces) {
  const { createElement } = Document.prototype;
  /** @this {Document} @param {string} name @param {ElementCreationOptions} [options] */
  Document.prototype.createElement = function (name, options) {
    const element = createElement.call(this, name, options);
    if (element instanceof HTMLIFrameElement) {
      alive.add(element);
      // A frame without a URL loads an empty document first.
      if (!announces) element.addEventListener("load", () => element.src !== "" && loaded(() => element.contentWindow));
    }
    return element;
  };
  if (!announces) return;
  window.addEventListener("message", ({ data, source }) => {
    if (data?.bench === "loaded") loaded(() => /** @type {Window} */ (source));
  });
}

/** Starts to watch for attached frames, which costs a flow a little time: only to measure that. */
export function watchAttachments() {
  const observer = new MutationObserver((records) => {
    if (awaitingAttach === undefined) return;
    const now = performance.now();
    if (!records.some(({ addedNodes }) => [...addedNodes].some(holdsFrame))) return;
    awaitingAttach(now);
    awaitingAttach = undefined;
  });
  const options = { childList: true, subtree: true };
  observer.observe(document, options);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    observer.observe(root, options);
    return root;
  };
}

/** @param {Node} node @returns {boolean} */
function holdsFrame(node) {
  if (node instanceof HTMLIFrameElement) return true;
  return node instanceof Element && node.querySelector("iframe") !== null;
}

/** @returns {Promise<Hosted>} The next hosted page that has loaded. */
export const nextLoad = () =>
  new Promise((resolve) => {
    awaitingLoad.push(resolve);
  });

/** @returns {Promise<number>} The time at which the next frame is attached. */
export const nextAttachment = () =>
  new Promise((resolve) => {
    awaitingAttach = resolve;
  });

/** Counts the frames in the document, in shadow trees too. */
export function framesLeft() {
  for (const frame of alive) if (!frame.isConnected) alive.delete(frame);
  return alive.size;
}
