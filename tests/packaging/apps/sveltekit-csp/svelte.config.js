import adapter from "@sveltejs/adapter-auto";

/** The widget's line: sources by directive, as this framework writes them. */
const widget = Object.fromEntries(
  process.env.WIDGET_POLICY.split("; ").map((directive) => {
    const [name, ...sources] = directive.replaceAll("'", "").split(" ");
    return [name, sources];
  }),
);

export default {
  kit: {
    adapter: adapter(),
    csp: {
      directives: {
        "default-src": ["none"],
        // The framework's guide requires it: its own page contains a style attribute.
        "style-src": ["self", "unsafe-inline"],
        ...widget,
      },
    },
  },
};
