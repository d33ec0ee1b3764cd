/** As the browser reports any uncaught error. */
export function report(thrown: unknown): void {
  if (typeof reportError === "function") {
    reportError(thrown);
  } else {
    setTimeout(() => {
      throw thrown;
    });
  }
}

/** Nothing that goes wrong around the frame, in the host's own elements say, may keep the engine from what it is about to do. */
export function guarded<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    report(thrown);
    return undefined;
  }
}
