import { tryOrReport } from "../handle/report.js";

/**
 * Returns a clock in milliseconds that never decreases. It uses the wall clock, which also advances
 * while the machine sleeps, and the monotonic clock, which does not go back when someone sets the
 * wall clock back. A page may have replaced either with one that throws.
 */
export function createClock(): () => number {
  const clocks = [() => Date.now(), () => performance.now()];
  const read = () => clocks.map((clock) => tryOrReport(clock) ?? 0);
  const start = read();
  let latest = 0;
  return () => {
    latest = Math.max(latest, ...read().map((now, at) => now - (start[at] ?? now)));
    return latest;
  };
}
