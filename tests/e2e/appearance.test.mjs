/**
 * The hosted page's appearance: the requests, the rejected values, and the warnings.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { useBrowser } from "./harness/suite.mjs";

const suite = useBrowser();

/** The issuer's three examples ("Customization Examples" in its document). */
const EXAMPLES = {
  light: {
    backgroundColor: "#FFFFFF",
    textColor: "#111827",
    backgroundColorPrimary: "#10B981",
    textColorPrimary: "#FFFFFF",
    buttonBorderRadius: 8,
    pinBorderRadius: 4,
  },
  dark: {
    backgroundColor: "#1F2937",
    textColor: "#F9FAFB",
    backgroundColorPrimary: "#3B82F6",
    textColorPrimary: "#FFFFFF",
    buttonBorderRadius: 12,
    pinBorderRadius: 8,
    pinBorderColor: "#60A5FA",
  },
  brand: {
    backgroundColor: "#FEF3C7",
    textColor: "#78350F",
    backgroundColorPrimary: "#F59E0B",
    textColorPrimary: "#FFFFFF",
    buttonBorderRadius: 10,
    pinBorderRadius: 6,
    pinBorderColor: "#D97706",
  },
};

/** @typedef {import("./harness/host-page.mjs").HostPage} HostPage */

/** Returns the body of this session's only token request. @param {HostPage} page */
async function sent(page) {
  const { tokenRequests } = await page.session.observed();
  assert.equal(tokenRequests.length, 1);
  return tokenRequests[0]?.body;
}

/** @param {HostPage} page */
const warnings = async (page) => (await page.notes()).consoleOutput.filter((line) => line.startsWith("warn:"));

describe("sent to the backend", () => {
  test("neither theme nor customCss: nothing", async () => {
    const page = await suite.open();
    await page.ready();
    assert.deepEqual(await sent(page), { isEmbedded: true });
  });

  for (const theme of /** @type {const} */ (["light", "dark"])) {
    test(`theme ${theme}: the document's values`, async () => {
      const page = await suite.open();
      await page.ready({ theme });
      assert.deepEqual(await sent(page), { isEmbedded: true, customCss: EXAMPLES[theme] });
      assert.deepEqual(await warnings(page), [], "the document's own themes are exempt");
    });
  }

  for (const scheme of /** @type {const} */ (["light", "dark"])) {
    test(`theme auto, for a user who prefers ${scheme}`, async () => {
      const page = await suite.open();
      await page.run("fixture.prefer(arguments[0])", scheme);
      await page.ready({ theme: "auto" });
      assert.deepEqual(await sent(page), { isEmbedded: true, customCss: EXAMPLES[scheme] });
    });
  }

  test("auto reads the preference when the widget opens, not when it is created", async () => {
    const page = await suite.open();
    await page.run("fixture.prefer('light')");
    const widget = await page.start({ theme: "auto" }, { open: false });
    await page.run("fixture.prefer('dark')");
    await widget.act("open");
    await widget.reaches("ready");
    assert.deepEqual((await sent(page))?.customCss, EXAMPLES.dark);
  });

  test("customCss alone: only the given properties", async () => {
    const page = await suite.open();
    await page.ready({ customCss: { textColor: "#112233", pinBorderRadius: 0 } });
    assert.deepEqual((await sent(page))?.customCss, { textColor: "#112233", pinBorderRadius: 0 });
  });

  test("customCss merged over a theme", async () => {
    const page = await suite.open();
    await page.ready({ theme: "dark", customCss: { backgroundColor: "#000000", buttonBorderRadius: 2.5 } });
    assert.deepEqual((await sent(page))?.customCss, {
      ...EXAMPLES.dark,
      backgroundColor: "#000000",
      buttonBorderRadius: 2.5,
    });
  });

  test("themes.brand as customCss, without a warning", async () => {
    const page = await suite.open();
    const themes = JSON.parse(/** @type {string} */ (await page.run("return fixture.themes()")));
    assert.deepEqual(themes, EXAMPLES);
    await page.ready({ customCss: themes.brand });
    assert.deepEqual((await sent(page))?.customCss, EXAMPLES.brand);
    assert.deepEqual(await warnings(page), []);
  });
});

describe("equal colours are refused", () => {
  /** @type {[string, Record<string, unknown>, RegExp][]} */
  const equal = [
    ["both given", { customCss: { textColor: "#123456", backgroundColor: "#123456" } }, /textColor|backgroundColor/],
    [
      "in different case",
      { customCss: { textColor: "#abcdef", backgroundColor: "#ABCDEF" } },
      /textColor|backgroundColor/,
    ],
    ["text like the default background", { customCss: { textColor: "#efefef" } }, /textColor|backgroundColor/],
    ["background like the default text", { customCss: { backgroundColor: "#000000" } }, /textColor|backgroundColor/],
    [
      "buttons' background like their default text",
      { customCss: { backgroundColorPrimary: "#ffffff" } },
      /textColorPrimary|backgroundColorPrimary/,
    ],
    [
      "buttons' text like their default background",
      { customCss: { textColorPrimary: "#000000" } },
      /textColorPrimary|backgroundColorPrimary/,
    ],
    ["with the theme's", { theme: "dark", customCss: { textColor: "#1f2937" } }, /textColor|backgroundColor/],
  ];
  for (const [what, options, names] of equal) {
    test(what, async () => {
      const page = await suite.open();
      const widget = await page.start(options);
      const { reason, error } = await widget.result();
      assert.deepEqual(
        { reason, code: error?.code, retryable: error?.retryable },
        { reason: "failed", code: "invalid_options", retryable: false },
      );
      assert.match(error?.message ?? "", names);
      assert.equal((await page.session.observed()).tokenRequests.length, 0);
    });
  }

  test("but a border may have the colour of the text", async () => {
    const page = await suite.open();
    const widget = await page.ready({ customCss: { pinBorderColor: "#EFEFEF" } });
    assert.deepEqual(await widget.errors(), []);
  });
});

describe("low contrast", () => {
  const weak = { textColor: "#777777", backgroundColor: "#888888" };

  test("causes one warning on the console that names the colours, and no error", async () => {
    const page = await suite.open();
    const first = await page.ready({ customCss: weak });
    await first.act("close", "open");
    await first.result();
    await first.reaches("ready");
    const logged = await warnings(page);
    assert.equal(logged.length, 1, logged.join("\n"));
    assert.match(logged[0] ?? "", /textColor/);
    assert.match(logged[0] ?? "", /backgroundColor/);
    assert.deepEqual(await first.errors(), []);
  });

  test("causes no warning if the option turns it off", async () => {
    const page = await suite.open();
    await page.ready({ customCss: weak, contrastWarning: false });
    assert.deepEqual(await warnings(page), []);
  });

  test("causes no warning if the contrast is good", async () => {
    const page = await suite.open();
    await page.ready({ customCss: { textColor: "#000000", backgroundColor: "#FFFFFF" } });
    assert.deepEqual(await warnings(page), []);
  });
});

describe("the box around the frame has the hosted page's background", () => {
  for (const [theme, colour, scheme] of /** @type {const} */ ([
    ["light", "rgb(255, 255, 255)", "light"],
    ["dark", "rgb(31, 41, 55)", "dark"],
  ])) {
    test(`theme ${theme}`, async () => {
      const page = await suite.open();
      await page.ready({ theme });
      const box = await page.run(
        `const { backgroundColor, colorScheme } = getComputedStyle(deepFind("[data-set-pin-widget] >>> [data-part=box]"));
         const frame = getComputedStyle(deepFind("[data-set-pin-widget] >>> iframe"));
         return { backgroundColor, colorScheme, frame: frame.backgroundColor, background: frame.colorScheme }`,
      );
      // The hosted page declares no colour scheme: in a frame with another scheme it would have an
      // opaque white background.
      assert.deepEqual(box, {
        backgroundColor: colour,
        colorScheme: scheme,
        frame: "rgba(0, 0, 0, 0)",
        background: "light",
      });
    });
  }

  test("width and height are those of the frame", async () => {
    const page = await suite.open();
    await page.ready({ width: "320px", height: "410px" });
    const size = await page.run(
      "const { width, height } = deepFind('[data-set-pin-widget] >>> iframe').getBoundingClientRect(); return [width, height]",
    );
    assert.deepEqual(size, [320, 410]);
  });

  test("by default the frame is as wide as its container, and 500 px high", async () => {
    const page = await suite.open();
    await page.ready();
    const size = await page.run(
      `const { width, height } = deepFind('[data-set-pin-widget] >>> iframe').getBoundingClientRect();
       return { whole: Math.abs(width - document.querySelector('#container').clientWidth) < 1, height }`,
    );
    assert.deepEqual(size, { whole: true, height: 500 });
  });
});
