import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

export default defineConfig({
  plugins: [solid({ include: "**/*.solid.tsx" })],
  build: { rollupOptions: { input: ["solid.html", "preact.html", "lit.html"] } },
});
