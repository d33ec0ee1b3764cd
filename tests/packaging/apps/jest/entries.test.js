/** @jest-environment jsdom */

const { exports: entries } = require("set-pin-widget/package.json");

/** Those that hold code: the others name one file, whatever the format. */
const names = Object.keys(entries).filter((entry) => typeof entries[entry] === "object");

test.each(names)("the entry %s is imported", (entry) => {
  expect(Object.keys(require(`set-pin-widget${entry.slice(1)}`))).not.toHaveLength(0);
});

test("a widget is made", () => {
  const { createSetPin } = require("set-pin-widget");
  expect(createSetPin({ tokenUrl: "/api/card/set-pin/token" }).state).toBe("idle");
});
