/**
 * Merges the own properties of objects into a new one; the last object has priority. The new one
 * has no prototype: code that can add to `Object.prototype`, even if it adds only data (a merge of
 * untrusted JSON, for example), must not choose which page may be framed.
 */
export function merge<Merged extends object>(...objects: (Partial<Merged> | null | undefined)[]): Merged {
  return Object.assign(Object.create(null), ...objects);
}
