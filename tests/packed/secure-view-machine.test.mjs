/**
 * The state machine of `./secure-view` in any sequence of events. It is built from its source, because
 * the package does not export it.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { repository } from "./installed.mjs";

const source = `export { Machine } from "./machine.js"; export { fromStatus, failure } from "./errors.js";`;
const { outputFiles } = await build({
  stdin: { contents: source, resolveDir: `${repository}pkg-template/src/secure-view`, loader: "ts" },
  bundle: true,
  format: "esm",
  write: false,
});
/** @type {typeof import("../../pkg-template/src/secure-view/machine.js") & typeof import("../../pkg-template/src/secure-view/errors.js")} */
const { Machine, fromStatus, failure } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? "").toString("base64")}`
);

/** @typedef {import("../../pkg-template/src/secure-view/machine.js").Config} Config */
/** @typedef {import("../../pkg-template/src/secure-view/machine.js").Event} Event */
/** @typedef {import("../../pkg-template/src/secure-view/machine.js").Effect} Effect */
/** @typedef {import("../../pkg-template/src/secure-view/machine.js").Timer} Timer */

/** @type {Config} */
const CONFIG = {
  checksCard: false,
  stepsUp: false,
  maxRequests: 3,
  retryDelayMs: 500,
  requestTimeoutMs: 15_000,
  loadTimeoutMs: 15_000,
  visibleMs: 30_000,
  hideOnBlur: false,
  closeOnFailure: false,
};

/** The browser, as far as the effects change it. */
class World {
  machine = new Machine();
  now = 0;
  /** @type {string | undefined} */
  inFlight;
  /** @type {string | undefined} */
  image;
  /** @type {Set<Timer>} */
  timers = new Set();
  shows = 0;
  exits = 0;
  tokens = 0;
  /** @type {Effect[]} */
  effects = [];

  /** @param {Event} event */
  step(event) {
    const wasActive = this.machine.isActive;
    const completes = /^(?:CardAccepted|StepUp|ImageAccepted|Failed)/.test(event.type);
    if (completes) this.inFlight = undefined;
    if (event.type === "TimerFired") this.timers.delete(event.timer);
    const effects = this.machine.step(event, this.now);
    this.effects = effects;
    const isRefused = event.type === "ShowRefused" && effects.length > 0;
    if (!wasActive && (this.machine.isActive || isRefused)) this.shows += 1;
    for (const effect of effects) this.#apply(effect, event);
    this.#check(wasActive);
  }

  /** @param {Effect} effect @param {Event} event */
  #apply(effect, event) {
    switch (effect.type) {
      case "StartTimer":
        assert.ok(effect.ms >= 0);
        this.timers.add(effect.timer);
        break;
      case "StopTimer":
        this.timers.delete(effect.timer);
        break;
      case "RequestCard":
      case "StepUp":
      case "RequestToken":
        assert.equal(this.inFlight, undefined, "a second request in flight");
        assert.equal(this.image, undefined, "a request beside an image");
        assert.notEqual(event.type, "ShowRequested", "a request in the task of show()");
        this.inFlight = effect.type;
        if (effect.type === "RequestToken") this.tokens += 1;
        break;
      case "AbortRequest":
        this.inFlight = undefined;
        break;
      case "MountImage":
        assert.equal(this.image, undefined, "a second image");
        this.image = effect.href;
        break;
      case "RemoveImage":
        this.image = undefined;
        break;
      case "Exit":
        this.exits += 1;
        assert.equal(effect.reason === "failed", effect.error !== undefined);
        break;
    }
  }

  /** @param {boolean} wasActive */
  #check(wasActive) {
    const { state, isActive } = this.machine;
    if (this.image !== undefined) assert.ok(state === "loading" || state === "ready", `an image in ${state}`);
    if (state === "ready") assert.ok(this.timers.has("countdown"), "an image without an end");
    if (state === "loading") assert.ok(this.timers.has("load"), "an image that may load forever");
    if (isActive) return;
    assert.equal(this.image, undefined);
    assert.equal(this.inFlight, undefined);
    assert.equal(this.timers.size, 0);
    if (wasActive) assert.equal(this.exits, this.shows, "each attempt ends once");
  }
}

/** A small generator of the same numbers in each run. @param {number} seed */
function randomOf(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("any sequence of events keeps the promises", () => {
  let mounts = 0;
  for (let seed = 1; seed <= 1000; seed += 1) {
    const random = randomOf(seed);
    const config = {
      ...CONFIG,
      checksCard: random(2) === 1,
      stepsUp: random(2) === 1,
      hideOnBlur: random(2) === 1,
      closeOnFailure: random(3) === 0,
      visibleMs: [1000, 30_000][random(2)] ?? 1000,
    };
    const world = new World();
    for (let step = 0; step < 40; step += 1) {
      world.now += random(4000);
      const event = nextEvent(world, config, random);
      if (event) world.step(event);
      if (event?.type === "ImageAccepted") mounts += 1;
    }
    world.step({ type: "DestroyRequested" });
    assert.equal(world.machine.state, "destroyed");
    assert.equal(world.exits, world.shows);
  }
  assert.ok(mounts > 300, `only ${mounts} images`);
});

/**
 * An event that a browser could deliver now.
 * @param {World} world @param {Config} config @param {(below: number) => number} random
 * @returns {Event | undefined}
 */
function nextEvent(world, config, random) {
  const failures = [fromStatus(503), fromStatus(429, 60_000), fromStatus(403), failure("image_failed", "", true)];
  const failed = failures[random(failures.length)] ?? fromStatus(500);
  /** @type {Event[]} */
  const any = [
    { type: "ShowRequested", config },
    { type: "RetryPressed", config },
    { type: "ExtendPressed" },
    { type: "HidePressed" },
    { type: "HideRequested" },
    { type: "PageHidden" },
    { type: "PageLeft" },
    { type: "WindowBlurred" },
    { type: "ShowRefused", error: failed.error },
  ];
  // Mostly progress, so that sequences reach an image.
  if (random(4) === 0) return any[random(any.length)];
  if (!world.machine.isActive) return any[0];
  if (world.image !== undefined && world.machine.state === "loading" && random(2) === 0)
    return { type: "ImageLoaded", isPageHidden: random(8) === 0 };
  if (world.image !== undefined && random(8) === 0) return { type: "Failed", failure: failed };
  const timers = [...world.timers];
  const timer = timers[random(timers.length)];
  if (world.inFlight === undefined) return timer && { type: "TimerFired", timer };
  if (random(3) === 0) return { type: "Failed", failure: failed };
  if (random(6) === 0) return timer && { type: "TimerFired", timer };
  if (world.inFlight === "RequestCard") return { type: "CardAccepted" };
  if (world.inFlight === "StepUp") return random(4) === 0 ? { type: "StepUpDeclined" } : { type: "StepUpPassed" };
  return { type: "ImageAccepted", href: `https://issuer.example/${world.now}` };
}

test("an automatic retry waits as long as the response asks, up to 30 seconds, and asks for no step-up", () => {
  const world = new World();
  world.step({ type: "ShowRequested", config: { ...CONFIG, stepsUp: true } });
  world.step({ type: "TimerFired", timer: "begin" });
  world.step({ type: "StepUpPassed" });
  for (const [retryAfter, ms] of [
    [undefined, 500],
    [4000, 4000],
  ]) {
    world.step({ type: "Failed", failure: fromStatus(429, retryAfter) });
    const [timer] = world.effects.filter(({ type }) => type === "StartTimer");
    assert.deepEqual(timer, { type: "StartTimer", timer: "retry", ms });
    world.step({ type: "TimerFired", timer: "retry" });
    assert.equal(world.inFlight, "RequestToken");
  }
  world.step({ type: "Failed", failure: fromStatus(503) });
  assert.equal(world.machine.state, "failed", "no fourth request");
  const other = new World();
  other.step({ type: "ShowRequested", config: CONFIG });
  other.step({ type: "TimerFired", timer: "begin" });
  other.step({ type: "Failed", failure: fromStatus(429, 30_001) });
  assert.equal(other.machine.state, "failed", "too long a wait");
});

test("the countdown ends by the clock, and reminds once, 20 seconds before its end", () => {
  const world = new World();
  world.step({ type: "ShowRequested", config: CONFIG });
  world.step({ type: "TimerFired", timer: "begin" });
  world.step({ type: "ImageAccepted", href: "https://issuer.example/" });
  world.step({ type: "ImageLoaded", isPageHidden: false });
  /** @type {unknown[]} */
  const announced = [];
  while (world.machine.state === "ready" && world.now < 60_000) {
    const [shown] = world.effects.flatMap((effect) => (effect.type === "ShowCountdown" ? [effect] : []));
    if (shown?.announce) announced.push([shown.announce, shown.remainingMs]);
    const [timer] = world.effects.flatMap((effect) => (effect.type === "StartTimer" ? [effect] : []));
    world.now += timer?.ms ?? 0;
    world.step({ type: "TimerFired", timer: "countdown" });
  }
  assert.equal(world.now, 30_000);
  assert.deepEqual(announced, [
    ["shown", 30_000],
    ["remaining", 20_000],
  ]);
});
