/**
 * Reports an error as the browser reports an uncaught one. Never throws, although a page may have
 * replaced the functions that this calls.
 */
export function report(thrown: unknown): void {
  try {
    if (typeof reportError === "function") {
      reportError(thrown);
    } else {
      setTimeout(() => {
        throw thrown;
      });
    }
  } catch {
    // No other way to report the error remains.
  }
}

/**
 * Runs `work` and reports what it throws. An error outside the frame, in the host's elements for
 * example, must not prevent the engine's next step.
 */
export function tryOrReport<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    report(thrown);
    return undefined;
  }
}
