/** As the browser reports any uncaught error. Never throws: a page may have replaced what this calls. */
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
    // There is nobody left to report to.
  }
}

/** Nothing that goes wrong around the frame, in the host's own elements say, may keep the engine from what it is about to do. */
export function tryOrReport<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    report(thrown);
    return undefined;
  }
}
