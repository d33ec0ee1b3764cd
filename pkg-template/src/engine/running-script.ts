/**
 * Returns the `<script>` that is running. An element that markup names `currentScript`
 * (`<img name=currentScript>`, for example) hides `document.currentScript`; the prototype's getter
 * still works.
 */
export function runningScript(): HTMLScriptElement | undefined {
  const isScript = (found: unknown): found is HTMLScriptElement => found instanceof HTMLScriptElement;
  const named: unknown = document.currentScript;
  if (isScript(named)) return named;
  const found: unknown = Object.getOwnPropertyDescriptor(Document.prototype, "currentScript")?.get?.call(document);
  return isScript(found) ? found : undefined;
}
