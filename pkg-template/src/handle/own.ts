/**
 * A property, unless every object on the page has it: whoever could add to `Object.prototype`, if only data (a merge of untrusted JSON, say), must not
 * choose what may be framed. Told by where it stands, not by its value, and in any realm: a prototype that has none itself is everybody's.
 */
export function own(value: unknown, name: string): unknown {
  let holder: object | null = Object(value) as object;
  while (holder && !Reflect.getOwnPropertyDescriptor(holder, name)) {
    const next: object | null = Object.getPrototypeOf(holder) as object | null;
    holder = next && Object.getPrototypeOf(next) && next;
  }
  return holder ? (value as Record<string, unknown>)[name] : undefined;
}
