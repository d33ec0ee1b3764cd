// Beside the quick start's route.js, which the tests put here: who is signed in, as this application's own cookie says.

/** @param {Headers} headers */
export function accessTokenOf(headers) {
  return /(?:^|; )access-token=([^;]+)/.exec(headers.get("cookie") ?? "")?.[1];
}
