import { type NextRequest, NextResponse } from "next/server";

/** The policy of the framework's own guide. @param nonce Of one response. */
const guide = (nonce: string): Record<string, string[]> => ({
  "default-src": ["'self'"],
  "script-src": ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'"],
  "style-src": ["'self'", `'nonce-${nonce}'`],
  "img-src": ["'self'", "blob:", "data:"],
  "font-src": ["'self'"],
  "object-src": ["'none'"],
  "base-uri": ["'self'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
});

/** The guide's policy, and the widget's line. */
function policyOf(nonce: string) {
  const policy = guide(nonce);
  for (const directive of (process.env.WIDGET_POLICY ?? "").split("; ")) {
    const [name = "", ...sources] = directive.split(" ");
    policy[name] = [...new Set([...(policy[name] ?? []), ...sources])];
  }
  return Object.entries(policy)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}

export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = policyOf(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}
