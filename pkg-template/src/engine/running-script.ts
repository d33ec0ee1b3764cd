/**
 * The `<script>` that runs right now. An element that the page calls `currentScript` (`<img name=currentScript>`, say, in what somebody else wrote)
 * takes the place of `document.currentScript`; the prototype's own is behind it.
 */
export function runningScript(): HTMLScriptElement | undefined {
  const isScript = (found: unknown): found is HTMLScriptElement => found instanceof HTMLScriptElement;
  const named: unknown = document.currentScript;
  if (isScript(named)) return named;
  const found: unknown = Object.getOwnPropertyDescriptor(Document.prototype, "currentScript")?.get?.call(document);
  return isScript(found) ? found : undefined;
}
