/** @jest-environment jsdom */

test.each(["", "/csp", "/element", "/server", "/testing"])("set-pin-widget%s is imported", (entry) => {
  expect(Object.keys(require(`set-pin-widget${entry}`))).not.toHaveLength(0);
});

test("a widget is made", () => {
  const { createSetPin } = require("set-pin-widget");
  expect(createSetPin({ tokenUrl: "/api/card/set-pin/token" }).state).toBe("idle");
});
