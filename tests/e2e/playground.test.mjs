/**
 * The playground: its controls match the requests, its URL holds the state, and its code works.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { codeFor, variants } from "../../www/playground/code.mjs";
import { stateOf } from "../../www/playground/state.mjs";
import { violations } from "./harness/axe.mjs";
import { appOf } from "./harness/generated-app.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { states } from "./harness/playground-states.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { UseCasePage } from "./harness/use-case-page.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @param {string} search */
async function openPlayground(search) {
  const page = await suite.open(undefined, `/playground/${search}`);
  const playground = new UseCasePage(page);
  await playground.isReady();
  return { page, playground };
}

/** @param {import("./harness/host-page.mjs").HostPage} page */
const frame = (page) => until("the frame", async () => (await page.count(FRAME)) === 1);

/** @param {import("./harness/host-page.mjs").HostPage} page @param {string} name @param {string} value */
const set = (page, name, value) =>
  page.run(
    `const field = document.querySelector("[name='" + arguments[0] + "']");
     field.type === "checkbox" ? (field.checked = arguments[1] !== "") : (field.value = arguments[1]);
     field.dispatchEvent(new Event("input", { bubbles: true }));`,
    name,
    value,
  );

/** @param {import("./harness/host-page.mjs").HostPage} page */
const shownCode = async (page) =>
  String(await page.run("return document.querySelector('#code-panel code').textContent"));

describe("the controls", () => {
  test("set the options, are kept in the URL, and are restored from it", async () => {
    const { page, playground } = await openPlayground("");
    await set(page, "mode", "inline");
    await set(page, "customCss.backgroundColor", "#FFF8E7");
    await set(page, "confirmOutcome", "yes");
    assert.match(
      await page.driver.getCurrentUrl(),
      /\?mode=inline&customCss\.backgroundColor=%23FFF8E7&confirmOutcome=yes$/,
    );
    await page.driver.navigate().refresh();
    await playground.isReady();
    await playground.press("#do-open");
    await until("the frame", async () => (await page.count(`#set-pin-here ${FRAME}`)) === 1);
    const token = await page.frameToken();
    await page.hosted().setPinByScript("4826");
    await playground.shows(/page_closed, outcome confirmed/);
    const [request] = (await page.session.observed()).tokenRequests;
    assert.deepEqual(request?.body, { isEmbedded: true, customCss: { backgroundColor: "#FFF8E7" } });
    const log = await (await page.find("#log")).getText();
    assert.match(log, /token_response/);
    assert.match(log, /onExit page_closed/);
    const whole = "return document.documentElement.outerHTML + location.href";
    assert.equal(String(await page.run(whole)).includes(token), false, "no token anywhere");
    await playground.press("#do-open");
    await frame(page);
    await page.hosted().cancelByScript();
    await playground.shows(/page_closed, outcome not_confirmed/);
  });

  test("make the sandbox fail in every way, and restore it", async () => {
    const { page, playground } = await openPlayground("?sandbox.token=403&onFailure=close&noRetry=yes");
    for (const [changes, text] of /** @type {const} */ ([
      [{}, /failed: forbidden/],
      [{ "sandbox.token": "429", "sandbox.retryAfter": "60" }, /failed: rate_limited/],
      [{ "sandbox.token": "redirect" }, /failed: unauthenticated/],
      [{ "sandbox.token": "body", "sandbox.body": '{"token":1}' }, /failed: invalid_response/],
      [{ "sandbox.token": "url" }, /failed: untrusted_origin/],
      [{ "sandbox.token": "delay", "sandbox.delayMs": "60000", requestTimeoutMs: "200" }, /failed: timeout/],
      [{ "sandbox.token": "none", requestTimeoutMs: "", "sandbox.card": "NO_PIN" }, /failed: forbidden/],
    ])) {
      for (const [name, value] of Object.entries(changes)) await set(page, name, value);
      await playground.press("#do-open");
      await playground.shows(text);
    }
    await set(page, "sandbox.card", "ACTIVE");
    await playground.press("#do-open");
    await frame(page);
  });

  test("say so if they have an effect only with others", async () => {
    const { page } = await openPlayground("?waitForActive=yes&intervalMs=700");
    /** @param {string} name */
    const isEnabled = async (name) => (await page.find(`[name='${name}']`)).isEnabled();
    assert.equal(await isEnabled("waitForActive"), false);
    assert.doesNotMatch(await page.driver.getCurrentUrl(), /\?/);
    await set(page, "cardStatus", "url");
    assert.equal(await isEnabled("waitForActive"), true);
    assert.equal(await isEnabled("intervalMs"), false);
    await set(page, "waitForActive", "yes");
    await set(page, "intervalMs", "700");
    assert.match(await shownCode(page), /intervalMs: 700/);
  });

  test("fill in the issuer's own themes", async () => {
    const { page } = await openPlayground("");
    await (await page.find(".fill-in button:nth-of-type(3)")).click();
    assert.match(await shownCode(page), /backgroundColor: "#FEF3C7"/);
    await (await page.find(".fill-in button:last-of-type")).click();
    assert.doesNotMatch(await shownCode(page), /customCss/);
  });

  test("treat anything in the URL as text, or ignore it", async () => {
    const wrong = "mode=bogus&requestTimeoutMs=abc&onExpiry=never&dismissOnBackdrop=perhaps&nonsense=1";
    const { page, playground } = await openPlayground(
      `?${wrong}&width=${encodeURIComponent('"><img src=x onerror=alert(1)>')}&messages.title=${encodeURIComponent("<b>x</b>")}`,
    );
    assert.equal(await page.count("main img, main b:not(#log b)"), 0);
    assert.equal(await page.run("return document.querySelector('[name=\"messages.title\"]').value"), "<b>x</b>");
    await set(page, "width", "");
    await set(page, "messages.title", "");
    assert.doesNotMatch(await page.driver.getCurrentUrl(), /\?/, "nothing differs from the default");
    await playground.press("#do-open");
    await frame(page);
    assert.equal(await page.count("[data-set-pin-widget] >>> dialog iframe"), 1);
  });

  test("end the attempt: close by a signal, and a button that was chosen before a modal opened", async () => {
    const { page, playground } = await openPlayground("?mode=inline&signal=yes");
    await playground.press("#do-open");
    await frame(page);
    await playground.press("#do-close");
    await playground.shows(/closed_by_host/);
    await set(page, "mode", "modal");
    await set(page, "press", "Close");
    await set(page, "pressAfter", "1");
    await playground.press("#do-open");
    await frame(page);
    await playground.shows(/closed_by_host/);
  });

  test("lead through a redirect to an issuer that fails as set, and back, where nothing fails", async () => {
    const { page, playground } = await openPlayground("?mode=redirect&pinVersion=yes&sandbox.page=500");
    const settingsChanges = () => suite.sandboxLog().split("PUT /sandbox/settings").length;
    const before = settingsChanges();
    await playground.press("#do-open");
    await until("the issuer's page", async () => (await page.driver.getCurrentUrl()).startsWith(page.origins.page));
    assert.equal(await page.count("#pin"), 0, "it fails");
    assert.equal(settingsChanges(), before + 1, "the sandbox was restored before the redirect");
    await page.driver.navigate().back();
    await playground.isReady();
    assert.equal(await page.run("return document.querySelector('[name=mode]').value"), "redirect");
    await set(page, "sandbox.page", "none");
    await playground.press("#do-open");
    await playground.leaves();
    await playground.setPinInWindow("4826");
    await playground.shows(/outcome confirmed/);
    assert.equal(await page.run("return document.querySelector('[name=mode]').value"), "redirect");
    await playground.press("#do-open");
    await playground.leaves();
    await playground.press("#cancel");
    await playground.shows(/outcome not_confirmed/);
  });
});

test("are accessible, with every group open and in both themes", async () => {
  const { page, playground } = await openPlayground("?mode=inline");
  await page.run("for (const group of document.querySelectorAll('.controls details')) group.open = true");
  await playground.press("#do-open");
  await frame(page);
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    await playground.choose(theme);
    assert.deepEqual(await violations(page.driver), [], theme);
  }
});

test("report the contrast when colours change, and announce it when the readability changes", async () => {
  const { page } = await openPlayground("");
  const figures = async () => String(await page.run("return document.querySelector('.figures').innerText"));
  const announcement = async () =>
    String(await page.run("return document.querySelector('.figures + [role=status]').textContent"));
  assert.match(await figures(), /^Text contrast 18\.26:1 \(AA\)$/m);
  const before = await announcement();
  await set(page, "customCss.textColor", "#111111");
  assert.equal(await announcement(), before, "another figure is not announced");
  await set(page, "customCss.textColor", "#AAAAAA");
  assert.match(await figures(), /Text contrast 2\.\d\d:1 \(below AA\)/);
  assert.match(await announcement(), /^Text: below AA\./);
  await set(page, "customCss.textColor", "#EFEFEF");
  assert.match(await figures(), /Text contrast 1\.00:1 \(invisible\)/);
  await set(page, "customCss.textColor", "#12");
  assert.match(await figures(), /takes #RRGGBB/);
});

describe("the code", () => {
  test("is shown for each way to use the package, also by keyboard, and is copied as it is shown", async () => {
    const { page, playground } = await openPlayground("?theme=dark&confirmOutcome=yes");
    for (const variant of variants) {
      await (await page.find(`#tab-${variant}`)).click();
      const here = await page.driver.getCurrentUrl();
      const origins = [page.origins.page, page.origins.api];
      assert.equal(await shownCode(page), codeFor(variant, stateOf("?theme=dark&confirmOutcome=yes"), origins, here));
    }
    assert.equal(await playground.copies("#code-panel"), await shownCode(page));
    await (await page.find("#tab-Angular")).click();
    await page.press("\uE012");
    assert.equal(await page.run("return document.activeElement.id"), "tab-Svelte");
  });

  for (const variant of variants) {
    for (const name of /** @type {const} */ (["inline", "functions"])) {
      test(`${variant} does what the controls set, ${name}`, async () => {
        const page = await runPage(variant, states[name]);
        await (await page.sees("button")).click();
        await frame(page);
        if (name === "inline") assert.equal(await page.count(`:is(#set-pin-here, set-pin-widget, #app) ${FRAME}`), 1);
        else assert.equal(await page.count("[data-set-pin-widget] >>> dialog iframe"), 1);
        await page.hosted().setPinByScript("4826");
        await logs(page, "onExit page_closed confirmed");
        const { tokenRequests, statusRequests, pinChanges } = await page.session.observed();
        assert.deepEqual(
          tokenRequests.map(({ body }) => body),
          [{ isEmbedded: true }],
        );
        assert.deepEqual(
          { statusRequests, pinChanges },
          { statusRequests: name === "functions" ? 1 : 0, pinChanges: 1 },
        );
        // Cancelling is not a success, although the card already has a PIN.
        await (await page.sees("button")).click();
        await frame(page);
        await page.hosted().cancelByScript();
        await logs(page, "onExit page_closed not_confirmed");
      });
    }
  }

  test("HTML needs no script if no callback is set", async () => {
    const page = await runPage("HTML", { onExit: "no", onEvent: "no" });
    assert.equal(await page.count("body script[type=module]"), 0);
    await (await page.sees("button")).click();
    await frame(page);
  });

  test("HTML sets headers in a script, because attributes must not, and the rest in attributes", async () => {
    const state = { headers: "x-csrf: it's <1>\nx-other: </script>", "messages.title": "It's <your> PIN" };
    const page = await runPage("HTML", state);
    await (await page.sees("button")).click();
    await frame(page);
    const title = "return deepFind('[data-set-pin-widget] >>> dialog').getAttribute('aria-label')";
    assert.equal(await page.run(title), "It's <your> PIN");
    const [request] = (await page.session.observed()).tokenRequests;
    assert.equal(request?.headers["x-csrf"], "it's <1>");
    assert.equal(request?.headers["x-other"], "</script>");
  });
});

/**
 * Opens a page with the code for a state.
 * @param {import("../../www/playground/code.mjs").Variant} variant
 * @param {import("../../www/playground/state.mjs").State} state
 */
async function runPage(variant, state) {
  const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
  await runCode(page, variant, codeFor(variant, state, [page.origins.page, page.origins.api], `${page.origins.host}/`));
  return page;
}

/**
 * Waits until the code has written this to the console.
 * @param {import("./harness/host-page.mjs").HostPage} page
 * @param {string} line
 */
async function logs(page, line) {
  await until(
    line,
    () => page.run("return window.logged.includes(arguments[0])", line),
    () => page.run("return window.logged"),
  );
}

/** @param {import("./harness/host-page.mjs").HostPage} page @param {import("../../www/playground/code.mjs").Variant} variant @param {string} code */
async function runCode(page, variant, code) {
  const pkg = `${page.origins.host}/pkg`;
  await page.run(
    `window.logged = [];
     console.log = (...given) => window.logged.push(given.filter((part) => part !== undefined).map(String).join(" "));`,
  );
  if (variant === "HTML")
    await runMarkup(page, code.replace('src="set-pin-widget.js"', 'src="/pkg/set-pin-widget.js"'));
  else if (variant === "JavaScript")
    await runModule(page, code.replace('from "set-pin-widget"', `from "${pkg}/index.mjs"`));
  else await runModule(page, await appOf(variant, code, pkg));
}

/** @param {import("./harness/host-page.mjs").HostPage} page @param {string} code */
async function runModule(page, code) {
  await page.run(
    `const app = document.createElement("div");
     app.id = "app";
     document.body.replaceChildren(app);
     const script = document.createElement("script");
     script.type = "module";
     script.textContent = arguments[0];
     document.body.append(script);`,
    code,
  );
}

/**
 * Writes the markup through the browser's parser, so that its scripts run in document order.
 * Firefox runs an inline module that a script inserts at once, even before an earlier script that
 * is loading.
 * @param {import("./harness/host-page.mjs").HostPage} page
 * @param {string} markup
 */
async function runMarkup(page, markup) {
  await page.driver.executeAsyncScript(
    `window.markup = arguments[0];
     const script = document.createElement("script");
     script.textContent = "document.open(); document.write(markup); document.close();";
     document.body.append(script);
     customElements.whenDefined("set-pin-widget").then(() => arguments[1]());`,
    `<!doctype html>\n<title>Code of the playground</title>\n${markup}`,
  );
  if (!markup.includes(".options =")) return;
  const given = "return Object.keys(document.querySelector('set-pin-widget').options).length > 0";
  await until("the options", () => page.run(given));
}

test("the groups of controls are named for what they set, and the page says that the URL keeps them", async () => {
  const { page } = await openPlayground("");
  const named = (/** @type {string} */ selector) =>
    page.run("return [...document.querySelectorAll(arguments[0])].map(({ textContent }) => textContent)", selector);
  assert.deepEqual(await named(".controls summary"), [
    "How it opens",
    "The issuer’s page",
    "The backend",
    "Timeouts and retries",
    "Callbacks",
    "Frame and texts",
    "Automatic button press",
    "Simulated issuer",
  ]);
  const backdrop = await page.find("label[for='control-dismissOnBackdrop']");
  assert.equal(await backdrop.getText(), "Close on backdrop click");
  assert.match(String(await named(".lede")), /Your settings are saved in the URL\. Share it\.$/);
});

test("only buttons that have an effect now can be pressed", async () => {
  const { page, playground } = await openPlayground("?mode=inline");
  const enabled = async () =>
    page.run("return [...document.querySelectorAll('.bar button:enabled')].map(({ textContent }) => textContent)");
  assert.deepEqual(await enabled(), ["Open"]);
  await playground.press("#do-open");
  await frame(page);
  await until("the loaded frame", async () => String(await enabled()) === "Open,Close,Focus");
  await playground.press("#do-close");
  await until("the end", async () => String(await enabled()) === "Open");
});

test("on a phone, the button that opens the widget is on the first screen", async () => {
  for (const [url, selector] of /** @type {const} */ ([
    ["/playground/", "#do-open"],
    ["/", "#set-inline"],
  ])) {
    const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
    const bottom = await page.driver.executeAsyncScript(
      `const [url, selector, done] = arguments;
       const frame = document.createElement("iframe");
       frame.title = "A phone"; frame.width = "375"; frame.height = "667"; frame.src = url;
       frame.onload = () => {
         const poll = () => {
           const button = frame.contentDocument.querySelector(selector);
           const isReady = button && frame.contentDocument.querySelector("header.masthead");
           if (!isReady) return void requestAnimationFrame(poll);
           const header = frame.contentDocument.querySelector("header.masthead").getBoundingClientRect();
           done([header.height <= 72, button.getBoundingClientRect().bottom <= 667]);
         };
         poll();
       };
       document.body.append(frame);`,
      url,
      selector,
    );
    assert.deepEqual(bottom, [true, true], `${url}: the header has one line, and the button is in view`);
  }
});
