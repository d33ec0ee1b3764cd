/**
 * The options that are functions. The code view shows the text of these functions, so the copied
 * code is the code that runs here.
 */

/** @typedef {import("/pkg/index.mjs").SetPinOptions} SetPinOptions */

/** @type {NonNullable<SetPinOptions["fetchToken"]>} */
export const fetchToken = async (request, { signal }) => {
  const response = await fetch("/api/card/set-pin/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal,
  });
  const { ok, status } = response;
  if (!ok) throw Object.assign(new Error("No token"), { status });
  return response.json();
};

/** @type {NonNullable<NonNullable<SetPinOptions["cardStatus"]>["fetch"]>} */
export const fetchStatus = async ({ signal }) => {
  const response = await fetch("/api/card/status", { signal });
  const { ok, status } = response;
  if (!ok) throw Object.assign(new Error("No status"), { status });
  return response.json();
};

/** The number of PIN changes, if your backend knows it. */
export const pinChanges = async (signal = new AbortController().signal) => {
  const response = await fetch("/api/card/pin", { signal });
  return response.ok ? (await response.json()).changes : undefined;
};

/** @type {NonNullable<SetPinOptions["pinVersion"]>} */
export const pinVersion = async ({ signal }) => {
  const response = await fetch("/api/card/pin", { signal });
  return response.ok ? (await response.json()).changes : undefined;
};

/** @type {NonNullable<SetPinOptions["stepUp"]>} */
export const stepUp = async ({ purpose }) => confirm(`In place of a second factor: ${purpose} the PIN?`);

/** @type {Promise<number | undefined>} */
let before = Promise.resolve(undefined);

/** @type {NonNullable<SetPinOptions["confirmOutcome"]>} */
export const confirmOutcome = async ({ signal }) => {
  const [was, is] = await Promise.all([before, pinChanges(signal)]);
  return was === undefined || is === undefined ? undefined : is > was;
};

/** @type {NonNullable<SetPinOptions["onStateChange"]>} */
export const askBefore = (state) => {
  if (state === "starting") before = pinChanges().catch(() => undefined);
};

/** @type {NonNullable<SetPinOptions["onStateChange"]>} */
export const askBeforeAndLog = (state, previous) => {
  if (state === "starting") before = pinChanges().catch(() => undefined);
  console.log("onStateChange", previous, state);
};

/** @type {NonNullable<SetPinOptions["onSignIn"]>} */
export const onSignIn = () => alert("Your page would sign the cardholder in.");

/** Callbacks that only log, by the option's name. @satisfies {Partial<SetPinOptions>} */
export const callbacks = {
  /** @type {NonNullable<SetPinOptions["onReady"]>} */
  onReady: () => console.log("onReady"),
  /** @type {NonNullable<SetPinOptions["onExit"]>} */
  onExit: ({ reason, outcome }) => console.log("onExit", reason, outcome),
  /** @type {NonNullable<SetPinOptions["onError"]>} */
  onError: ({ code, message }) => console.log("onError", code, message),
  /** @type {NonNullable<SetPinOptions["onExpire"]>} */
  onExpire: () => console.log("onExpire"),
  /** @type {NonNullable<SetPinOptions["onStateChange"]>} */
  onStateChange: (state, previous) => console.log("onStateChange", previous, state),
  /** @type {NonNullable<SetPinOptions["onEvent"]>} */
  onEvent: (event) => console.log("onEvent", event.name, event),
};
