// @vitest-environment happy-dom
import { createSetPin } from "set-pin-widget";
import { expect, test } from "vitest";

test("an inline widget requests a token", async () => {
  const container = document.body.appendChild(document.createElement("div"));
  const asked = new Promise((resolve, reject) => {
    const fetchToken = () => new Promise(() => resolve("token request"));
    createSetPin({ mode: "inline", container, fetchToken, onError: reject }).open();
  });
  await expect(asked).resolves.toBe("token request");
});
