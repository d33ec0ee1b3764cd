/**
 * The page removes the widget while it is open. The attempt ends at once with its only exit,
 * nothing stays locked, and the next attempt works.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/** @type {Record<string, {settings?: import("./harness/sandbox.mjs").Settings, options?: Record<string, unknown>}>} */
const STATES = {
  checking: { options: { cardStatus: { fetch: { $: "never settles" } } } },
  requesting: { settings: { faults: { token: [{ kind: "hang" }] } } },
  loading: { settings: { faults: { page: [{ kind: "hang" }] } } },
  ready: {},
  failed: { settings: { faults: { token: [{ kind: "malformed" }] } } },
  expired: { options: { tokenLifetimeMs: 600 } },
};

const CONTAINER = { inline: "#container", modal: "body" };

/** The ways to remove the widget, each as a script. */
const WAYS = {
  "body.replaceWith()": "document.body.replaceWith(document.createElement('body'))",
  "the host element's remove()": "document.querySelector('[data-set-pin-widget]').remove()",
  "remove() of the dialog or box":
    "document.querySelector('[data-set-pin-widget]').shadowRoot.firstElementChild.remove()",
  "document.open()": "document.open(); document.close()",
};

/** @param {Widget} widget @param {RegExp} message */
async function endedOnce(widget, message) {
  const { reason, error } = await widget.result();
  assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "frame_removed" });
  assert.match(error?.message ?? "", message);
  const codes = (await widget.errors()).map(({ code }) => code).filter((code) => code !== "invalid_response");
  assert.deepEqual(codes, ["frame_removed"], "onError once");
  assert.equal((await widget.calls("onExit")).length, 1, "onExit once");
}

/** @param {HostPage} page */
async function isFree(page) {
  assert.equal(await page.count("[data-set-pin-widget]"), 0);
  const overflow = await page.run(
    "return [document.documentElement, document.body].map((element) => getComputedStyle(element).overflowY)",
  );
  assert.deepEqual(overflow, ["visible", "visible"], "the page scrolls");
}

/** @param {HostPage} page */
async function nextOneWorks(page) {
  const widget = await page.startModal();
  await widget.reaches("ready");
  await page.hosted().click("cancel");
  assert.equal((await widget.result()).reason, "page_closed");
}

for (const mode of /** @type {const} */ (["inline", "modal"])) {
  describe(`${mode}, removed by`, () => {
    for (const [way, script] of Object.entries(WAYS)) {
      test(way, async () => {
        const page = await suite.open();
        const widget = await page.ready({ mode, container: CONTAINER[mode] });
        await page.run(script);
        await endedOnce(widget, /removed from the document/);
        await isFree(page);
        await nextOneWorks(page);
      });
    }
  });
}

describe("its container is removed while the attempt is", () => {
  for (const [state, { settings, options }] of Object.entries(STATES)) {
    test(state, async () => {
      const page = await suite.open(settings);
      const before = await page.surroundings();
      const widget = await page.start(options);
      await widget.reaches(/** @type {import("./harness/host-page.mjs").SetPinState} */ (state));
      await page.run("document.querySelector('#container').remove()");
      await endedOnce(widget, /removed from the document/);
      await isFree(page);
      assert.deepEqual((await page.surroundings()).listeners, before.listeners);
      assert.deepEqual((await page.surroundings()).observers, before.observers);
    });
  }

  test("ready, in a shadow tree whose host is removed", async () => {
    const page = await suite.open();
    const widget = await page.ready({ container: { $: "element in a shadow tree" } });
    await page.run("document.querySelector('#container').remove()");
    await endedOnce(widget, /removed from the document/);
  });
});

describe("a modal in a container that is not displayed any more", () => {
  for (const [name, value] of Object.entries({ threshold: "auto", trackVisibility: true })) {
    test(`display: none, on a page where every object has ${name}`, async () => {
      const page = await suite.open();
      await page.run(
        "Object.defineProperty(Object.prototype, arguments[0], { value: arguments[1], configurable: true, writable: true, enumerable: true })",
        name,
        value,
      );
      const widget = await page.startModal({ container: "#container" });
      await widget.reaches("ready");
      await page.run("document.querySelector('#container').style.display = 'none'");
      await endedOnce(widget, /no longer displayed/);
      await page.run("delete Object.prototype[arguments[0]]", name);
    });
  }

  for (const [name, script] of Object.entries({
    "has no IntersectionObserver": "delete window.IntersectionObserver",
    "has one that throws": "window.IntersectionObserver = class { constructor() { throw new Error('not here'); } }",
  })) {
    test(`display: none, on a page that ${name}: ends at the page's next change`, async () => {
      const page = await suite.open();
      await page.run(script);
      const widget = await page.startModal({ container: "#container" });
      await widget.reaches("ready");
      await page.run("document.querySelector('#container').style.display = 'none'; document.body.append('a change')");
      await endedOnce(widget, /no longer displayed/);
    });
  }

  for (const state of ["requesting", "ready"]) {
    test(`display: none, while ${state}`, async () => {
      const page = await suite.open(STATES[state]?.settings);
      const widget = await page.startModal({ container: "#container" });
      await widget.reaches(/** @type {import("./harness/host-page.mjs").SetPinState} */ (state));
      await page.run("document.querySelector('#container').style.display = 'none'");
      await endedOnce(widget, /no longer displayed/);
      await page.run("document.querySelector('#container').style.display = ''");
      await isFree(page);
      await nextOneWorks(page);
    });
  }

  test("the host's own dialog around it is closed", async () => {
    const page = await suite.open();
    await page.run(
      `window.place = document.body.appendChild(document.createElement("dialog"));
       place.showModal();`,
    );
    const widget = await page.ready({ mode: "modal", container: { $: "the test's container" } });
    await page.run("place.close()");
    await endedOnce(widget, /no longer displayed/);
    await page.run("place.remove(); delete window.place;");
    await isFree(page);
    await nextOneWorks(page);
  });
});

describe("a modal that the page moves within the document, so that its dialog is not modal any more", () => {
  const MOVES = {
    "append() of the container": "document.querySelector('main').append(document.querySelector('#container'))",
    "append() of the host element":
      "document.querySelector('main').append(document.querySelector('[data-set-pin-widget]'))",
    "append() of the dialog in its shadow tree":
      "const { shadowRoot } = document.querySelector('[data-set-pin-widget]'); shadowRoot.append(shadowRoot.firstElementChild)",
  };
  for (const [move, script] of Object.entries(MOVES)) {
    for (const state of ["checking", "requesting", "loading", "ready", "failed"]) {
      test(`${move}, while ${state}`, async () => {
        const { settings, options } = STATES[state] ?? {};
        const page = await suite.open(settings);
        const widget = await page.startModal({ container: "#container", ...options });
        await widget.reaches(/** @type {import("./harness/host-page.mjs").SetPinState} */ (state));
        await page.run(script);
        await endedOnce(widget, /moved/);
        await isFree(page);
        // A fault that is still pending would affect the next attempt.
        if (!settings) await nextOneWorks(page);
      });
    }
  }

  test("append() of the container, on a page where every object has attributeFilter", async () => {
    const page = await suite.open(STATES.requesting?.settings);
    await page.run("Object.prototype.attributeFilter = 1");
    const widget = await page.startModal({ container: "#container" });
    await widget.reaches("requesting");
    await page.run(MOVES["append() of the container"]);
    await endedOnce(widget, /moved/);
    await page.run("delete Object.prototype.attributeFilter");
    await isFree(page);
  });

  for (const state of ["requesting", "ready"]) {
    test(`moveBefore() of the container, while ${state}`, async (context) => {
      const page = await suite.open(STATES[state]?.settings);
      if (!(await page.run("return 'moveBefore' in Element.prototype"))) {
        context.skip("this browser has no moveBefore()");
        return;
      }
      const widget = await page.startModal({ container: "#container" });
      await widget.reaches(/** @type {import("./harness/host-page.mjs").SetPinState} */ (state));
      await page.run("document.querySelector('main').moveBefore(document.querySelector('#container'), null)");
      if (suite.engine === "firefox") {
        // Firefox 153 removes a dialog from the top layer anyway.
        await endedOnce(widget, /moved/);
        await isFree(page);
        return;
      }
      await page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))");
      assert.equal(await page.run("return deepFind('dialog').matches(':modal')"), true);
      assert.equal((await widget.report()).state, state);
      assert.deepEqual(await widget.errors(), []);
    });
  }
});

for (const [property, hidden] of /** @type {const} */ ([
  ["display", "none"],
  ["visibility", "hidden"],
])) {
  test(`inline, a container that is hidden for a while by its ${property} hides the widget, and the attempt continues`, async () => {
    const page = await suite.open();
    const widget = await page.ready();
    /** @param {string} value */
    const setProperty = (value) =>
      page.run("document.querySelector('#container').style[arguments[0]] = arguments[1]", property, value);
    await setProperty(hidden);
    await page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))");
    assert.equal(await isFrameHit(page), false);
    await setProperty("");
    assert.equal(await isFrameHit(page), true);
    await page.hosted().click("cancel");
    assert.equal((await widget.result()).reason, "page_closed");
  });
}

/**
 * Reports whether a press at the centre of the frame would reach the frame.
 * @param {HostPage} page
 */
async function isFrameHit(page) {
  return page.run(
    `const frame = document.querySelector("[data-set-pin-widget]").shadowRoot.querySelector("iframe");
     frame.scrollIntoView({ block: "center", behavior: "instant" });
     const { left, top, width, height } = frame.getBoundingClientRect();
     const hit = document.elementFromPoint(left + width / 2, top + height / 2);
     return hit?.shadowRoot?.contains(frame) === true;`,
  );
}

/**
 * The changes run while the browser delivers resize observations for an element that is much deeper
 * in the page than the widget. A resize of the widget is then too late for that delivery.
 */
describe("a resize observer of the page causes no error of the widget", () => {
  /** @param {HostPage} page @param {string} change */
  async function changeWhileSizesAreDelivered(page, change) {
    await page.run(
      `let deepest = document.body;
       for (let depth = 0; depth < 30; depth += 1) deepest = deepest.appendChild(document.createElement("div"));
       const observer = new ResizeObserver(() => { observer.disconnect(); ${change} });
       observer.observe(deepest);
       return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));`,
    );
  }

  test("inline, when it resizes the container", async () => {
    const page = await suite.open();
    const widget = await page.ready();
    await changeWhileSizesAreDelivered(page, "document.querySelector('#container').style.width = '300px'");
    await page.hosted().click("cancel");
    assert.equal((await widget.result()).reason, "page_closed");
    await page.hasNoErrors();
  });

  test("in a dialog, when it hides the container", async () => {
    const page = await suite.open();
    const widget = await page.ready({ mode: "modal", container: "#container" });
    await changeWhileSizesAreDelivered(page, "document.querySelector('#container').style.display = 'none'");
    await endedOnce(widget, /no longer displayed/);
    await page.hasNoErrors();
  });
});

describe("a modal outside the visible area, in a frame", () => {
  /**
   * Makes a frame of the page's own origin with a container for the widget, far below the visible
   * area.
   */
  const FAR_BELOW = `
    const space = document.body.appendChild(document.createElement("div"));
    space.style.height = "5000px";
    const frame = document.body.appendChild(document.createElement("iframe"));
    return new Promise((done) => {
      frame.onload = () => {
        window.place = frame.contentDocument.body.appendChild(frame.contentDocument.createElement("div"));
        done();
      };
      frame.src = "/fixtures/sender.html";
    });`;

  test("its container is not displayed any more", async () => {
    const page = await suite.open({}, "/fixtures/blank.html?csp=none");
    await page.run(FAR_BELOW);
    const widget = await page.ready({ mode: "modal", container: { $: "the test's container" } });
    await page.run("scrollTo(0, 0); place.style.display = 'none'");
    await endedOnce(widget, /no longer displayed/);
  });
});

describe("a container that is not displayed before opening: container_not_found, before any request", () => {
  for (const mode of ["inline", "modal"]) {
    for (const [what, script] of /** @type {[string, string][]} */ ([
      ["display: none", "place.style.display = 'none'"],
      ["within display: none", "place.parentElement.style.display = 'none'"],
      ["a closed dialog", "place.append(document.createElement('dialog')); window.place = place.firstChild"],
    ])) {
      test(`${mode}, ${what}`, async () => {
        const page = await suite.open();
        await page.run(`window.place = document.querySelector("#container"); ${script}`);
        const widget = await page.start({ mode, container: { $: "the test's container" } });
        const { reason, error } = await widget.result();
        assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "container_not_found" });
        assert.match(error?.message ?? "", /not displayed/);
        assert.equal((await page.session.observed()).tokenRequests.length, 0);
        await isFree(page);
      });
    }
  }

  for (const [what, style] of Object.entries({
    "display: contents": "display:contents",
    "an empty inline box": "display:inline",
    "no height": "height:0;overflow:visible",
  })) {
    test(`but ${what} is displayed`, async () => {
      const page = await suite.open();
      await page.run("document.querySelector('#container').style.cssText = arguments[0]", style);
      await page.ready();
      assert.equal(await page.count(FRAME), 1);
    });
  }
});
