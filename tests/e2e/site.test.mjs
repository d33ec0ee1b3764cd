/**
 * The demo site's use cases: a visitor can complete each one, it shows the source that it runs, and
 * it is accessible. One file, because the checks of every page and of each use case share the list
 * of pages.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { violations } from "./harness/axe.mjs";
import { FRAME, HostPage } from "./harness/host-page.mjs";
import { narrowOverflow } from "./harness/narrow.mjs";
import { bundled, figuresOf } from "./harness/pasted.mjs";
import { startForRealIssuer } from "./harness/real-issuer.mjs";
import { IMAGE } from "./harness/secure-view-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { pages, UseCasePage } from "./harness/use-case-page.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @param {string} name @param {import("./harness/sandbox.mjs").Settings} [settings] */
async function openUseCase(name, settings) {
  const page = await suite.open(settings, `/use-cases/${name}.html`);
  const useCase = new UseCasePage(page);
  await useCase.isReady();
  return { page, useCase };
}

/** @param {HostPage} page */
const frame = (page) => until("the frame", async () => (await page.count(FRAME)) === 1);

/** @param {HostPage} page */
async function readable(page) {
  assert.deepEqual(await violations(page.driver), []);
}

for (const [name, opener, set, cancelled] of /** @type {const} */ ([
  ["redirect", "#set-pin", /Your PIN is set/, /No PIN was set/],
  ["first-time", "#set-up", /ready to use/, /still needs a PIN/],
])) {
  test(`${name}: the cardholder visits the issuer and returns, having cancelled or set a PIN`, async () => {
    const { page, useCase } = await openUseCase(name);
    await useCase.press(opener);
    await useCase.leaves();
    await useCase.press("#cancel");
    await useCase.shows(cancelled);
    await useCase.isReady();
    await useCase.press(opener);
    await useCase.leaves();
    await useCase.setPinInWindow("4826");
    await useCase.shows(set);
    assert.equal(await page.session.pinIs("4826"), true);
    if (name !== "redirect") return;
    await readable(page);
    await useCase.isReady();
    await useCase.press(opener);
    await useCase.leaves();
    await useCase.press("#cancel");
    await useCase.shows(cancelled); // the earlier PIN does not belong to this attempt
  });
}

test("first-time: the app shows a refusal in its own text", async () => {
  const { useCase } = await openUseCase("first-time", { faults: { token: [{ kind: "status", status: 403 }] } });
  await useCase.press("#set-up");
  await useCase.shows(/Unable to set PIN/);
});

describe("change: the app asks for confirmation first", () => {
  /** @param {HostPage} page */
  const dialogIsGone = (page) => until("the dialog to be gone", async () => (await page.count("dialog")) === 0);

  test("with the document's texts; Cancel and Escape send no request to the issuer", async () => {
    const { page, useCase } = await openUseCase("change");
    await useCase.press("#change-pin");
    await page.sees("dialog.confirm");
    assert.deepEqual(
      await page.run(
        `const dialog = document.querySelector("dialog.confirm");
         const named = (attribute) => document.getElementById(dialog.getAttribute(attribute)).textContent;
         const labels = [...dialog.querySelectorAll("button")].map(({ textContent }) => textContent);
         return [named("aria-labelledby"), named("aria-describedby"), ...labels];`,
      ),
      ["Change PIN?", "You will be able to set a new 4-digit PIN for your card.", "Cancel", "Change PIN"],
    );
    await readable(page);
    await useCase.press("dialog.confirm .button:not(.primary)");
    await dialogIsGone(page);
    assert.equal(await page.isFocused("#change-pin"), true);
    await page.press(Key.ENTER);
    await page.sees("dialog.confirm");
    await page.press(Key.ESCAPE);
    await dialogIsGone(page);
    assert.equal(await page.isFocused("#change-pin"), true);
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("Change PIN continues, and after the return the app shows whether the PIN has changed", async () => {
    const { page, useCase } = await openUseCase("change");
    assert.equal(await page.session.pinIs("2580"), true);
    for (const [finish, text] of /** @type {const} */ ([
      [() => useCase.press("#cancel"), /^Your PIN hasn’t changed\.$/],
      [() => useCase.setPinInWindow("4826"), /Your PIN was changed/],
    ])) {
      await useCase.isReady();
      await useCase.press("#change-pin");
      await (await page.sees("dialog.confirm .primary")).click();
      await useCase.leaves();
      await finish();
      await useCase.shows(text);
    }
    assert.equal(await page.session.pinIs("4826"), true);
  });
});

for (const [name, opener] of /** @type {const} */ ([
  ["iframe", "#set-pin"],
  ["modal", "#set-pin"],
  ["modal-react", "#root button"],
  ["themes", "#theme-brand"],
])) {
  test(`${name}: the issuer's page is in a frame; a PIN is reported by events without a token, Cancel without a PIN`, async () => {
    const { page, useCase } = await openUseCase(name);
    await (await page.sees(opener)).click();
    await frame(page);
    await page.hosted().shows("pin");
    await readable(page);
    const token = await page.frameToken();
    await page.hosted().setPinByPointer("4826");
    await useCase.shows(/Your PIN is set/);
    const log = await (await page.find("#log")).getText();
    for (const event of ["open", "token_request", "frame_load", "exit"]) assert.match(log, new RegExp(event));
    assert.equal(await page.run("return document.documentElement.outerHTML.includes(arguments[0])", token), false);
    assert.equal(await page.count(FRAME), 0);
    await readable(page);
    await (await page.sees(opener)).click();
    await frame(page);
    await page.hosted().click("cancel");
    await useCase.shows(/No PIN was set/); // in this attempt
  });
}

test("the list of events shows the newest, unless the user has scrolled up", async () => {
  const { page } = await openUseCase("modal");
  const tell =
    "for (let nth = 0; nth < 60; nth += 1) dispatchEvent(new CustomEvent('set-pin', { detail: arguments[0] }));";
  const event = { name: "retry", state: "requesting", attempt: 1, request: 1, elapsedMs: 7 };
  const below =
    "const box = document.querySelector('.log'); return box.scrollHeight - box.clientHeight - box.scrollTop";
  await page.run(tell, event);
  assert.ok(Number(await page.run(below)) < 2);
  await page.run("document.querySelector('.log').scrollTop = 0");
  await page.run(tell, event);
  assert.ok(Number(await page.run(below)) > 100);
});

test("themes: each button sends its own appearance", async () => {
  const { page } = await openUseCase("themes");
  for (const [at, name] of ["light", "dark", "brand"].entries()) {
    await (await page.sees(`#theme-${name}`)).click();
    await frame(page);
    await page.hosted().click("cancel");
    await until("the end of the frame", async () => (await page.count(FRAME)) === 0);
    const { tokenRequests } = await page.session.observed();
    const appearance = /** @type {{backgroundColor?: string}} */ (tokenRequests[at]?.body.customCss);
    assert.equal(appearance.backgroundColor, ["#FFFFFF", "#1F2937", "#FEF3C7"][at]);
  }
});

describe("onboarding", () => {
  test("a card is ordered, becomes active, and gets its PIN", async () => {
    const { page, useCase } = await openUseCase("onboarding", { card: "NONE", activateAfterPolls: 1 });
    await useCase.press("#order");
    await useCase.shows(/Waiting until it is active/);
    await useCase.leaves();
    await useCase.setPinInWindow("4826");
    await useCase.shows(/Your PIN is set/);
    assert.equal((await page.session.observed()).statusRequests, 2);
  });

  test("a cardholder who cancels can use the app too", async () => {
    const { useCase } = await openUseCase("onboarding", { card: "NONE", activateAfterPolls: 1 });
    await useCase.press("#order");
    await useCase.leaves();
    await useCase.press("#cancel");
    await useCase.shows(/Welcome! Set a PIN when you like/);
  });

  test("a cardholder who has a card already gets a new one, in the sandbox", async () => {
    const { page, useCase } = await openUseCase("onboarding");
    await useCase.press("#order");
    await useCase.shows(/Waiting until it is active/);
    await page.observes("a status request", ({ statusRequests }) => statusRequests > 0);
  });

  test("an order that fails is shown, and no other request is sent", async () => {
    const faults = { issuer: [{ kind: /** @type {const} */ ("status"), status: 500 }] };
    const { page, useCase } = await openUseCase("onboarding", { faults });
    await useCase.press("#order");
    await useCase.shows(/could not be ordered/);
    const { statusRequests, tokenRequests } = await page.session.observed();
    assert.deepEqual([statusRequests, tokenRequests], [0, []]);
  });
});

describe("security", () => {
  test("a frozen card accepts no new PIN until it is unfrozen, also by keyboard", async () => {
    const { page, useCase } = await openUseCase("security");
    await page.run("document.querySelector('#freeze').focus()");
    await page.press(Key.SPACE);
    await useCase.shows(/is frozen/);
    assert.equal(await (await page.find("#freeze")).getAttribute("aria-checked"), "true");
    await useCase.press("#change-pin");
    await useCase.shows(/Unfreeze the card first/);
    await readable(page);
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
    await useCase.press("#freeze");
    await useCase.shows(/can be used/);
    await useCase.press("#change-pin");
    await frame(page);
    await page.hosted().setPinByScript("4826");
    await useCase.shows(/Your PIN was changed/);
  });

  test("a card that was just ordered is not called frozen", async () => {
    const settings = /** @type {const} */ ({ card: "NONE", activateAfterPolls: 1000 });
    const { page, useCase } = await openUseCase("onboarding", settings);
    await useCase.press("#order");
    await useCase.shows(/Waiting until it is active/);
    await page.driver.get(`${page.origins.host}/use-cases/security.html`);
    await useCase.isReady();
    await useCase.press("#change-pin");
    await useCase.shows(/^Your card isn’t ready yet\. Try again in a moment\.$/);
    assert.equal(await (await page.find("#freeze")).getAttribute("aria-checked"), "false");
  });

  test("the PIN can be shown once it is set, in the issuer's image and nowhere else", async () => {
    const { page, useCase } = await openUseCase("security");
    const view = await page.find("#view-pin");
    assert.equal(await view.isDisplayed(), false);
    await useCase.press("#change-pin");
    await frame(page);
    await page.hosted().setPinByScript("4826");
    await until("the button", () => view.isDisplayed());
    await view.click();
    await page.sees(IMAGE);
    await readable(page);
    assert.equal(await page.run("return document.documentElement.outerHTML.includes('4826')"), false);
    await useCase.press("#view-details");
    await page.sees(`#details > div >>> [part=image]`);
    assert.equal(await page.count(IMAGE), 2);
    await (await page.sees("#details > div >>> [part=hide]")).click();
    await until("one image to be hidden", async () => (await page.count(IMAGE)) === 1);
  });

  test("a page of another origin is not shown as the issuer's", async () => {
    const url = "https://example.org/details-image?token={token}";
    const faults = { token: [{ kind: /** @type {const} */ ("url"), url }] };
    const { page } = await openUseCase("security", { pin: "2580", faults });
    await page.run("document.querySelector('#view-pin').click()");
    await until("the message", () =>
      page.run(
        "return deepFindAll('#pin > div >>> [part=status]')[0]?.textContent === 'The image could not be shown.'",
      ),
    );
    assert.equal(await page.count(IMAGE), 0);
  });
});

test("if the backend cannot say whether a PIN was set, the page claims neither", async () => {
  const { page, useCase } = await openUseCase("modal");
  await page.run(
    `const { fetch } = window;
     window.fetch = (path, ...rest) => path === "/api/card/pin" ? Promise.reject(new TypeError("away")) : fetch(path, ...rest);`,
  );
  await useCase.press("#set-pin");
  await frame(page);
  await page.hosted().setPinByScript("4826");
  await useCase.shows(/can’t say whether a PIN was set/);
});

test("errors: each button leads to its error, with a text for a cardholder", async () => {
  const { page, useCase } = await openUseCase("errors");
  const expected = [
    ["No card", /order a card first.*card_not_found/],
    ["Card not active", /must be active.*card_not_active/],
    ["Card frozen", /Unfreeze the card.*card_frozen/],
    ["Card blocked", /contact us.*card_blocked/],
    ["Card without a PIN", /contact us.*forbidden/],
    ["401", /log in again.*unauthenticated/],
    ["403", /contact us.*forbidden/],
    ["404", /order a card first.*card_not_found/],
    ["422", /Failed to set PIN.*validation_rejected/],
    ["429", /Failed to set PIN.*rate_limited/],
    ["498", /Failed to set PIN.*invalid_client_key/],
    ["499", /Failed to set PIN.*missing_client_key/],
    ["500", /Failed to set PIN.*server_error/],
    ["Issuer down", /try again.*server_error/],
    ["No connection", /Failed to set PIN.*network/],
    ["No response in time", /Failed to set PIN.*timeout/],
    ["Not the documented response", /Failed to set PIN.*invalid_response/],
    ["Log-in page instead", /log in again.*unauthenticated/],
    ["A page of another origin", /Failed to set PIN.*untrusted_origin/],
  ];
  const buttons = await page.run("return [...document.querySelectorAll('[data-fault]')].map((b) => b.textContent)");
  assert.equal(/** @type {string[]} */ (buttons).length, expected.length, "every button is pressed");
  for (const [at, [name, text]] of expected.entries()) {
    assert.ok(/** @type {string[]} */ (buttons)[at]?.startsWith(String(name)), `button ${at} is ${name}`);
    await page.run(
      "document.querySelector('#outcome').textContent = ''; document.querySelectorAll('[data-fault]')[arguments[0]].click()",
      at,
    );
    await useCase.shows(/** @type {RegExp} */ (text));
  }
  await readable(page);
  const titles = await page.run("return [...document.querySelectorAll('.try h2')].map((title) => title.textContent)");
  assert.ok(/** @type {string[]} */ (titles).includes("Network and backend"), String(titles));
  // Without the restoration, the response would still contain the last button's page of another
  // origin.
  const url = await page.driver.executeAsyncScript(
    `const done = arguments[0];
     const headers = { "content-type": "application/json" };
     fetch("/api/card/set-pin/token", { method: "POST", headers, body: '{"isEmbedded":true}' })
       .then((response) => response.json())
       .then(({ hostedPageUrl }) => done(new URL(hostedPageUrl).origin), (error) => done(String(error)));`,
  );
  assert.equal(url, page.origins.page, "the sandbox was not restored");
});

describe("for a real issuer, without the sandbox and without a backend that knows whether a PIN was set", () => {
  /** @type {Awaited<ReturnType<typeof startForRealIssuer>> | undefined} */
  let real;
  before(async () => {
    real = await startForRealIssuer();
  });
  after(() => real?.stop());

  /** @param {string} path @param {string} [ready] */
  async function openReal(path, ready) {
    const { driver, session, engine, runtime } = await suite.open(undefined, "/404.html");
    if (!real) throw new Error("There is no issuer");
    const page = new HostPage(driver, session, real.origins, engine, runtime);
    await driver.get(real.origins.host + path);
    const useCase = new UseCasePage(page);
    await useCase.isReady(ready);
    return { page, useCase };
  }

  test("every page starts, and none calls the issuer a sandbox", async () => {
    for (const { path, ready } of pages.filter((each) => !each.path.startsWith("/docs/"))) {
      const { page } = await openReal(path, ready);
      const text = await until(`the footer of ${path}`, async () => {
        const places =
          "return [...document.querySelectorAll('#outcome, .colophon')].map((one) => one.innerText).join(' ')";
        const shown = String(await page.run(places));
        return /A PIN has four digits/.test(shown) ? shown : undefined;
      });
      assert.match(text, /this server uses a real issuer/, path);
      assert.doesNotMatch(text, /can’t start|didn’t work|sandbox on its own origins/, path);
    }
  });

  test("after an attempt, the page does not claim that a PIN was set or not", async () => {
    const framed = await openReal("/use-cases/modal.html");
    await framed.useCase.press("#set-pin");
    await frame(framed.page);
    await framed.page.hosted().setPinByScript("4826");
    await framed.useCase.shows(/can’t say whether a PIN was set/);
    const left = await openReal("/use-cases/redirect.html");
    await left.useCase.press("#set-pin");
    await left.useCase.leaves();
    await left.useCase.press("#cancel");
    await left.useCase.shows(/can’t say whether a PIN was set\.$/); // and reloading would not help
  });

  test("the buttons that simulate a failure are disabled, and the page gives the reason", async () => {
    const { page, useCase } = await openReal("/use-cases/errors.html");
    await useCase.shows(/with the sandbox only/);
    assert.equal(await page.count("[data-fault]:enabled"), 0);
    await readable(page);
  });

  test("the playground opens, and says that it cannot simulate failures", async () => {
    const { page, useCase } = await openReal("/playground/?confirmOutcome=yes");
    await useCase.press("#do-open");
    await frame(page);
    assert.equal(await (await page.find("#outcome")).getText(), "");
    await page.hosted().setPinByScript("4826");
    await useCase.shows(/^page_closed, outcome unknown$/);
    const failing = await openReal("/playground/?sandbox.token=403");
    await failing.useCase.press("#do-open");
    await failing.useCase.shows(/with the sandbox only/);
    assert.equal(await failing.page.count(FRAME), 0);
  });
});

test("the skip link and the source to copy can be reached by keyboard", async () => {
  const { page, useCase } = await openUseCase("modal");
  await page.tabTo(".skip");
  await page.press(Key.ENTER);
  await until("the focus in the content", () => page.isFocused("#main"));
  await page.tabTo("#set-pin");
  const [figure] = await figuresOf(page);
  assert.equal(await useCase.copies(`.source[data-file='${figure?.file}']`), figure?.code);
  assert.equal(await useCase.copies(`.source[data-file='${figure?.file}']`, { isAllowed: false }), null);
});

/** @typedef {{press: string, next?: string, settings?: import("./harness/sandbox.mjs").Settings, says?: RegExp}} Trial The elements to press after a page's source runs in another app, and the result: a PIN, or the text of `says`. */

/** @type {Record<string, Trial>} */
const PASTED = {
  redirect: { press: "#set-pin" },
  iframe: { press: "#set-pin" },
  "first-time": { press: "#set-up" },
  change: { press: "#change-pin" },
  modal: { press: "#set-pin" },
  "modal-react": { press: "#root button" },
  themes: { press: "#theme-light" },
  onboarding: { press: "#order", settings: { card: "NONE", activateAfterPolls: 1 } },
  security: { press: "#change-pin" },
  "step-up": { press: "#view-pin", next: "#cancel-factor", says: /Your PIN was not shown/ },
  errors: { press: "[data-fault*='401']", says: /Session expired/ },
};

describe("every page", () => {
  for (const { name, path, ready } of pages.filter((each) => !each.path.startsWith("/docs/"))) {
    const isUseCase = path.startsWith("/use-cases/");
    const more = isUseCase ? "; its source is the code that it runs, complete, and works where it is pasted" : "";
    test(`${path} is accessible in both themes, and at 320 pixels${more}`, async () => {
      const page = await suite.open(undefined, path);
      const useCase = new UseCasePage(page);
      await useCase.isReady(ready);
      // Check collapsed content too, and the shared source of all use cases only once.
      const folded = name === "modal" ? "main details" : "main details:not(.folded)";
      await page.run("for (const one of document.querySelectorAll(arguments[0])) one.open = true", folded);
      for (const theme of /** @type {const} */ (["light", "dark"])) {
        await useCase.choose(theme);
        assert.equal(await page.run("return document.documentElement.dataset.theme"), theme);
        assert.deepEqual(await violations(page.driver), [], theme);
      }
      const figures = isUseCase ? await figuresOf(page) : [];
      assert.equal(await narrowOverflow(page, path, ready), 0, "nothing is cut off horizontally");
      if (!isUseCase) return;
      for (const { file, code } of figures.filter(({ file }) => !file.endsWith(".html"))) {
        const text = await readFile(new URL(`../../www/use-cases/${file}`, import.meta.url), "utf8");
        const onSite = code
          .replaceAll('"set-pin-widget"', '"/pkg/index.mjs"')
          .replaceAll('"set-pin-widget/secure-view"', '"/pkg/secure-view.mjs"');
        assert.equal(onSite, text);
        assert.ok(code.split("\n").length < 80, `${file} is short enough to paste`);
      }
      await paste(page, figures, PASTED[name]);
    });
  }

  test("an unknown URL has a page that says so", async () => {
    const page = await suite.open(undefined, "/use-cases/no-such-page.html");
    await new UseCasePage(page).isReady();
    assert.match(String(await page.run("return document.querySelector('h1').textContent")), /Page not found/);
    assert.ok((await page.count("#gallery a")) > 10);
  });
});

/** @param {HostPage} page @param {readonly import("./harness/pasted.mjs").Figure[]} figures @param {Trial} [trial] */
async function paste(page, figures, trial) {
  if (!trial) throw new Error("The text to press on this page is not known: add it to PASTED");
  if (trial.settings) await page.session.configure(trial.settings);
  const markup = figures.find(({ file }) => file.endsWith(".html"))?.code;
  const script = await bundled(figures, `${page.origins.host}/pkg`);
  // Run the code in a page that is unrelated to the site: the page that showed the site at a width
  // of 320 pixels.
  await page.run(
    `document.body.replaceChildren(document.createRange().createContextualFragment(arguments[0]));
     const script = document.createElement("script");
     script.type = "module";
     script.textContent = arguments[1] + "\\ndocument.body.dataset.runs = '';";
     document.body.append(script);`,
    markup,
    script,
  );
  await page.sees(`body[data-runs] ${trial.press}`);
  const useCase = new UseCasePage(page);
  await useCase.press(trial.press);
  if (trial.next) await (await page.sees(trial.next)).click();
  if (trial.says) return useCase.shows(trial.says);
  await until("the issuer's page", async () => {
    const confirm = await page.driver.findElements({ css: "dialog.confirm .primary" });
    if (confirm[0]) await confirm[0].click();
    return (await page.driver.getCurrentUrl()).startsWith(page.origins.page) || (await page.count(FRAME)) === 1;
  });
  if ((await page.driver.getCurrentUrl()).startsWith(page.origins.page)) {
    await useCase.leaves();
    await useCase.setPinInWindow("4826");
    // Going back is a navigation of the browser. If it were still in flight, it would replace the
    // next test's page.
    await until("the return", async () => {
      if (!(await page.driver.getCurrentUrl()).startsWith(page.origins.host)) return false;
      return page.run("return document.readyState === 'complete'");
    });
  } else await page.hosted().setPinByPointer("4826");
  await until("the PIN", () => page.session.pinIs("4826"));
}
