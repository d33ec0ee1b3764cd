import adapter from "@sveltejs/adapter-auto";

export default {
  kit: {
    adapter: adapter(),
    csp: {
      directives: {
        "default-src": ["none"],
        "script-src": ["self", "wasm-unsafe-eval"],
        // The framework's guide asks for it: its own page holds a style attribute.
        "style-src": ["self", "unsafe-inline"],
        "connect-src": ["self"],
        "frame-src": [process.env.HOSTED_PAGE_ORIGIN],
      },
    },
  },
};
