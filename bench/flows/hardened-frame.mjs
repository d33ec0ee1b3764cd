/**
 * One attempt as a careful developer writes it by hand: the URL is validated, a message counts only
 * if it is trusted and has the frame's origin, window and shape, requests and loads have a time
 * limit, and one function cleans up.
 */
import { requestPage } from "./token.mjs";

const REQUEST_TIMEOUT_MS = 15_000;
const LOAD_TIMEOUT_MS = 30_000;
const TOKEN_LIFETIME_MS = 600_000;

/** @type {Set<string>} */
const used = new Set();

/** @param {string} text @param {string} origin */
function accepted(text, origin) {
  const url = new URL(text);
  const isSecure = url.protocol === "https:" || url.hostname === "localhost" || url.hostname === "127.0.0.1";
  if (!isSecure || url.origin !== origin || url.username !== "" || url.password !== "") {
    throw new Error("The hosted page is not on the allowed origin");
  }
  if (used.has(url.href)) throw new Error("This page was used before");
  used.add(url.href);
  return url.href;
}

/**
 * @param {import("./flow.d.ts").Host} host
 * @param {{show: (frame: HTMLIFrameElement) => void, hide: () => void}} view
 * @returns {() => void} Ends the attempt.
 */
export function attempt(host, view) {
  const controller = new AbortController();
  const { signal } = controller;
  let isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {unknown} [error] */
  function end(error) {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    controller.abort();
    view.hide();
    if (error !== undefined) host.onError(error);
    host.onExit();
  }

  /** @param {number} ms @param {string} text */
  function limit(ms, text) {
    clearTimeout(timer);
    timer = setTimeout(() => end(new Error(text)), ms);
  }

  async function run() {
    limit(REQUEST_TIMEOUT_MS, "The token route did not respond in time");
    const url = accepted(await requestPage(host, signal), host.origin);
    if (isOver) return;
    const frame = document.createElement("iframe");
    frame.title = "Set your PIN";
    frame.referrerPolicy = "strict-origin";
    frame.style.width = "100%";
    frame.style.height = "500px";
    frame.style.border = "0";
    frame.src = url;
    window.addEventListener(
      "message",
      (event) => {
        if (!event.isTrusted || event.origin !== host.origin || event.source !== frame.contentWindow) return;
        if (typeof event.data === "object" && event.data !== null && event.data.type === "abort") end();
      },
      { signal },
    );
    frame.addEventListener("load", () => limit(TOKEN_LIFETIME_MS, "The token has expired"), { signal });
    limit(LOAD_TIMEOUT_MS, "The page did not load in time");
    view.show(frame);
  }

  run().catch((error) => end(error));
  return () => end();
}
