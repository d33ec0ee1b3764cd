// @vitest-environment jsdom
import { createSetPin } from "set-pin-widget";
import { exports as entries } from "set-pin-widget/package.json";
import { expect, test } from "vitest";

/** Those that hold code: the others name one file, whatever the format. */
const names = Object.keys(entries).filter((entry) => typeof entries[entry] === "object");

test.each(names)("the entry %s is imported", async (entry) => {
  expect(Object.keys(await import(/* @vite-ignore */ `set-pin-widget${entry.slice(1)}`))).not.toHaveLength(0);
});

test("a widget is made", () => {
  expect(createSetPin({ tokenUrl: "/api/card/set-pin/token" }).state).toBe("idle");
});
