import { tryOrReport } from "../handle/report.js";

/**
 * Counts down on a retry button until a retry can help, and then calls `onEnd`. Returns a function
 * that stops it. Only the button changes, because a live region would be read each second. No clock
 * is read: one that is set back would lock the button.
 */
export function countDown(
  button: HTMLElement,
  label: string,
  retryAfterMs: number | undefined,
  onEnd: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A page may have replaced `clearTimeout`.
  let isStopped = false;
  const show = (seconds: number) => {
    if (isStopped) return;
    if (seconds <= 0) {
      button.removeAttribute("aria-disabled");
      button.textContent = label;
      onEnd();
      return;
    }
    button.setAttribute("aria-disabled", "true");
    button.textContent = `${label} (${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")})`;
    // A button that a page has removed keeps no timer, and is not locked if it comes back.
    const next = () => tryOrReport(() => show(button.isConnected ? seconds - 1 : 0));
    tryOrReport(() => (timer = setTimeout(next, 1000)));
  };
  show(Math.ceil((retryAfterMs ?? 0) / 1000));
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
