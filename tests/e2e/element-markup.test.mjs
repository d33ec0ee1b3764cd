/**
 * `<set-pin-widget>` in an attacker's markup: the markup controls the appearance and nothing else.
 * One file, because docs/security.md refers to it as the list of these attacks.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import sanitizeHtml from "sanitize-html";
import { By, Key } from "selenium-webdriver";
import { engineUnderTest, launch } from "./harness/engines.mjs";
import { ATTACKERS_TEXT, FREEZE_ROUTE, markupPage, TOKEN_ROUTE } from "./harness/markup-page.mjs";
import { until } from "./harness/wait.mjs";

/** @typedef {import("./harness/markup-page.mjs").MarkupPage} MarkupPage */

/** @type {Awaited<ReturnType<typeof launch>> | undefined} */
let browser;
before(
  async () => {
    browser = await launch(engineUnderTest());
  },
  { timeout: 90_000 },
);
after(() => browser?.stop());

/** @param {import("node:test").TestContext} context */
async function visit(context) {
  if (!browser) throw new Error("A page can be opened only from within a test");
  return markupPage(context, browser.driver);
}

const builds = /** @type {const} */ (["script", "module"]);

/**
 * Checks that only the page's script or tag caused requests.
 * @param {MarkupPage} page
 * @param {number} tokens
 */
async function onlyAllowed(page, tokens) {
  assert.deepEqual(page.attacker.requests, [], "requests to the attacker");
  assert.deepEqual(page.routes, Array(tokens).fill(TOKEN_ROUTE), "requests to the host's backend");
  assert.equal(await page.driver.getCurrentUrl(), `${page.host.origin}/`, "the page is still there");
  const { frames, text } = await page.shown();
  assert.deepEqual(
    frames.filter((origin) => origin !== page.issuer.origin),
    [],
    "frames",
  );
  assert.ok(!text.includes(ATTACKERS_TEXT), "the attacker's text is shown");
}

/** @param {MarkupPage} page */
async function nothingIsOpen(page) {
  const states = await page.states();
  assert.deepEqual(
    states.filter((state) => state !== "idle" && state !== "closed"),
    [],
  );
}

/**
 * Attacks that worked before 0.2.0, each with a button of the attacker.
 * @type {Record<string, (page: MarkupPage) => string>}
 */
const SEEN = {
  "a route of the host's that is not the token route": () => `token-url="${FREEZE_ROUTE}"`,
  "a backend of the attacker": ({ attacker }) =>
    `token-url="${attacker.origin}/token" credentials="include" allowed-origins="${attacker.origin}"`,
  "a redirect to the attacker": ({ attacker }) =>
    `mode="redirect" redirect-url="${attacker.origin}/after" allowed-origins="${attacker.origin}"`,
  "a redirect without a URL": () => `mode="redirect"`,
  "the host's routes, polled": () => `card-status-url="${FREEZE_ROUTE}" wait-for-active='{"intervalMs":1}'`,
  "text of the attacker": () =>
    `messages='{"title":"${ATTACKERS_TEXT}","loading":"${ATTACKERS_TEXT}","frameTitle":"${ATTACKERS_TEXT}"}'`,
  "permissions for the frame": () => `iframe-allow="camera" iframe-referrer-policy="unsafe-url" iframe-sandbox=""`,
};

for (const build of builds) {
  describe(`markup of an attacker, the element defined by the ${build}`, () => {
    for (const [what, attributes] of Object.entries(SEEN)) {
      test(`${what}: ignored, with and without a click`, async (context) => {
        const page = await visit(context);
        await page.open(
          `<set-pin-widget ${attributes(page)} auto-open><button id="attack" type="button">Press</button></set-pin-widget>`,
          build,
        );
        await nothingIsOpen(page);
        await onlyAllowed(page, 0);
        await page.press("#attack");
        await page.isOpen();
        await onlyAllowed(page, 1);
        const frame = await page.run(`
          const inside = (root) => [...root.querySelectorAll("*")].reduce(
            (found, one) => found ?? (one.localName === "iframe" ? one : one.shadowRoot && inside(one.shadowRoot)), undefined);
          const frame = inside(document);
          return ["allow", "referrerpolicy", "sandbox"].map((name) => frame.getAttribute(name));`);
        assert.deepEqual(frame, [null, "strict-origin", null]);
      });
    }

    test("a selector that tests whether a secret of the page starts with 7 learns nothing", async (context) => {
      const page = await visit(context);
      for (const digit of ["7", "8"]) {
        const attributes = `mode="inline" container="input[name=csrf][value^='${digit}']"`;
        await page.open(
          `<set-pin-widget id="attack" ${attributes}><button type="button">Press</button></set-pin-widget>`,
          build,
        );
        await page.press("#attack button");
        await page.isOpen();
        const inside = `return document.querySelector("#attack").querySelector("[data-set-pin-widget]") !== null`;
        assert.equal(await page.run(inside), true, `the frame is in the element itself, for ${digit}`);
      }
    });

    test("nothing is read from Object.prototype, from a name or from an id", async (context) => {
      const page = await visit(context);
      await page.open(
        `<a id="defaults" href="/x"></a><a id="tokenUrl" href="${FREEZE_ROUTE}"></a><form id="options" name="redirectUrl"><input name="tokenUrl"></form>
         <set-pin-widget id="attack" name="tokenUrl" auto-open><button type="button" name="closest">Press</button></set-pin-widget>`,
        build,
      );
      await page.run(`Object.assign(Object.prototype, arguments[0])`, {
        tokenUrl: FREEZE_ROUTE,
        mode: "inline",
        autoOpen: true,
        container: "body",
        redirectUrl: "https://a.example",
      });
      await page.run(`document.querySelector("#attack").setAttribute("auto-open", "true")`);
      await nothingIsOpen(page);
      await page.press("#attack button");
      await page.isOpen();
      await onlyAllowed(page, 1);
      assert.equal(await page.run(`return document.querySelector("#attack").mode`), null);
    });
  });
}

describe("elements that open the element from elsewhere", () => {
  const others = {
    "a div": `<div id="attack" data-set-pin-open="pin">Press</div>`,
    "a paragraph around the whole page": `<p id="attack" data-set-pin-open="pin">Press <b>here</b></p>`,
    "a text field": `<input id="attack" data-set-pin-open="pin">`,
    "a link without a destination": `<a id="attack" data-set-pin-open="pin">Press</a>`,
    "a label": `<label id="attack" data-set-pin-open="pin">Press</label>`,
  };
  for (const [what, markup] of Object.entries(others)) {
    test(`${what} does not`, async (context) => {
      const page = await visit(context);
      await page.open(markup);
      await page.press("#attack");
      await nothingIsOpen(page);
      await onlyAllowed(page, 0);
    });
  }

  for (const [what, markup] of Object.entries({
    "a button": `<button id="attack" type="button" data-set-pin-open="pin">Press</button>`,
    "a link": `<a id="attack" href="/elsewhere" data-set-pin-open="pin">Press</a>`,
  })) {
    test(`${what} does, and shows the issuer's page for the card of the host's own route`, async (context) => {
      const page = await visit(context);
      await page.open(markup);
      await page.press("#attack");
      await page.isOpen();
      await onlyAllowed(page, 1);
    });
  }
});

describe("an opener that the cardholder cannot see", () => {
  /** A visible place to click, and the opener that the browser activates for it. */
  const hidden = {
    "a hidden button in a label": `<label id="attack">Terms<button type="button" hidden data-set-pin-open="pin"></button></label>`,
    "a hidden submit button of a form": `<form><input id="attack"><button hidden data-set-pin-open="pin"></button></form>`,
  };
  for (const [what, markup] of Object.entries(hidden)) {
    test(`${what} does not open`, async (context) => {
      const page = await visit(context);
      await page.open(markup);
      await page.run(
        `window.clicks = 0;
         document.addEventListener("click", (event) => {
           if (event.target.localName !== "button") return;
           window.clicks += 1;
           event.preventDefault();
         });`,
      );
      if (markup.includes("<form>")) await page.driver.findElement(By.css("#attack")).sendKeys(Key.ENTER);
      else await page.press("#attack");
      await until("the browser's click on the button", async () => (await page.run("return clicks")) === 1);
      await nothingIsOpen(page);
      await onlyAllowed(page, 0);
    });
  }

  for (const [what, markup] of Object.entries({
    "with text": `<button id="attack" type="button" style="display:contents" data-set-pin-open="pin">Press</button>`,
    "around an element": `<a href="#there" style="display:contents" data-set-pin-open="pin"><b id="attack">Press</b></a>`,
  })) {
    test(`an opener ${what} that has no box, but visible content, opens`, async (context) => {
      const page = await visit(context);
      await page.open(markup);
      // Click at the text's position: drivers do not click an element without a box.
      const place = await page.run(
        `const range = document.createRange();
         range.selectNodeContents(document.querySelector("#attack"));
         const { x, y, width, height } = range.getBoundingClientRect();
         return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };`,
      );
      await page.driver.actions().move(place).click().perform();
      await page.isOpen();
      await onlyAllowed(page, 1);
    });
  }

  test("an opener without a box and without visible content does not open", async (context) => {
    const page = await visit(context);
    await page.open(
      `<button id="attack" type="button" style="display:contents" data-set-pin-open="pin"><span hidden>Press</span></button>`,
    );
    // A label would give it the press in Chromium and WebKit, but not in Firefox.
    await page.run(`document.querySelector("#attack").click()`);
    await nothingIsOpen(page);
    await onlyAllowed(page, 0);
  });

  test("if the page has no layout, as in jsdom, an opener opens", async (context) => {
    const page = await visit(context);
    await page.open("");
    await page.run(
      `Element.prototype.getClientRects = () => [];
       Range.prototype.getClientRects = undefined;
       document.querySelector("#outside").click();`,
    );
    await until("the attempt", async () => (await page.states()).some((state) => state !== "idle"));
  });

  for (const parent of ["math", "svg"]) {
    test(`a <button> in <${parent}>, which is not an HTML button, does not open`, async (context) => {
      const page = await visit(context);
      await page.open(`<div id="attack"></div>`);
      await page.run(
        `const space = arguments[0] === "math" ? "http://www.w3.org/1998/Math/MathML" : "http://www.w3.org/2000/svg";
         const parent = document.createElementNS(space, arguments[0]);
         const button = document.createElementNS(space, "button");
         button.setAttribute("data-set-pin-open", "pin");
         button.append("Press");
         parent.append(button);
         document.querySelector("#attack").append(parent);
         button.getClientRects = () => [new DOMRect()];
         button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));`,
        parent,
      );
      await nothingIsOpen(page);
      await onlyAllowed(page, 0);
    });
  }

  test("a link in SVG opens like any other", async (context) => {
    const page = await visit(context);
    await page.open(
      `<svg width="100" height="40"><a href="#there" data-set-pin-open="pin"><text id="attack" y="20">Press</text></a></svg>`,
    );
    await page.press("#attack");
    await page.isOpen();
    await onlyAllowed(page, 1);
  });
});

test("a style sheet in markup adds no text to the widget", async (context) => {
  const page = await visit(context);
  const names = ["title", "header", "box", "sheet", "backdrop", "status", "notice"];
  const css = names.map((name) => `::part(${name})::after, ${name}::after { content: "${ATTACKERS_TEXT}" }`).join(" ");
  const content = `const { shadowRoot } = document.querySelector("[data-set-pin-widget]");
    return getComputedStyle(shadowRoot.querySelector("h2"), "::after").content`;
  for (const policy of ["", "style-src 'self'"]) {
    await page.open(`<style>${css}</style>`, "script", { onServer: (markup) => markup, policy });
    await page.press("#own");
    await page.isOpen();
    assert.equal(await page.run(content), "none");
  }
});

test("an element that is not closed contains the host's buttons, and opens like any other", async (context) => {
  const page = await visit(context);
  await page.open(`</div><set-pin-widget token-url="${FREEZE_ROUTE}">`);
  await page.press("#pay");
  await page.isOpen();
  await onlyAllowed(page, 1);
});

describe("permitted by the page's script or tag", () => {
  test("an attribute has its effect, even if every object has a property with its name", async (context) => {
    const page = await visit(context);
    page.defaults.autoOpen = true;
    await page.open("", "module");
    await page.run(
      `Object.prototype["auto-open"] = ["autoOpen"];
       document.querySelector("#pin").setAttribute("auto-open", "");`,
    );
    await page.isOpen();
    await onlyAllowed(page, 1);
  });

  for (const build of builds) {
    test(`auto-open has an effect, ${build}`, async (context) => {
      const page = await visit(context);
      page.tag["data-auto-open"] = "";
      page.defaults.autoOpen = true;
      await page.open("<set-pin-widget auto-open></set-pin-widget>", build);
      await page.isOpen();
      await onlyAllowed(page, 1);
    });

    test(`a redirect leads to the issuer's page, for elements with mode="redirect" only, ${build}`, async (context) => {
      const page = await visit(context);
      page.tag["data-redirect-url"] = `${page.host.origin}/after`;
      page.defaults.redirectUrl = `${page.host.origin}/after`;
      await page.open(`<set-pin-widget id="leaves" mode="redirect"><button>Press</button></set-pin-widget>`, build);
      await page.press("#own");
      await page.isOpen();
      await page.close();
      await page.press("#leaves button");
      await until("the issuer's page", async () => (await page.driver.getCurrentUrl()).startsWith(page.issuer.origin));
    });
  }

  test("the card's status is requested at the tag's URL", async (context) => {
    const page = await visit(context);
    page.tag["data-card-status-url"] = "/api/card/status";
    page.host.responses["/api/card/status"] = () => ({ type: "application/json", body: '{"status":"ACTIVE"}' });
    await page.open("");
    await page.press("#own");
    await page.isOpen();
    assert.deepEqual(page.routes, ["/api/card/status", TOKEN_ROUTE]);
  });

  test("the tag is read once, while the script runs", async (context) => {
    const page = await visit(context);
    await page.open("");
    await page.run(
      `const tag = document.querySelector("script[data-token-url]");
       tag.dataset.tokenUrl = arguments[0];
       tag.dataset.autoOpen = "";
       document.querySelector("#pin").setAttribute("auto-open", "");`,
      FREEZE_ROUTE,
    );
    await nothingIsOpen(page);
    await page.press("#own");
    await page.isOpen();
    await onlyAllowed(page, 1);
  });
});

test("each ignored attribute is named once on the console, with what to do instead", async (context) => {
  const page = await visit(context);
  await page.open("");
  /** @type {string[]} */
  const warnings = await page.driver.executeAsyncScript(
    `const [attributes, done] = arguments;
     const warnings = [];
     console.warn = (line) => warnings.push(line);
     for (let nth = 0; nth < 2; nth += 1) {
       const element = document.createElement("set-pin-widget");
       for (const name of attributes) element.setAttribute(name, "x");
       element.setAttribute("mode", "redirect");
       document.body.append(element);
       element.open().then(() => nth === 1 && setTimeout(() => done(warnings)));
       setTimeout(() => element.close());
     }`,
    [
      ...["token-url", "credentials", "container", "redirect-url", "allowed-origins", "messages", "card-status-url"],
      ...["wait-for-active", "retry-max-attempts", "retry-delay-ms", "iframe-sandbox", "iframe-allow"],
      ...["iframe-referrer-policy", "auto-open"],
    ],
  );
  const options = [
    ...["tokenUrl", "credentials", "container", "redirectUrl", "allowedOrigins", "messages", "cardStatus.url"],
    ...["cardStatus.waitForActive", "retry.maxAttempts", "retry.delayMs", "iframe.sandbox", "iframe.allow"],
    ...["iframe.referrerPolicy", "redirectUrl", "autoOpen"],
  ];
  const named = warnings.map((line) => /set `([\w.]+)` in the defaults of defineSetPinElement\(\)/.exec(line)?.[1]);
  assert.deepEqual(named.toSorted(), options.toSorted(), warnings.join("\n"));
  assert.match(
    warnings[0] ?? "",
    /the attribute `token-url` is ignored.*`data-token-url` on the widget's own script tag/,
  );
});

describe("appearance that markup chooses", () => {
  test("must leave the hosted page readable", async (context) => {
    const page = await visit(context);
    const css = '{"backgroundColor":"#FFFFFF","textColor":"#FFFFFE"}';
    await page.open(`<set-pin-widget id="attack" custom-css='${css}'><button>Press</button></set-pin-widget>`);
    await page.press("#attack button");
    await until(
      "the error",
      async () => (await page.states()).includes("closed"),
      () => page.states(),
    );
    await onlyAllowed(page, 0);
  });

  test("must leave the hosted page readable with the host's own colours", async (context) => {
    const page = await visit(context);
    page.defaults.customCss = { textColor: "#111827" };
    await page.open(`<set-pin-widget id="attack" theme="dark"><button>Press</button></set-pin-widget>`, "module");
    await page.press("#attack button");
    await until(
      "the error",
      async () => (await page.states()).includes("closed"),
      () => page.states(),
    );
    await onlyAllowed(page, 0);
    await page.open(`<set-pin-widget id="attack" theme="light"><button>Press</button></set-pin-widget>`, "module");
    await page.press("#attack button");
    await page.isOpen();
    await onlyAllowed(page, 1);
  });

  test("with the shortest lifetime and automatic restarts, ends after four tokens", async (context) => {
    const page = await visit(context);
    for (let nth = 1; nth < 20; nth += 1)
      page.issuer.responses[`/pin?token=token-${nth}`] = () => new Promise(() => {});
    const attributes = `token-lifetime-ms="1" load-timeout-ms="60000" expiry="auto"`;
    await page.open(`<set-pin-widget id="attack" ${attributes}><button>Press</button></set-pin-widget>`);
    await page.press("#attack button");
    await until(
      "the end",
      async () => (await page.states()).includes("expired"),
      () => page.states(),
    );
    await onlyAllowed(page, 4);
  });

  test("has bounded times", async (context) => {
    const page = await visit(context);
    await page.open(
      `<set-pin-widget id="attack" token-lifetime-ms="1" load-timeout-ms="0" request-timeout-ms="1e9"></set-pin-widget>`,
    );
    const read = `const { tokenLifetimeMs, loadTimeoutMs, requestTimeoutMs } = document.querySelector("#attack");
      return [tokenLifetimeMs, loadTimeoutMs, requestTimeoutMs]`;
    assert.deepEqual(await page.run(read), [1_000, 1_000, 3_600_000]);
  });
});

/**
 * Returns the markup of an attacker who knows the widget. It precedes the host's own element and
 * has the same id.
 * @param {MarkupPage} page
 */
const ATTACK = ({ attacker }) => `
<set-pin-widget token-url="${FREEZE_ROUTE}" auto-open></set-pin-widget>
<set-pin-widget id="pin" class="attack" token-url="${attacker.origin}/token" allowed-origins="${attacker.origin}" redirect-url="${attacker.origin}/"
  mode="redirect" card-status-url="${FREEZE_ROUTE}" wait-for-active='{"intervalMs":1}' messages='{"title":"${ATTACKERS_TEXT}"}' auto-open>
  <button type="button" class="opener">Press</button>
</set-pin-widget>
<set-pin-widget mode="inline" container="input[name=csrf][value^='7']" auto-open></set-pin-widget>
<button type="button" class="opener" data-set-pin-open="pin">Press</button>
<a class="opener" href="#there" data-set-pin-open="pin">Press</a>
<div class="other" data-set-pin-open="pin">Press</div>
<b class="other" data-set-pin-open="pin">Press</b>`;

const NAMES = [
  ...["id", "class", "data-set-pin-open", "token-url", "allowed-origins", "redirect-url", "mode", "card-status-url"],
  ...["wait-for-active", "messages", "container", "auto-open", "commandfor", "command"],
];

/** @type {Record<string, import("./harness/markup-page.mjs").Handling>} */
const SANITIZERS = {
  "without a sanitizer": { onServer: (markup) => markup },
  DOMPurify: { inPage: "slot.innerHTML = DOMPurify.sanitize(markup)" },
  "DOMPurify with custom elements allowed": {
    inPage: `slot.innerHTML = DOMPurify.sanitize(markup, {
      CUSTOM_ELEMENT_HANDLING: { tagNameCheck: () => true, attributeNameCheck: () => true, allowCustomizedBuiltInElements: true } })`,
  },
  "DOMPurify with all attributes allowed": {
    inPage: `slot.innerHTML = DOMPurify.sanitize(markup, { ADD_TAGS: ["set-pin-widget"], ADD_ATTR: ${JSON.stringify(NAMES)} })`,
  },
  "sanitize-html": { onServer: (markup) => sanitizeHtml(markup) },
  "sanitize-html with everything allowed": {
    onServer: (markup) =>
      sanitizeHtml(markup, { allowedTags: false, allowedAttributes: false, allowVulnerableTags: true }),
  },
  setHTML: { inPage: "slot.setHTML(markup)" },
  "setHTML with everything allowed": {
    inPage: `slot.setHTML(markup, { sanitizer: new Sanitizer({ removeElements: [], removeAttributes: [] }) })`,
  },
};

/**
 * The names of the setups in which the markup reaches the page. They prove that the tests are
 * meaningful.
 */
const COMES_THROUGH = /no sanitizer|allowed/;

describe("markup of an attacker before the host's own element", () => {
  for (const build of builds) {
    for (const [name, handling] of Object.entries(SANITIZERS)) {
      test(`${name}, ${build}: no request, frame, navigation or text that the page does not permit`, async (context) => {
        const page = await visit(context);
        await page.open("", build);
        if (name.startsWith("setHTML") && !(await page.run("return 'setHTML' in Element.prototype"))) {
          context.skip("this browser has no setHTML()");
          return;
        }
        await page.open(ATTACK(page), build, handling);
        if (COMES_THROUGH.test(name))
          assert.equal((await page.states()).length, 4, "the attacker's elements are there");
        await nothingIsOpen(page);
        await onlyAllowed(page, 0);
        await page.run(`for (const other of document.querySelectorAll("#slot .other")) other.click()`);
        await nothingIsOpen(page);
        let tokens = 0;
        const count = await page.run(`return document.querySelectorAll("#slot .opener").length`);
        for (let nth = 0; nth < count; nth += 1) {
          await page.run(`document.querySelectorAll("#slot .opener")[arguments[0]].click()`, nth);
          if ((await page.states()).every((state) => state === "idle" || state === "closed")) continue;
          await page.isOpen();
          tokens += 1;
          await onlyAllowed(page, tokens);
          await page.close();
        }
        for (const own of ["#outside", "body > set-pin-widget #own"]) {
          await page.press(own);
          await page.isOpen();
          tokens += 1;
          await onlyAllowed(page, tokens);
          await page.close();
        }
      });
    }
  }
});
