/**
 * `<set-pin-widget>` on a page without its own script, and in and out of the document.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { violations } from "./harness/axe.mjs";
import { detailOf, make, openElements, press, reaches, recordedEvents } from "./harness/element-page.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

describe("a page without its own script", () => {
  test("a click on the button inside opens the dialog, and the PIN is set", async () => {
    const page = await openElements(suite);
    await press(page, "inside");
    await reaches(page, "modal", "ready");
    assert.equal(await page.count("body > [data-set-pin-widget] >>> dialog"), 1);
    await page.hosted().setPinByPointer("4826");
    assert.deepEqual(await detailOf(page, "set-pin-exit"), { reason: "page_closed", outcome: "unknown" });
    assert.ok(await page.session.pinIs("4826"));
    assert.equal((await page.session.observed()).tokensIssued, 1);
    await page.hasNoErrors();
  });

  test("by keyboard alone: in, out by the close button, and back to the button that opened it", async () => {
    const page = await openElements(suite);
    await page.tabTo("#inside");
    await page.press(Key.ENTER);
    await reaches(page, "modal", "ready");
    await page.tabTo("[data-set-pin-close]", { back: true });
    await page.press(Key.ENTER);
    assert.equal((await detailOf(page, "set-pin-exit")).reason, "dismissed");
    assert.ok(await page.isFocused("#inside"));
    await page.hasNoErrors();
  });

  test("a button elsewhere opens by the element's id, and the focus returns to it", async () => {
    const page = await openElements(suite);
    await press(page, "elsewhere");
    await reaches(page, "modal", "ready");
    await page.hosted().click("cancel");
    await detailOf(page, "set-pin-exit");
    assert.ok(await page.isFocused("#elsewhere"));
    assert.deepEqual([...new Set((await recordedEvents(page)).map(({ id }) => id))], ["modal"]);
  });

  for (const id of ["submits", "link"]) {
    test(`#${id} opens into the element and does nothing else`, async () => {
      const page = await openElements(suite);
      await press(page, id);
      await reaches(page, "inline", "ready");
      assert.equal(await page.count("set-pin-widget#inline > [data-set-pin-widget] >>> iframe"), 1);
      assert.equal(new URL(await page.driver.getCurrentUrl()).pathname, "/fixtures/element.html");
      await page.hosted().setPinByScript("4826");
      assert.equal((await detailOf(page, "set-pin-exit")).reason, "page_closed");
      assert.equal(await page.count("[data-set-pin-widget]"), 0);
      await page.hasNoErrors();
    });
  }

  test("a button with a command opens and closes, in browsers that support commands", async (t) => {
    const page = await openElements(suite);
    if (!(await page.run("return 'commandForElement' in HTMLButtonElement.prototype"))) {
      t.skip("this browser does not support commands");
      return;
    }
    await press(page, "invoker");
    await reaches(page, "modal", "ready");
    await page.hosted().click("cancel");
    await reaches(page, "modal", "closed");
    await press(page, "link");
    await reaches(page, "inline", "ready");
    await press(page, "closer");
    await reaches(page, "inline", "closed");
    assert.deepEqual(await recordedEvents(page, "set-pin-error"), []);
  });

  test("a second click during opening is not an error, and requests no second token", async () => {
    const page = await openElements(suite, { faults: { token: [{ kind: "delay", ms: 300 }] } });
    await page.run("document.querySelector('#link').click(); document.querySelector('#link').click();");
    await reaches(page, "inline", "ready");
    await press(page, "link");
    assert.deepEqual(await recordedEvents(page, "set-pin-error"), []);
    assert.equal((await page.session.observed()).tokenRequests.length, 1);
  });

  test("the widget's own button in an inline element starts again and is not an opener", async () => {
    const page = await openElements(suite, { faults: { token: [{ kind: "status", status: 500, times: 3 }] } });
    await press(page, "link");
    await reaches(page, "inline", "failed");
    await (await page.sees("#inline > [data-set-pin-widget] >>> [data-set-pin-retry]")).click();
    await reaches(page, "inline", "ready");
    assert.equal((await recordedEvents(page, "set-pin-error")).length, 1);
    assert.equal((await page.session.observed()).tokenRequests.length, 4);
  });

  test("axe-core finds nothing: closed, in the dialog, and inline", async () => {
    const page = await openElements(suite);
    assert.deepEqual(await violations(page.driver), []);
    await press(page, "link");
    await reaches(page, "inline", "ready");
    assert.deepEqual(await violations(page.driver), []);
    await press(page, "inside");
    await reaches(page, "modal", "ready");
    assert.deepEqual(await violations(page.driver), []);
  });

  test("auto-open opens without a click", async () => {
    const page = await openElements(suite);
    await page.run("document.querySelector('#inline').setAttribute('auto-open', '')");
    await reaches(page, "inline", "ready");
    await page.hosted().click("cancel");
    await reaches(page, "inline", "closed");
    assert.equal((await page.session.observed()).tokensIssued, 1);
  });
});

test("a host that prevents the click's default keeps the element closed", async () => {
  const page = await openElements(suite);
  await page.run("document.querySelector('#inside').addEventListener('click', (event) => event.preventDefault())");
  await press(page, "inside");
  await press(page, "link");
  await reaches(page, "inline", "ready");
  assert.equal(await page.run("return document.querySelector('#modal').state"), "idle");
});

test("every callback is an event, in the order of the callbacks", async () => {
  const page = await openElements(suite, { tokenLifetimeMs: 60_000 });
  await make(page, { attributes: { mode: "inline", "token-lifetime-ms": "1500" } });
  await page.run("document.querySelector('#made').open()");
  await reaches(page, "made", "expired");
  await page.run("document.querySelector('#made').close()");
  const names = (await recordedEvents(page)).filter(({ name }) => name !== "set-pin-event");
  assert.deepEqual(
    names.map(({ name, detail }) => [name, detail]),
    [
      ["set-pin-state-change", { state: "starting", previous: "idle" }],
      ["set-pin-state-change", { state: "requesting", previous: "starting" }],
      ["set-pin-state-change", { state: "loading", previous: "requesting" }],
      ["set-pin-state-change", { state: "ready", previous: "loading" }],
      ["set-pin-ready", null],
      ["set-pin-state-change", { state: "expired", previous: "ready" }],
      ["set-pin-expire", null],
      ["set-pin-state-change", { state: "closed", previous: "expired" }],
      ["set-pin-exit", { reason: "expired", outcome: "unknown" }],
    ],
  );
  const events = (await recordedEvents(page, "set-pin-event")).map(
    ({ detail }) => /** @type {{name: string}} */ (detail).name,
  );
  assert.deepEqual([events[0], events.at(-1)], ["open", "exit"]);
});

test("an attempt that ends while the element is moved, and a callback that throws: the later events still come", async () => {
  const page = await openElements(suite);
  await make(page, { attributes: { mode: "inline" } });
  await page.run("document.querySelector('#made').open()");
  await reaches(page, "made", "ready");
  await page.run(
    `const element = document.querySelector("#made");
     element.options = { onStateChange: () => { throw new Error("a callback of the host"); } };
     const { parentNode } = element;
     element.remove();
     element.close();
     parentNode.append(element);
     element.options = {};`,
  );
  const names = (await recordedEvents(page, "set-pin-event")).map(
    ({ detail }) => /** @type {{name: string}} */ (detail).name,
  );
  assert.equal(names.at(-1), "exit");
});

test("defining it again, by another copy of the package, changes nothing", async () => {
  const page = await openElements(suite);
  const same = await page.run(`
    const before = customElements.get("set-pin-widget");
    fixture.define();
    fixture.define("set-pin-widget");
    return before !== undefined && before === customElements.get("set-pin-widget");`);
  assert.ok(same);
  await press(page, "inside");
  await reaches(page, "modal", "ready");
  await page.hasNoErrors();
});

describe("outside the document", () => {
  for (const id of ["modal", "inline"]) {
    test(`removing it ends an attempt that is ${id}, and leaves nothing`, async () => {
      const page = await openElements(suite);
      const before = await page.surroundings();
      await page.run(`document.querySelector("#${id}").open()`);
      await reaches(page, id, "ready");
      await page.run(`
        fixture.listenCloseBy("#${id}");
        window.taken = document.querySelector("#${id}");
        taken.remove();`);
      assert.deepEqual(await detailOf(page, "set-pin-exit"), { reason: "destroyed", outcome: "unknown" });
      assert.deepEqual(await recordedEvents(page, "set-pin-error"), []);
      const { listeners, observers, requestsInFlight } = await page.surroundings();
      const expected = [...before.listeners];
      for (const name of ["click", "focusin", "pointerover"]) expected.splice(expected.indexOf(`document ${name}`), 1);
      const closeBy = /^set-pin-widget set-pin-/;
      assert.deepEqual(
        { listeners: listeners.filter((name) => !closeBy.test(name)), observers, requestsInFlight },
        {
          listeners: expected,
          observers: [],
          requestsInFlight: 0,
        },
      );
      await page.hasNoErrors();
    });
  }

  test("inserted and removed within one task, even late in it, it sends no request", async () => {
    const page = await openElements(suite);
    await page.run("document.querySelector('#modal').open()");
    await reaches(page, "modal", "ready"); // The engine is loaded: the next attempt begins at once.
    await page.run("document.querySelector('#modal').close()");
    for (const microtasks of [0, 1, 2, 3, 10]) {
      const ended = await page.driver.executeAsyncScript(
        `const [microtasks, done] = arguments;
         const element = document.createElement("set-pin-widget");
         element.setAttribute("auto-open", "");
         element.addEventListener("set-pin-exit", ({ detail }) => done(detail.reason));
         (async () => {
           document.querySelector("main").append(element);
           for (let turn = 0; turn < microtasks; turn += 1) await undefined;
           element.remove();
         })();`,
        microtasks,
      );
      assert.equal(ended, "destroyed");
    }
    await page.run("document.querySelector('#modal').open()");
    await reaches(page, "modal", "ready");
    assert.equal((await page.session.observed()).tokenRequests.length, 2, "the first and the last");
    await page.hasNoErrors();
  });

  test("inserted again, it opens again", async () => {
    const page = await openElements(suite);
    await press(page, "inside");
    await reaches(page, "modal", "ready");
    await page.run("fixture.listenCloseBy('#modal'); window.taken = document.querySelector('#modal'); taken.remove();");
    await detailOf(page, "set-pin-exit");
    await page.run("document.querySelector('main').append(taken)");
    assert.equal(await page.run("return taken.state"), "idle");
    await press(page, "inside");
    await reaches(page, "modal", "ready");
    await page.hasNoErrors();
  });

  test("moving it within one task does not end the attempt", async () => {
    const page = await openElements(suite);
    await page.run("document.querySelector('#modal').open()");
    await reaches(page, "modal", "ready");
    await page.run("document.querySelector('main').append(document.querySelector('#modal'))");
    await page.hosted().setPinByPointer("4826");
    assert.equal((await detailOf(page, "set-pin-exit")).reason, "page_closed");
    assert.equal((await page.session.observed()).tokensIssued, 1);
    await press(page, "inside");
    await reaches(page, "modal", "ready");
  });

  test("moving it while its engine loads does not end the attempt either", async () => {
    const page = await openElements(suite);
    await page.run(
      "document.querySelector('#modal').open(); document.querySelector('main').append(document.querySelector('#modal'))",
    );
    await reaches(page, "modal", "ready");
    assert.equal((await page.session.observed()).tokensIssued, 1);
  });

  test("moving an inline one uses up its token: it reports that and offers to start again", async () => {
    const page = await openElements(suite);
    await page.run("document.querySelector('#inline').open()");
    await reaches(page, "inline", "ready");
    await page.run("document.querySelector('main').append(document.querySelector('#inline'))");
    await reaches(page, "inline", "failed");
    assert.equal((await detailOf(page, "set-pin-error")).code, "frame_reloaded");
    await (await page.sees("#inline > [data-set-pin-widget] >>> [data-set-pin-retry]")).click();
    await reaches(page, "inline", "ready");
  });

  test("moveBefore() keeps the frame alive, if the browser supports that in a shadow tree", async (t) => {
    const page = await openElements(suite);
    if (!(await page.run("return 'moveBefore' in Element.prototype"))) {
      t.skip("this browser has no moveBefore()");
      return;
    }
    await page.run("document.querySelector('#inline').open()");
    await reaches(page, "inline", "ready");
    await page.run("document.querySelector('main').moveBefore(document.querySelector('#inline'), null)");
    if (suite.engine === "firefox") {
      assert.equal((await detailOf(page, "set-pin-error")).code, "frame_reloaded");
      return;
    }
    await page.hosted().setPinByPointer("4826");
    assert.equal((await detailOf(page, "set-pin-exit")).reason, "page_closed");
    assert.equal((await page.session.observed()).spentPageAccesses, 0);
  });
});
