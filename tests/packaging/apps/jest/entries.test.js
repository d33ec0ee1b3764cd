/** @jest-environment jsdom */

const { exports: entries } = require("set-pin-widget/package.json");

/** The entries that contain code: the others have one file for all formats. */
const names = Object.keys(entries).filter((entry) => typeof entries[entry] === "object");

test.each(names)("the entry %s is imported", (entry) => {
  const exported = Object.keys(require(`set-pin-widget${entry.slice(1)}`));
  // The entries for TSX contain only types.
  expect(exported.length > 0).toBe(!entry.startsWith("./jsx-"));
});

test("a widget is made", () => {
  const { createSetPin } = require("set-pin-widget");
  expect(createSetPin({ tokenUrl: "/api/card/set-pin/token" }).state).toBe("idle");
});

test("an inline widget requests a token", async () => {
  // jest-environment-jsdom lacks both.
  const { TextDecoder, TextEncoder } = require("node:util");
  Object.assign(globalThis, { TextDecoder, TextEncoder });
  const { createSetPin } = require("set-pin-widget");
  const container = document.body.appendChild(document.createElement("div"));
  const asked = new Promise((resolve, reject) => {
    const fetchToken = () => new Promise(() => resolve("token request"));
    createSetPin({ mode: "inline", container, fetchToken, onError: reject }).open();
  });
  await expect(asked).resolves.toBe("token request");
});
