/**
 * The playground: what its controls say is what is asked for, what the address holds, and what the code says and does.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { codeFor, doors } from "../../www/playground/code.mjs";
import { controls } from "../../www/playground/controls.mjs";
import { stateOf } from "../../www/playground/state.mjs";
import { violations } from "./harness/axe.mjs";
import { appOf } from "./harness/generated-app.mjs";
import { typeErrors } from "./harness/generated-code.mjs";
import { FRAME } from "./harness/host-page.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { UseCasePage } from "./harness/use-case-page.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();

/** States that between them touch every control of the widget's. */
const everything = Object.fromEntries(
  controls
    .filter(({ name }) => !name.startsWith("sandbox."))
    .map(({ name, kind, choices = [] }) => [
      name,
      { choice: choices.at(-1) ?? "", colour: "#123456", number: "7", text: "x", flag: "yes" }[kind],
    ]),
);
const states = {
  plain: {},
  inline: { mode: "inline", height: "620px", confirmOutcome: "yes" },
  redirect: { mode: "redirect", theme: "dark" },
  look: { "customCss.backgroundColor": "#FFF8E7", "customCss.pinBorderRadius": "12", locale: "de" },
  functions: { token: "fetchToken", confirmOutcome: "yes", signal: "yes", cardStatus: "yes", waitForActive: "yes" },
  everything: {
    ...everything,
    headers: 'x-csrf: it\'s <1> & "2"',
    allowedOrigins: "https://a.example https://b.example",
  },
};

/** @param {string} search */
async function openPlayground(search) {
  const page = await suite.open(undefined, `/playground/${search}`);
  const playground = new UseCasePage(page);
  await playground.isReady();
  return { page, playground };
}

/** @param {import("./harness/host-page.mjs").HostPage} page @param {string} name @param {string} value */
const set = (page, name, value) =>
  page.run(
    `const field = document.querySelector("[name='" + arguments[0] + "']");
     field.type === "checkbox" ? (field.checked = arguments[1] !== "") : (field.value = arguments[1]);
     field.dispatchEvent(new Event("input", { bubbles: true }));`,
    name,
    value,
  );

describe("the controls", () => {
  test("choose what is asked for, are kept in the address, and come back with it", async () => {
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
    await page.hosted().setPinByPointer("4826");
    await playground.says(/page_closed, outcome confirmed/);
    const [request] = (await page.session.observed()).tokenRequests;
    assert.deepEqual(request?.body, { isEmbedded: true, customCss: { backgroundColor: "#FFF8E7" } });
    assert.match(await (await page.find("#log")).getText(), /token_response/);
    const whole = "return document.documentElement.outerHTML + location.href";
    assert.equal(String(await page.run(whole)).includes(token), false, "no token anywhere");
  });

  test("let the stand-in fail, and take the failure back", async () => {
    const { page, playground } = await openPlayground("?sandbox.token=403&onFailure=close");
    await playground.press("#do-open");
    await playground.says(/failed: forbidden/);
    await set(page, "sandbox.token", "none");
    await playground.press("#do-open");
    await until("the frame", async () => (await page.count(FRAME)) === 1);
  });

  test("take an address with anything in it for what it is: text", async () => {
    const { page } = await openPlayground(
      `?locale=${encodeURIComponent('"><img src=x onerror=alert(1)>')}&messages.title=${encodeURIComponent("<b>x</b>")}&nonsense=1`,
    );
    assert.equal(await page.count("main img, main b:not(#log b)"), 0);
    assert.equal(await page.run("return document.querySelector('[name=\"messages.title\"]').value"), "<b>x</b>");
  });

  test("Close ends it, by a signal too", async () => {
    const { page, playground } = await openPlayground("?mode=inline&signal=yes");
    await playground.press("#do-open");
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    await playground.press("#do-close");
    await playground.says(/closed_by_host/);
  });

  test("a redirect comes back to the same controls", async () => {
    const { page, playground } = await openPlayground("?mode=redirect");
    await playground.press("#do-open");
    await playground.leaves();
    await playground.setPinInWindow("4826");
    await playground.says(/a PIN was set/);
    assert.equal(await page.run("return document.querySelector('[name=mode]').value"), "redirect");
  });
});

test("contrast is told as colours change, and what is too low is said so", async () => {
  const { page } = await openPlayground("");
  const figures = async () =>
    /** @type {string} */ (await page.run("return document.querySelector('.figures').innerText"));
  assert.match(await figures(), /Text 18\.\d\d to 1: enough/);
  await set(page, "customCss.textColor", "#AAAAAA");
  assert.match(await figures(), /Text 2\.\d\d to 1: too low/);
  await set(page, "customCss.textColor", "#EFEFEF");
  assert.match(await figures(), /Text 1\.00 to 1: invisible/);
  await set(page, "customCss.textColor", "#12");
  assert.match(await figures(), /takes #RRGGBB/);
});

describe("the code", () => {
  test("is shown for each way to use the package, by the keyboard too", async () => {
    const { page } = await openPlayground("?theme=dark");
    for (const door of doors) {
      await (await page.find(`#tab-${door}`)).click();
      const [shown, here] = /** @type {[string, string]} */ (
        await page.run("return [document.querySelector('#code-panel code').textContent, location.href]")
      );
      const origins = [page.origins.page, page.origins.api];
      assert.equal(shown, codeFor(door, stateOf("?theme=dark"), origins, here));
      assert.deepEqual(await violations(page.driver), []);
    }
    await page.press("\uE012");
    assert.equal(await page.run("return document.activeElement.id"), "tab-Svelte");
  });

  for (const door of doors) {
    for (const [name, state] of Object.entries({
      plain: states.plain,
      inline: states.inline,
      functions: states.functions,
    })) {
      test(`${door} does what the controls say, ${name}`, async () => {
        const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
        const code = codeFor(door, state, [page.origins.page, page.origins.api], `${page.origins.host}/`);
        await runCode(page, door, code);
        if (code.includes(".options =")) {
          const given = "return Object.keys(document.querySelector('set-pin-widget').options).length > 0";
          await until("the options", () => page.run(given));
        }
        await (await page.sees("button")).click();
        await until("the frame", async () => (await page.count(FRAME)) === 1);
        if (name === "inline") assert.equal(await page.count(`:is(#set-pin-here, set-pin-widget, #app) ${FRAME}`), 1);
        else assert.equal(await page.count(`dialog${FRAME}`), 1);
        await page.hosted().setPinByPointer("4826");
        await until("the end", async () => (await page.count(FRAME)) === 0);
        const { tokenRequests, statusRequests, pinChanges } = await page.session.observed();
        assert.deepEqual(
          tokenRequests.map(({ body }) => body),
          [{ isEmbedded: true }],
        );
        assert.deepEqual(
          { statusRequests, pinChanges },
          { statusRequests: name === "functions" ? 1 : 0, pinChanges: 1 },
        );
      });
    }
  }

  test("compiles in each framework, whatever the controls say", async () => {
    const files = Object.entries(states).flatMap(([name, state]) =>
      doors.map((door) => ({
        door,
        name,
        code: codeFor(door, state, ["https://cards.baanx.com"], "https://app.example/"),
      })),
    );
    assert.deepEqual(await typeErrors(files), []);
  });

  test("that says something wrong does not compile: the check above can fail", async () => {
    const code = codeFor("React", { onExpiry: "never" }, ["https://cards.baanx.com"], "https://app.example/");
    assert.match((await typeErrors([{ door: "React", name: "wrong", code }])).join("\n"), /onExpiry|never/);
  });
});

/** @param {import("./harness/host-page.mjs").HostPage} page @param {import("../../www/playground/code.mjs").Door} door @param {string} code */
async function runCode(page, door, code) {
  const pkg = `${page.origins.host}/pkg`;
  if (door === "HTML") await runMarkup(page, code.replace('src="set-pin-widget.js"', 'src="/pkg/set-pin-widget.js"'));
  else if (door === "JavaScript")
    await runModule(page, code.replace('from "set-pin-widget"', `from "${pkg}/index.mjs"`));
  else await runModule(page, await appOf(door, code, pkg));
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

/** As the parser would: what a fragment brings does not run until it is put in anew, one after the other. @param {import("./harness/host-page.mjs").HostPage} page @param {string} markup */
async function runMarkup(page, markup) {
  await page.driver.executeAsyncScript(
    `document.body.replaceChildren(document.createRange().createContextualFragment(arguments[0]));
     customElements.whenDefined("set-pin-widget").then(() => arguments[1]());`,
    markup,
  );
}
