import { defineConfig } from "@playwright/test";

// A browser that is installed already, where Playwright's own cannot be downloaded.
const executablePath = process.env.CHROMIUM;

export default defineConfig({
  testDir: "tests",
  reporter: "list",
  forbidOnly: true,
  expect: { timeout: 10_000 },
  use: { launchOptions: executablePath ? { executablePath } : {} },
  webServer: {
    command: "npm run app",
    // The address that the server prints, on whichever port was free; tests read it as APP_ADDRESS.
    wait: { stdout: /(?<APP_ADDRESS>http:\/\/127\.0\.0\.1:\d+)/, stderr: /(?<APP_ADDRESS>http:\/\/127\.0\.0\.1:\d+)/ },
  },
});
