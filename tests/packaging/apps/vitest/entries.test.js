// @vitest-environment jsdom
import { createSetPin } from "set-pin-widget";
import { exports as entries } from "set-pin-widget/package.json";
import { expect, test } from "vitest";

/** The entries that contain code: the others have one file for all formats. */
const names = Object.keys(entries).filter((entry) => typeof entries[entry] === "object");

test.each(names)("the entry %s is imported", async (entry) => {
  const exported = Object.keys(await import(/* @vite-ignore */ `set-pin-widget${entry.slice(1)}`));
  // The entries for TSX contain only types.
  expect(exported.length > 0).toBe(!entry.startsWith("./jsx-"));
});

test("a widget is made", () => {
  expect(createSetPin({ tokenUrl: "/api/card/set-pin/token" }).state).toBe("idle");
});

test("an inline widget requests a token", async () => {
  const container = document.body.appendChild(document.createElement("div"));
  const asked = new Promise((resolve, reject) => {
    const fetchToken = () => new Promise(() => resolve("token request"));
    createSetPin({ mode: "inline", container, fetchToken, onError: reject }).open();
  });
  await expect(asked).resolves.toBe("token request");
});
