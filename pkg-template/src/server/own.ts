/**
 * A copy of `object` that inherits nothing: what other code of the server has put on `Object.prototype` (a merge of untrusted JSON, say) is no
 * option, no field of a body, and no part of an answer.
 */
export function own<T extends object>(object: T): T {
  return { __proto__: null, ...object };
}
