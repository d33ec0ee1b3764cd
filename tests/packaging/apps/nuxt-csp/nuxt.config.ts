/** The widget's line: sources by directive. */
const widget = Object.fromEntries(
  (process.env.WIDGET_POLICY ?? "").split("; ").map((directive) => {
    const [name = "", ...sources] = directive.split(" ");
    return [name, sources];
  }),
);

export default defineNuxtConfig({
  compatibilityDate: "2025-07-15",
  devtools: { enabled: true },
  modules: ["nuxt-security"],
  security: {
    headers: {
      contentSecurityPolicy: {
        ...widget,
        // The module's guide requires this for pages that are rendered on a server.
        "script-src": ["'strict-dynamic'", "'nonce-{{nonce}}'", ...(widget["script-src"] ?? [])],
        // The application is served without TLS here.
        "upgrade-insecure-requests": false,
      },
      // The module's default refuses each frame of another origin without the same header.
      crossOriginEmbedderPolicy: "unsafe-none",
    },
  },
});
