import { defineConfig } from "@playwright/test";

// An installed browser, for machines that cannot download Playwright's own.
const executablePath = process.env.CHROMIUM;

export default defineConfig({
  testDir: "tests",
  reporter: "list",
  forbidOnly: true,
  expect: { timeout: 10_000 },
  use: { launchOptions: executablePath ? { executablePath } : {} },
  webServer: {
    command: "npm run app",
    // The URL that the server prints, with a free port; tests read it as APP_URL.
    wait: { stdout: /(?<APP_URL>http:\/\/127\.0\.0\.1:\d+)/, stderr: /(?<APP_URL>http:\/\/127\.0\.0\.1:\d+)/ },
  },
});
