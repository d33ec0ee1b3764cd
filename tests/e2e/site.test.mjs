/**
 * The demo site's use cases: each can be done by hand, shows the source that it runs, and can be read by everyone.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { violations } from "./harness/axe.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { narrowOverflow } from "./harness/narrow.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { pages, UseCasePage } from "./harness/use-case-page.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** @param {string} name @param {import("./harness/sandbox.mjs").Settings} [settings] */
async function openUseCase(name, settings) {
  const page = await suite.open(settings, `/use/${name}.html`);
  const useCase = new UseCasePage(page);
  await useCase.isReady();
  return { page, useCase };
}

for (const [name, opener, set, cancelled] of /** @type {const} */ ([
  ["redirect", "#set-pin", /Your PIN is set/, /No PIN was set/],
  ["first-time", "#set-up", /ready to use/, /still needs a PIN/],
])) {
  describe(`${name}: the cardholder goes to the issuer and comes back`, () => {
    test("having set a PIN", async () => {
      const { page, useCase } = await openUseCase(name);
      await useCase.press(opener);
      await useCase.leaves();
      await useCase.setPinInWindow("4826");
      await useCase.says(set);
      assert.equal(await page.session.pinIs("4826"), true);
    });

    test("having cancelled", async () => {
      const { useCase } = await openUseCase(name);
      await useCase.press(opener);
      await useCase.leaves();
      await useCase.press("#cancel");
      await useCase.says(cancelled);
    });
  });
}

test("first-time: a refusal is told in the app's words", async () => {
  const { useCase } = await openUseCase("first-time", { faults: { token: [{ kind: "status", status: 403 }] } });
  await useCase.press("#set-up");
  await useCase.says(/Unable to set PIN/);
});

describe("change: the app asks first", () => {
  test("Cancel asks the issuer for nothing", async () => {
    const { page, useCase } = await openUseCase("change");
    await useCase.press("#change-pin");
    await page.sees("dialog.confirm");
    assert.deepEqual(await violations(page.driver), []);
    await useCase.press("dialog.confirm .button:not(.primary)");
    await until("the dialog to be gone", async () => (await page.count("dialog")) === 0);
    assert.equal(await page.isFocused("#change-pin"), true);
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
  });

  test("Change PIN goes on, and the changed PIN is told after coming back", async () => {
    const { page, useCase } = await openUseCase("change");
    await useCase.press("#change-pin");
    await (await page.sees("dialog.confirm .primary")).click();
    await useCase.leaves();
    await useCase.setPinInWindow("4826");
    await useCase.says(/Your PIN was changed/);
  });
});

for (const [name, opener] of /** @type {const} */ ([
  ["iframe", "#set-pin"],
  ["modal", "#set-pin"],
  ["modal-react", "#root button"],
  ["themes", "#theme-brand"],
])) {
  describe(`${name}: the issuer's page stands in a frame`, () => {
    test("and a PIN that was set is told, with each event and without a token", async () => {
      const { page, useCase } = await openUseCase(name);
      await (await page.sees(opener)).click();
      await until("the frame", async () => (await page.count(FRAME)) === 1);
      await page.hosted().shows("pin");
      const token = await page.frameToken();
      await page.hosted().setPinByPointer("4826");
      await useCase.says(/Your PIN is set/);
      const log = await (await page.find("#log")).getText();
      for (const event of ["open", "token_request", "frame_load", "exit"]) assert.match(log, new RegExp(event));
      assert.equal(await page.run("return document.documentElement.outerHTML.includes(arguments[0])", token), false);
      assert.equal(await page.count(FRAME), 0);
    });

    test("and Cancel there is no success", async () => {
      const { page, useCase } = await openUseCase(name);
      await (await page.sees(opener)).click();
      await until("the frame", async () => (await page.count(FRAME)) === 1);
      await page.hosted().click("cancel");
      await useCase.says(/No PIN was set/);
    });
  });
}

test("themes: each button sends its own look", async () => {
  const { page } = await openUseCase("themes");
  for (const [at, name] of ["light", "dark", "brand"].entries()) {
    await (await page.sees(`#theme-${name}`)).click();
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    await page.hosted().click("cancel");
    await until("the frame to be gone", async () => (await page.count(FRAME)) === 0);
    const { tokenRequests } = await page.session.observed();
    const look = /** @type {{backgroundColor?: string}} */ (tokenRequests[at]?.body.customCss);
    assert.equal(look.backgroundColor, ["#FFFFFF", "#1F2937", "#FEF3C7"][at]);
  }
});

test("onboarding: a card is ordered, waited for, and given its PIN", async () => {
  const { page, useCase } = await openUseCase("onboarding", { card: "NONE", activateAfterPolls: 2 });
  await useCase.press("#order");
  await useCase.says(/Waiting until it is active/);
  await useCase.leaves();
  await useCase.setPinInWindow("4826");
  await useCase.says(/Your PIN is set/);
  assert.equal((await page.session.observed()).statusRequests, 3);
});

describe("security", () => {
  test("a frozen card takes no new PIN until it is let go", async () => {
    const { page, useCase } = await openUseCase("security");
    await useCase.press("#freeze");
    await useCase.says(/is frozen/);
    assert.equal(await (await page.find("#freeze")).getAttribute("aria-checked"), "true");
    await useCase.press("#change-pin");
    await useCase.says(/Unfreeze the card first/);
    assert.equal((await page.session.observed()).tokenRequests.length, 0);
    await useCase.press("#freeze");
    await useCase.says(/can be used/);
    await useCase.press("#change-pin");
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    await page.hosted().setPinByPointer("4826");
    await useCase.says(/Your PIN was changed/);
  });

  test("the PIN can be seen once there is one, in the issuer's page and nowhere else", async () => {
    const { page, useCase } = await openUseCase("security");
    const view = await page.find("#view-pin");
    assert.equal(await view.isDisplayed(), false);
    await useCase.press("#change-pin");
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    await page.hosted().setPinByPointer("4826");
    await until("the button", () => view.isDisplayed());
    await view.click();
    await page.sees("dialog.confirm iframe");
    assert.equal(await page.hosted("dialog.confirm iframe").text("digits"), "4826");
    assert.deepEqual(await violations(page.driver), []);
    assert.equal(await page.run("return document.documentElement.outerHTML.includes('4826')"), false);
    await useCase.press("dialog.confirm .button");
    await until("the dialog to be gone", async () => (await page.count("dialog")) === 0);
    assert.equal(await page.isFocused("#view-pin"), true);
  });

  test("a page from elsewhere is not shown as the issuer's", async () => {
    const { page, useCase } = await openUseCase("security");
    await page.run(
      `const { fetch } = window;
       window.fetch = (path, ...rest) => path === "/api/card/pin/token"
         ? Promise.resolve(Response.json({ hostedPageUrl: "https://example.org/pin" }))
         : fetch(path, ...rest);
       document.querySelector("#view-pin").click();`,
    );
    await useCase.says(/didn’t work/);
    assert.equal(await page.count("iframe"), 0);
  });
});

test("a backend that can't say whether a PIN was set is told as neither yes nor no", async () => {
  const { page, useCase } = await openUseCase("modal");
  await page.run(
    `const { fetch } = window;
     window.fetch = (path, ...rest) => path === "/api/card/pin" ? Promise.reject(new TypeError("away")) : fetch(path, ...rest);`,
  );
  await useCase.press("#set-pin");
  await until("the frame", async () => (await page.count(FRAME)) === 1);
  await page.hosted().setPinByPointer("4826");
  await useCase.says(/can’t say whether a PIN was set/);
});

test("errors: each button leads to its error, in words for a cardholder", async () => {
  const { page, useCase } = await openUseCase("errors");
  const expected = [
    ["No card", /order a card first.*card_not_found/],
    ["Card not active", /must be active.*card_not_active/],
    ["Card frozen", /must be active.*card_not_active/],
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
    ["No answer in time", /Failed to set PIN.*timeout/],
    ["Not the documented answer", /Failed to set PIN.*invalid_response/],
    ["Log-in page instead", /log in again.*unauthenticated/],
    ["A page from elsewhere", /Failed to set PIN.*untrusted_origin/],
  ];
  const buttons = await page.run("return [...document.querySelectorAll('[data-rehearse]')].map((b) => b.textContent)");
  assert.equal(/** @type {string[]} */ (buttons).length, expected.length, "every button is tried");
  for (const [at, [name, words]] of expected.entries()) {
    assert.ok(/** @type {string[]} */ (buttons)[at]?.startsWith(String(name)), `button ${at} is ${name}`);
    await page.run(
      "document.querySelector('#outcome').textContent = ''; document.querySelectorAll('[data-rehearse]')[arguments[0]].click()",
      at,
    );
    await useCase.says(/** @type {RegExp} */ (words));
  }
  // The last button's page from elsewhere would still be the answer.
  const address = await page.driver.executeAsyncScript(
    `const done = arguments[0];
     const headers = { "content-type": "application/json" };
     fetch("/api/card/set-pin/token", { method: "POST", headers, body: '{"isEmbedded":true}' })
       .then((response) => response.json())
       .then(({ hostedPageUrl }) => done(new URL(hostedPageUrl).origin), (error) => done(String(error)));`,
  );
  assert.equal(address, page.origins.page, "what was rehearsed is over");
});

describe("every page", () => {
  for (const { path, ready } of pages) {
    test(`${path} can be read by everyone in both themes, and at 320 pixels`, async () => {
      const page = await suite.open(undefined, path);
      const useCase = new UseCasePage(page);
      await useCase.isReady(ready);
      for (const theme of /** @type {const} */ (["light", "dark"])) {
        await useCase.choose(theme);
        assert.equal(await page.run("return document.documentElement.dataset.theme"), theme);
        assert.deepEqual(await violations(page.driver), [], theme);
      }
      assert.equal(await narrowOverflow(page, path, ready), 0, "nothing is cut off sideways");
    });

    if (path.startsWith("/use/")) {
      test(`${path} shows the source that it runs`, async () => {
        const page = await suite.open(undefined, path);
        await new UseCasePage(page).isReady(ready);
        const shown = /** @type {[string, string][]} */ (
          await page.run(
            "return [...document.querySelectorAll('.source')].map((s) => [s.dataset.file, s.querySelector('code').textContent])",
          )
        );
        for (const [name, code] of shown.filter(([file]) => !file.endsWith(".html"))) {
          const file = await readFile(new URL(`../../www/use/${name}`, import.meta.url), "utf8");
          assert.equal(code.replaceAll('"set-pin-widget"', '"/pkg/index.mjs"'), file);
          assert.ok(code.split("\n").length < 50, "short enough to paste");
        }
        assert.ok(shown.length >= 2, "its source and its markup are shown");
        assert.match(shown.find(([file]) => file.endsWith(".html"))?.[1] ?? "", /<(button|div) /);
      });
    }
  }
});
