/**
 * Runs a flow in a page, and measures it. The functions of `bench` are called by the driver.
 */
import { framesLeft, nextAttachment, nextLoad, watchAttachments, watchFrames } from "./frames.mjs";

/**
 * @typedef {import("../flows/flow.d.ts").Flow} Flow
 * @typedef {object} Setup
 * @property {string} flow The URL of the flow's module.
 * @property {string} origin The origin of the hosted page.
 * @property {string} hosted The path of the hosted page.
 * @property {boolean} announces See `watchFrames`.
 * @property {boolean} usesPort Whether the hosted page's messages come through a `MessagePort`.
 * @property {boolean} [isCold] Whether nothing is preloaded.
 * @property {boolean} [attachments] Whether to watch for attached frames.
 */

/** A flow's exit that takes longer is a failure of the benchmark. */
const PATIENCE_MS = 20_000;

/** @type {Setup} */
let setup;
/** @type {import("../flows/flow.d.ts").CreateFlow} */
let createFlow;
/** @type {Flow} */
let flow;
/** @type {(() => void) | undefined} */
let exited;
/** @type {(error: unknown) => void} */
let failed = () => undefined;
/** The time at which the message arrived that ends the flow; `undefined` while it is awaited. */
let abortedAt = /** @type {number | undefined} */ (0);
const noteAbort = () => {
  abortedAt ??= performance.now();
};
/** How many messages have arrived. */
let received = 0;
/** Called when a message has arrived. */
let onReceived = () => {};

/**
 * How many messages the hosted page posts at once in a flood. More would wait in the browser's
 * queue, which delays every task of the page, whatever its listeners do.
 */
const BATCH = 250;

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
function orFail(work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The flow did not get on in time")), PATIENCE_MS);
    failed = (error) => {
      clearTimeout(timer);
      reject(error);
    };
    work.then((value) => {
      clearTimeout(timer);
      resolve(value);
    }, failed);
  });
}

/** @returns {Promise<void>} */
const nextExit = () =>
  new Promise((resolve) => {
    exited = resolve;
  });

const { MessageChannel } = window;

/** Notes the messages of the channels that the flow makes. */
function watchChannels() {
  window.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      for (const port of [this.port1, this.port2]) port.addEventListener("message", noteAbort);
    }
  };
}

/** A macrotask later, without the delay of nested timers. @returns {Promise<void>} */
const nextTask = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** @returns {Promise<number>} */
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));

function make() {
  const { origin, hosted } = setup;
  const container = document.createElement("div");
  document.body.append(container);
  const made = createFlow({
    fetchToken: async () => ({ hostedPageUrl: `${origin}${hosted}?token=${crypto.randomUUID()}&announce` }),
    origin,
    container,
    onExit: () => exited?.(),
    onError: (error) => failed(error),
  });
  return { ...made, container };
}

/** Opens the flow, and waits until the hosted page has loaded. */
async function openLoaded() {
  const loading = nextLoad();
  flow.open();
  return orFail(loading);
}

async function closed() {
  const exit = nextExit();
  flow.close();
  await orFail(exit);
}

export const bench = {
  /** @param {Setup} given */
  async prepare(given) {
    setup = given;
    // Before the flow's own listeners, so that it runs before them.
    window.addEventListener("message", ({ data, ports }) => {
      received += 1;
      onReceived();
      if (setup.usesPort) for (const port of ports) port.addEventListener("message", noteAbort);
      else if (data?.bench === "aborting") abortedAt = undefined;
      else noteAbort();
    });
    if (setup.usesPort) watchChannels();
    watchFrames(setup.announces);
    if (setup.attachments) watchAttachments();
    ({ create: createFlow } = await import(setup.flow));
    flow = make();
    if (!setup.isCold) await flow.preload?.();
  },

  /** @param {number} count @returns {Promise<number[]>} The time of each cycle. */
  async cycles(count) {
    const times = [];
    for (let index = 0; index < count; index += 1) {
      const start = performance.now();
      await openLoaded();
      await closed();
      times.push(performance.now() - start);
      await nextTask();
    }
    return times;
  },

  /** From `open()` to the attached frame. @param {number} count */
  async attachments(count) {
    const times = [];
    for (let index = 0; index < count; index += 1) {
      const loading = nextLoad();
      const attached = nextAttachment();
      const start = performance.now();
      flow.open();
      times.push((await orFail(attached)) - start);
      await orFail(loading);
      await closed();
      await nextTask();
    }
    return times;
  },

  /** From the message of the hosted page to the removed frame and `onExit`. @param {number} count */
  async aborts(count) {
    const times = [];
    for (let index = 0; index < count; index += 1) {
      const hosted = await openLoaded();
      const exit = nextExit();
      // A message of a port is not in order with those of the window.
      if (setup.usesPort) abortedAt = undefined;
      hosted()?.postMessage({ bench: "abort", isSilent: setup.usesPort }, "*");
      await orFail(exit);
      const end = performance.now();
      if (framesLeft() > 0) throw new Error("The frame is still there after the exit");
      times.push(end - (abortedAt ?? end));
      await nextTask();
    }
    return times;
  },

  /** The time of one message that is not the hosted page's, while a frame is open. @param {number} count */
  async noise(count) {
    await openLoaded();
    const until = received + count;
    const start = performance.now();
    for (let index = 0; index < count; index += 1) window.postMessage({ type: "noise", index }, location.origin);
    while (received < until) await nextTask();
    const time = (performance.now() - start) / count;
    await closed();
    return time;
  },

  /**
   * The longest time between two animation frames, while the hosted page floods this one with
   * messages: the next ones as soon as the last ones have arrived.
   * @param {number} count
   */
  async flood(count) {
    const hosted = (await openLoaded())();
    const until = received + count;
    let last = await nextFrame();
    let longest = 0;
    let batchUntil = received;
    onReceived = () => {
      if (received < batchUntil || received >= until) return;
      batchUntil = Math.min(until, received + BATCH);
      hosted?.postMessage({ bench: "flood", count: batchUntil - received }, "*");
    };
    onReceived();
    while (received < until) {
      const now = await nextFrame();
      longest = Math.max(longest, now - last);
      last = now;
    }
    onReceived = () => {};
    await closed();
    return longest;
  },

  /**
   * Opens and closes `count` times without waiting for the load, and returns the times from
   * `open()` to the attached frame.
   * @param {number} count
   */
  async series(count) {
    const times = [];
    for (let index = 0; index < count; index += 1) {
      const attached = nextAttachment();
      const start = performance.now();
      flow.open();
      times.push((await orFail(attached)) - start);
      await closed();
      await nextTask();
    }
    return times;
  },

  /** Opens `count` flows at once, and returns the time until all pages have loaded. @param {number} count */
  async atOnce(count) {
    const flows = Array.from({ length: count }, make);
    await Promise.all(flows.map((one) => one.preload?.()));
    const loads = flows.map(() => nextLoad());
    const start = performance.now();
    for (const one of flows) one.open();
    await orFail(Promise.all(loads));
    const time = performance.now() - start;
    for (const one of flows) {
      const exit = nextExit();
      one.close();
      await orFail(exit);
      one.destroy?.();
      one.container.remove();
    }
    return time;
  },

  /** Makes `count` flows and keeps them, to measure their memory. @param {number} count */
  hold(count) {
    held = Array.from({ length: count }, make);
  },

  /** Opens the first `count` of the kept flows. @param {number} count */
  async openHeld(count) {
    const flows = held.slice(0, count);
    const loads = flows.map(() => nextLoad());
    for (const one of flows) one.open();
    await orFail(Promise.all(loads));
  },

  framesLeft,
};

/** Keeps the flows of `hold` alive. @type {Flow[]} */
let held = [];

Object.assign(window, { bench, held: () => held.length });
