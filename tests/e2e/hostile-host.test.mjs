/**
 * A host page that is broken, careless, or polluted by another author's script. Every attempt still
 * ends, and nothing of it remains. One file, because it is the list of the faults of host pages.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FRAME } from "./harness/host-page.mjs";
import { messageKeys } from "./harness/languages.mjs";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();
const OWN_TEXTS = Object.fromEntries(messageKeys.map((key) => [key, `My ${key}`]));

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */
/** @typedef {import("./harness/host-page.mjs").Widget} Widget */

/**
 * Checks that `close()` ends the attempt and that nothing of it remains.
 * @param {HostPage} page
 * @param {Widget} widget
 */
async function endsAndLeavesNothing(page, widget) {
  await widget.act("close");
  await widget.result();
  assert.equal((await widget.calls("onExit")).length, 1);
  assert.equal(await page.count("[data-set-pin-widget], iframe, dialog"), 0);
  assert.equal(
    await page.run("return [document.documentElement, document.body].some((element) => element.hasAttribute('style'))"),
    false,
    "the page scrolls again",
  );
}

describe("code that throws around the frame", () => {
  test("a focus() of the host, when the focus returns", async () => {
    const page = await suite.open();
    await page.run(
      `class Menu extends HTMLElement {
         focus() { throw new Error("rendered again"); }
       }
       customElements.define("x-menu", Menu);
       const menu = document.body.appendChild(new Menu());
       menu.attachShadow({ mode: "closed" }).appendChild(document.createElement("button")).focus();`,
    );
    const widget = await page.ready({ mode: "modal" });
    await endsAndLeavesNothing(page, widget);
  });

  test("a container's append(): no token that cannot be used is requested", async () => {
    const page = await suite.open();
    await page.run("document.querySelector('#container').append = () => { throw new Error('not here'); }");
    const widget = await page.start();
    assert.equal((await widget.result()).error?.code, "container_not_found");
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
    await endsAndLeavesNothing(page, widget);
  });

  test("a browser without showModal(): no token is requested, and no box covers the page", async () => {
    const page = await suite.open();
    await page.run("HTMLDialogElement.prototype.showModal = undefined");
    const widget = await page.startModal();
    assert.equal((await widget.result()).reason, "failed");
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
    await endsAndLeavesNothing(page, widget);
  });

  test("the tabIndex of the element that had the focus, when the focus returns", async () => {
    const page = await suite.open();
    await page.run(
      `customElements.define("x-field", class extends HTMLElement {
         get tabIndex() { if (window.throws) throw new Error("rendered again"); return -1; }
       });
       const field = document.body.appendChild(document.createElement("x-field"));
       field.attachShadow({ mode: "closed" }).appendChild(document.createElement("button")).focus();`,
    );
    const widget = await page.ready({ mode: "modal" });
    await page.run("window.throws = true");
    await endsAndLeavesNothing(page, widget);
  });

  for (const [what, options] of /** @type {[string, Record<string, unknown>][]} */ ([
    ["a wrong option", { mode: "popup" }],
    [
      "a failure that ends the attempt",
      { fetchToken: { $: "rejects with a status of 404" }, tokenUrl: undefined, onFailure: "close" },
    ],
  ])) {
    test(`a console that throws, without an onError: ${what}`, async () => {
      const page = await suite.open();
      await page.run("console.error = () => { throw new Error('fail on console'); }");
      const widget = await page.start({ ...options, onError: undefined });
      assert.equal((await widget.result()).reason, "failed");
      await endsAndLeavesNothing(page, widget);
    });
  }

  test("a signal whose listener cannot be removed", async () => {
    const page = await suite.open();
    const widget = await page.ready({ signal: { $: "a signal that throws when its listener is removed" } });
    await endsAndLeavesNothing(page, widget);
  });

  test("a signal whose listener cannot be removed: the next signal still counts", async () => {
    const page = await suite.open();
    const widget = await page.ready({ signal: { $: "a signal that throws when its listener is removed" } });
    await widget.update({ signal: { $: "another signal" } });
    await page.run("fixture.abortTheOther()");
    assert.equal((await widget.result()).reason, "closed_by_host");
  });

  test("an aborted signal that no listener can be added to", async () => {
    const page = await suite.open();
    const widget = await page.start({ signal: { $: "an aborted signal that throws when a listener is added" } });
    assert.equal((await widget.result()).reason, "closed_by_host");
    assert.deepEqual((await page.session.observed()).tokenRequests, []);
  });

  test("setTimeout() when the window loses the focus: no listener and no token remains", async () => {
    const page = await suite.open();
    const before = await page.surroundings();
    const widget = await page.ready();
    await page.run(
      `window.frame = deepFind(arguments[0]);
       const { setTimeout } = window;
       window.setTimeout = () => { throw new Error("no timer"); };
       window.dispatchEvent(new Event("blur"));
       window.setTimeout = setTimeout;`,
      FRAME,
    );
    const { reason, error } = await widget.result();
    assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "runtime_load_failed" });
    assert.equal(await page.run("return frame.getAttribute('src')"), "");
    assert.deepEqual((await page.surroundings()).listeners, before.listeners);
  });

  for (const name of ["createElement", "prerendering", "body"]) {
    test(`an element of the page with the name ${name}`, async () => {
      const page = await suite.open({ faults: { token: [{ kind: "delay", ms: 300 }] } });
      const widget = await page.startModal();
      await widget.reaches("requesting");
      await page.run(
        `const form = document.createElement("form");
         form.name = arguments[0];
         document.body.append(form);`,
        name,
      );
      const second = await page.startModal();
      await second.act("close");
      await second.result();
      await endsAndLeavesNothing(page, widget);
    });
  }

  test("a form with the name body does not become the container", async () => {
    const page = await suite.open();
    await page.run(
      "const form = document.createElement('form'); form.name = 'body'; form.hidden = true; document.body.append(form)",
    );
    const widget = await page.startModal();
    await widget.reaches("ready");
    assert.ok(await (await page.find("dialog")).isDisplayed());
    await endsAndLeavesNothing(page, widget);
  });

  /**
   * Names that markup can use to hide the document's own properties, if the code reads or calls
   * them.
   */
  const NAMES = [
    ...["documentElement", "adoptedStyleSheets", "activeElement", "body", "baseURI", "defaultView", "head"],
    ...["createElement", "querySelector", "addEventListener", "parentNode", "nodeType", "host"],
  ];

  for (const name of NAMES) {
    for (const when of ["before the attempt", "while the dialog is open"]) {
      test(`an image with the name ${name}, ${when}: the dialog opens and closes, and the page scrolls and has its focus again`, async () => {
        const page = await suite.open();
        await page.run("document.querySelector('#opener').focus()");
        const insert = () =>
          page.run(
            `const image = new Image();
             image.id = "clobber";
             image.name = arguments[0];
             document.querySelector("#opener").after(image);`,
            name,
          );
        const remove = () => page.run("clobber.remove()");
        const overflow = () =>
          page.run(
            "return ['html', 'body'].map((name) => getComputedStyle(document.getElementsByTagName(name)[0]).overflowY)",
          );
        const before = await overflow();
        if (when === "before the attempt") await insert();
        const widget = await page.startModal();
        await widget.reaches("ready");
        if (when !== "before the attempt") await insert();
        await widget.act("close");
        await widget.result();
        await remove();
        assert.deepEqual(await overflow(), before);
        assert.equal(await page.isFocused("#opener"), true);
        await endsAndLeavesNothing(page, widget);
      });
    }
  }

  for (const names of [
    ["parentNode"],
    ["getAttribute", "ownerDocument", "previousElementSibling", "nodeType", "host"],
    ["isConnected", "getClientRects", "matches", "focus", "localName", "shadowRoot", "contains"],
  ]) {
    test(`a form around the opener with fields named ${names.join(", ")}`, async () => {
      const page = await suite.open();
      await page.run(
        `const opener = document.querySelector("#opener");
         const form = document.createElement("form");
         for (const name of arguments[0]) {
           const field = document.createElement("input");
           field.name = name;
           form.append(field);
         }
         opener.before(form);
         form.tabIndex = -1;
         form.prepend(opener);
         opener.focus();`,
        names,
      );
      const widget = await page.startModal();
      await widget.reaches("ready");
      await page.run("document.querySelector('#opener').remove()");
      await endsAndLeavesNothing(page, widget);
    });
  }

  for (const locale of ["toString", "__proto__", "constructor"]) {
    test(`a locale that is the name of a property of every object: ${locale}`, async () => {
      const page = await suite.open();
      const widget = await page.ready({ mode: "modal", locale, messages: OWN_TEXTS });
      await endsAndLeavesNothing(page, widget);
    });
  }

  test("a locale that is not a string, given during a token request", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "delay", ms: 1500 }] } });
    const widget = await page.startModal();
    await widget.reaches("requesting");
    await widget.update({ locale: { $: "symbol" } });
    await widget.reaches("ready");
    await endsAndLeavesNothing(page, widget);
  });
});

describe("a property of Object.prototype", () => {
  for (const name of ["theme", "mode", "value", "get", "signal", "type", "once"]) {
    test(`from before the package was loaded does not keep a PIN from being set: ${name}`, async () => {
      const page = await suite.open({}, `/fixtures/blank.html?polluted=${name}`);
      const widget = await page.ready({ mode: "modal" });
      await page.hosted().setPinByPointer("4826");
      assert.equal((await widget.result()).reason, "page_closed");
      assert.equal(await page.session.pinIs("4826"), true);
      assert.deepEqual((await page.session.observed()).tokenRequests[0]?.body, { isEmbedded: true });
      await page.run("delete Object.prototype[arguments[0]]", name);
    });
  }

  test("is not an origin that the host allows", async () => {
    const page = await suite.open();
    await page.run("Object.prototype.allowedOrigins = [arguments[0]]", page.origins.page);
    const widget = await page.start({ allowedOrigins: undefined });
    await widget.reaches("failed");
    assert.equal((await widget.errors())[0]?.code, "untrusted_origin");
    await page.run("delete Object.prototype.allowedOrigins");
  });

  for (const value of ["0", "undefined", "['https://cards.baanx.com']"]) {
    test(`removes none of the host's allowed origins: ${value}`, async () => {
      const page = await suite.open();
      await page.run(`Object.prototype.allowedOrigins = ${value}`);
      const widget = await page.start({ allowedOrigins: ["https://pin.bank.example"] });
      await widget.reaches("failed");
      await page.run("delete Object.prototype.allowedOrigins");
      assert.equal((await widget.errors())[0]?.code, "untrusted_origin");
      assert.match((await widget.errors())[0]?.message ?? "", /allowedOrigins/);
      assert.equal((await page.notes()).framesMade, 0);
    });
  }

  test("does not change the host's sandbox", async () => {
    const page = await suite.open();
    const sandbox = "allow-scripts allow-same-origin";
    await page.run("Object.prototype.sandbox = arguments[0]; Object.prototype.iframe = 1", sandbox);
    await page.ready({ iframe: { sandbox } });
    assert.equal(await (await page.find("[data-set-pin-widget] >>> iframe")).getAttribute("sandbox"), sandbox);
    await page.run("delete Object.prototype.sandbox; delete Object.prototype.iframe");
  });

  test("is not a URL from the backend", async () => {
    const page = await suite.open({ faults: { token: [{ kind: "body", body: { token: "x" }, times: 0 }] } });
    await page.run(
      "Object.prototype.hostedPageUrl = arguments[0]",
      `${page.origins.page}/pin-direct/set?token=another`,
    );
    const widget = await page.start({ retry: false });
    await widget.reaches("failed");
    await page.run("delete Object.prototype.hostedPageUrl");
    assert.equal((await widget.errors())[0]?.code, "invalid_response");
    assert.equal((await page.notes()).framesMade, 0);
  });

  test("does not make a card active", async () => {
    const page = await suite.open();
    await page.run("Object.prototype.status = 'ACTIVE'");
    const widget = await page.start({ cardStatus: { fetch: { $: "returns an empty object" } }, retry: false });
    await widget.reaches("failed");
    await page.run("delete Object.prototype.status");
    assert.equal((await widget.errors())[0]?.code, "card_status_failed");
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("is not a text of the widget, and not an option of a request or an observer", async () => {
    const page = await suite.open();
    await page.run(
      "Object.prototype.title = 'Type your PIN here'; Object.prototype.attributeFilter = 1; Object.prototype.integrity = 'sha256-AAAA'",
    );
    const widget = await page.startModal();
    await widget.reaches("ready");
    assert.equal(await (await page.find("dialog")).getAttribute("aria-label"), "Set your card PIN");
    await page.run("for (const name of ['title', 'attributeFilter', 'integrity']) delete Object.prototype[name]");
    await endsAndLeavesNothing(page, widget);
  });

  test("is not an appearance of the host", async () => {
    const page = await suite.open();
    await page.run("Object.prototype.theme = 'dark'; Object.prototype.textColor = '#123456'");
    await page.ready({ customCss: { backgroundColor: "#FFFFFF" } });
    await page.run("delete Object.prototype.theme; delete Object.prototype.textColor");
    const { tokenRequests } = await page.session.observed();
    assert.deepEqual(tokenRequests[0]?.body, { isEmbedded: true, customCss: { backgroundColor: "#FFFFFF" } });
  });
});

describe("a replacement of fetch", () => {
  /**
   * Restores the page's own `fetch`, which the next test's session needs.
   * @param {HostPage} page
   */
  const restoresFetch = (page) => page.run("window.fetch = window.ownFetch");
  /** @param {HostPage} page @param {string} replacement */
  const replaces = (page, replacement) => page.run(`window.ownFetch = window.fetch; window.fetch = ${replacement}`);

  test("is not called after the attempt's end, even if it ignores the signal", async () => {
    const page = await suite.open();
    const widget = await page.start({ headers: { $: "never settles" } });
    await widget.reaches("requesting");
    await page.run("window.fetched = 0");
    await replaces(page, "() => { window.fetched += 1; return new Promise(() => {}); }");
    await widget.act("close");
    await widget.result();
    // The page's own request follows everything that the exit has started.
    await page.run("return new Promise((resolve) => setTimeout(resolve))");
    assert.equal(await page.run("return window.fetched"), 0);
    await restoresFetch(page);
  });

  test("that returns something other than a response: a failure like any other", async () => {
    const page = await suite.open();
    await replaces(page, "async () => ({})");
    const widget = await page.start({ retry: false });
    await widget.reaches("failed");
    assert.equal((await widget.errors())[0]?.code, "network");
    await restoresFetch(page);
  });

  for (const [response, code] of [
    ["{ status: 500, headers: {} }", "server_error"],
    ["{ status: 404, headers: {} }", "card_not_found"],
    ["{ status: 200, headers: {}, body: {} }", "invalid_response"],
  ]) {
    test(`that returns ${response}: ${code}`, async () => {
      const page = await suite.open();
      await replaces(page, `async () => (${response})`);
      const widget = await page.start({ retry: false, requestTimeoutMs: 3000 });
      await widget.reaches("failed");
      assert.equal((await widget.errors())[0]?.code, code);
      await restoresFetch(page);
    });
  }

  test("that has already read the body: the message says so", async () => {
    const page = await suite.open();
    await replaces(
      page,
      "async (...given) => { const response = await ownFetch(...given); await response.text(); return response; }",
    );
    const widget = await page.start({ retry: false });
    await widget.reaches("failed");
    const [error] = await widget.errors();
    assert.equal(error?.code, "invalid_response");
    assert.match(error?.message ?? "", /read already/);
    await restoresFetch(page);
  });
});

test("a path is not resolved against an injected <base>, and the host's headers stay at its own origin", async () => {
  const page = await suite.open({}, "/fixtures/blank.html?csp=none");
  await page.run(
    "const base = document.createElement('base'); base.href = arguments[0]; document.head.append(base)",
    `${page.origins.api}/`,
  );
  const widget = await page.start({ headers: { "x-csrf": "secret" } });
  const { error } = await widget.result();
  await page.run("document.querySelector('base').remove()");
  assert.equal(error?.code, "invalid_options");
  assert.match(error?.message ?? "", /tokenUrl/);
  const { requests } = await page.notes();
  assert.deepEqual(
    requests.filter((request) => request.includes("set-pin/token")),
    [],
  );
});

test("an exception through the engine ends the attempt and is reported, and the next attempt works", async () => {
  const page = await suite.open({ faults: { token: [{ kind: "malformed" }] } });
  const widget = await page.start();
  await widget.reaches("failed");
  const before = (await page.notes()).pageErrors.length;
  await page.run(
    `window.restoreClock = fixture.breakClock();
     fixture.act(0, "retry");`,
  );
  await page.noted("the report", ({ pageErrors }) => pageErrors.length === before + 1);
  const { reason, error } = await widget.result();
  assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "runtime_load_failed" });
  assert.equal((await widget.calls("onExit")).length, 1);
  assert.equal(await page.count("[data-set-pin-widget]"), 0);
  await page.run("window.restoreClock()");
  await widget.act("open");
  await widget.reaches("ready");
  assert.equal((await page.notes()).pageErrors.length, before + 1, "and there is no other error");
});

test("an exception between the steps of a request ends the attempt by the request's time limit", async () => {
  const page = await suite.open();
  await page.run(
    `const { push } = Array.prototype;
     Array.prototype.push = function (...given) {
       if (given.some((one) => one?.signal instanceof AbortSignal)) throw new Error("replaced");
       return push.apply(this, given);
     };`,
  );
  const widget = await page.start({
    fetchToken: { $: "rejects with a status of 404" },
    tokenUrl: undefined,
    requestTimeoutMs: 1000,
    onFailure: "close",
  });
  const { reason, error } = await widget.result();
  assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "timeout" });
  assert.equal((await widget.calls("onExit")).length, 1);
  assert.equal(await page.count("[data-set-pin-widget]"), 0);
});

for (const action of /** @type {const} */ (["close", "destroy"])) {
  test(`${action}() while that failure is reported does not change the result`, async () => {
    const page = await suite.open();
    await page.run("fixture.breakClock()");
    const widget = await page.start({}, { actions: { onError: [action] } });
    const { reason, error } = await widget.result();
    assert.deepEqual({ reason, code: error?.code }, { reason: "failed", code: "runtime_load_failed" });
    assert.equal((await widget.calls("onExit")).length, 1);
  });
}

describe("a page without some properties of every object", () => {
  for (const tokenUrl of ["/api/card/set-pin/token", "{host}/api/card/set-pin/token"]) {
    test(`__lookupGetter__: ${tokenUrl}`, async () => {
      const page = await suite.open();
      await page.run("delete Object.prototype.__lookupGetter__");
      const widget = await page.ready({ tokenUrl: tokenUrl.replace("{host}", page.origins.host) });
      await endsAndLeavesNothing(page, widget);
    });
  }

  test("__proto__: what a script added to Object.prototype is not an option of a request", async () => {
    const page = await suite.open();
    await page.run("delete Object.prototype.__proto__; Object.prototype.integrity = 'sha256-AAAA'");
    const widget = await page.ready();
    await page.run("delete Object.prototype.integrity");
    await endsAndLeavesNothing(page, widget);
  });
});

test("an expiry that the host no longer wants renewed does not affect the loading frame", async () => {
  const page = await suite.open({ faults: { page: [{ kind: "hang" }] } });
  const widget = await page.start({ onExpiry: "auto", tokenLifetimeMs: 1500 });
  await widget.reaches("loading");
  await page.run("deepFind(arguments[0]).dataset.mark = 'the same'", "[data-set-pin-widget] >>> iframe");
  await widget.update({ onExpiry: "manual", messages: { title: "Another title" } });
  await widget.reaches("expired");
  assert.equal(await page.count("[data-set-pin-widget] >>> iframe[data-mark]"), 1);
  assert.deepEqual(await widget.errors(), []);
  assert.equal((await page.session.observed()).tokenRequests.length, 1);
});
