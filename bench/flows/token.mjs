/**
 * The token request that every flow but the widget's own sends.
 */

/**
 * @param {import("./flow.d.ts").Host} host
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} The URL of the hosted page.
 */
export async function requestPage({ tokenUrl, fetchToken }, signal) {
  if (fetchToken) return (await fetchToken()).hostedPageUrl;
  const response = await fetch(String(tokenUrl), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ isEmbedded: true }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new Error(`The token route responded with ${response.status}`);
  return (await response.json()).hostedPageUrl;
}
