/**
 * Returns a property, unless it is inherited from `Object.prototype`. Code that can add to
 * `Object.prototype`, even if it adds only data (a merge of untrusted JSON, for example), must not
 * choose which page may be framed. The check depends on the object that has the property, not on
 * the value. It works for every realm, because it ignores each prototype that has no prototype
 * itself.
 */
export function own(value: unknown, name: string): unknown {
  let holder: object | null = Object(value) as object;
  while (holder && !Reflect.getOwnPropertyDescriptor(holder, name)) {
    const next: object | null = Object.getPrototypeOf(holder) as object | null;
    holder = next && Object.getPrototypeOf(next) && next;
  }
  return holder ? (value as Record<string, unknown>)[name] : undefined;
}
