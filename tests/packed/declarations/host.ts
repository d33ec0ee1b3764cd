// A host's code, for the oldest compiler too: it must not use features newer than TypeScript 4.7.

import { createSetPin, preload, type SetPinOptions, themes } from "set-pin-widget";
import { createSetPin as createWithoutWebAssembly } from "set-pin-widget/csp";
import { defineSetPinElement, type SetPinElement } from "set-pin-widget/element";
import { createSetPinTokenHandler } from "set-pin-widget/server";
import { setPinStore } from "set-pin-widget/svelte";
import { createSandbox } from "set-pin-widget/testing";

const options: SetPinOptions = { tokenUrl: "/token", customCss: themes.dark, onExit: ({ error }) => error?.code };
const widget = createSetPin(options);
export const reason: Promise<string> = widget.open().then((result) => result.reason);
createWithoutWebAssembly(options).destroy();
defineSetPinElement();
export const element: SetPinElement = document.createElement("set-pin-widget");
setPinStore(options).open();
export const answer = createSandbox({ scenario: "cancels" }).handleToken;

// Under `exactOptionalPropertyTypes` each option still accepts `undefined`.
const not = undefined as undefined;
widget.update({ theme: not, fetchToken: not, cardStatus: not });
createSetPin({
  tokenUrl: "/token",
  headers: not,
  customCss: { textColor: not },
  messages: { title: not },
  cardStatus: { url: not, waitForActive: { intervalMs: not, timeoutMs: not } },
  retry: { maxAttempts: not, delayMs: not },
  iframe: { sandbox: not, allow: not, referrerPolicy: not },
  signal: not,
  onExit: not,
});
preload({ allowedOrigins: not });
defineSetPinElement("my-set-pin", { autoOpen: not, theme: not, retry: { delayMs: not } });
createSandbox({ scenario: not, card: not, pageOrigin: not, delayMs: not, expiresAfterMs: not });
export const handler = createSetPinTokenHandler({
  issuerUrl: "https://issuer.example",
  clientKey: "key",
  origins: [],
  authorize: () => not,
  clientKeyHeader: not,
  usEnv: not,
  timeoutMs: not,
  fetch: not,
  onError: not,
});

// A property of a result is never `undefined`: it exists or is missing.
// @ts-expect-error: an error exists or is missing
export const result: Awaited<ReturnType<typeof widget.open>> = { reason: "failed", outcome: "unknown", error: not };
