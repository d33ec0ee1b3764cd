/**
 * Copies `object` without a prototype. Other code on the server may have added properties to
 * `Object.prototype` (a merge of untrusted JSON, for example), and such a property must not count
 * as an option, as a field of a body, or as part of a response.
 */
export function withoutPrototype<T extends object>(object: T): T {
  return { __proto__: null, ...object };
}
