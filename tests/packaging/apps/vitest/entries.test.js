// @vitest-environment jsdom
import { createSetPin } from "set-pin-widget";
import { expect, test } from "vitest";

test.each(["", "/csp", "/element", "/server", "/testing"])("set-pin-widget%s is imported", async (entry) => {
  expect(Object.keys(await import(/* @vite-ignore */ `set-pin-widget${entry}`))).not.toHaveLength(0);
});

test("a widget is made", () => {
  expect(createSetPin({ tokenUrl: "/api/card/set-pin/token" }).state).toBe("idle");
});
