let locks = 0;
let before: readonly [value: string, priority: string] = ["", ""];

/** For browsers without constructed style sheets (Firefox before 101, Safari before 16.4): holds the page still by an inline style. */
export function lockInline({ style }: HTMLElement): () => void {
  if (locks === 0) {
    before = [style.getPropertyValue("overflow"), style.getPropertyPriority("overflow")];
    style.setProperty("overflow", "hidden", "important");
  }
  locks += 1;
  return () => {
    locks -= 1;
    if (locks === 0) style.setProperty("overflow", ...before);
  };
}
