/** @jest-environment jsdom */

const { exports: entries } = require("set-pin-widget/package.json");

/** Those that hold code: the others name one file, whatever the format. */
const names = Object.keys(entries).filter((entry) => typeof entries[entry] === "object");

test.each(names)("the entry %s is imported", (entry) => {
  const exported = Object.keys(require(`set-pin-widget${entry.slice(1)}`));
  // Those for TSX hold types only.
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
