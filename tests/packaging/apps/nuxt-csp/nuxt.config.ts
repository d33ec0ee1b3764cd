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
        // What the module's guide asks for where pages are rendered on a server.
        "script-src": ["'strict-dynamic'", "'nonce-{{nonce}}'", ...(widget["script-src"] ?? [])],
        // The application is served without TLS here.
        "upgrade-insecure-requests": false,
      },
      // The module's default keeps out each frame of another origin that does not say the same of itself.
      crossOriginEmbedderPolicy: "unsafe-none",
    },
  },
});
