// Code for Node, without the DOM's types.

import { createSetPinTokenHandler } from "set-pin-widget/server";
import { createSandbox, type RecordedRequest, serveSandbox } from "set-pin-widget/testing";

export const handler = createSetPinTokenHandler({
  issuerUrl: "https://issuer.example",
  clientKey: "key",
  origins: [],
  authorize: () => "token",
});
export const requests: readonly RecordedRequest[] = createSandbox().requests;
export const color: string | undefined = requests[0]?.body?.customCss?.textColor;
export const served = serveSandbox();
