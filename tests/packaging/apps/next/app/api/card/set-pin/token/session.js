// The signed-in user, from this application's own cookie. The tests write the quick start's
// route.js beside this file.

/** @param {Headers} headers */
export function accessTokenOf(headers) {
  return /(?:^|; )access-token=([^;]+)/.exec(headers.get("cookie") ?? "")?.[1];
}
