/**
 * The handlers, the adapters and the server, without a browser.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { request } from "node:http";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { inflateSync } from "node:zlib";
import { until } from "../e2e/harness/wait.mjs";
import { folder, server, testing } from "./package.mjs";

const { createSandbox, fulfillRoute, replyToIntercept, serveSandbox } = testing;

const APP = "https://app.example";

/** @param {unknown} body @param {Record<string, string>} [headers] */
const tokenRequest = (body, headers = {}) =>
  new Request(`${APP}/token`, { method: "POST", headers, body: JSON.stringify(body) });

/** @param {import("../../pkg/types/testing.d.ts").Sandbox} cards @returns {Promise<{token: string, hostedPageUrl: string}>} */
const askedFor = async (cards, body = { isEmbedded: true }) => (await cards.handleToken(tokenRequest(body))).json();

describe("a token", () => {
  test("is the documented response, with the sandbox's origin", async () => {
    const cards = createSandbox();
    const { token, hostedPageUrl } = await askedFor(cards);
    assert.match(token, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(hostedPageUrl, `https://cards.example/pin-direct/set?token=${token}`);
  });

  test("opens its page once, and does not open it after reset()", async () => {
    const cards = createSandbox();
    const { hostedPageUrl } = await askedFor(cards);
    const statuses = [];
    for (const _ of [1, 2]) statuses.push((await cards.handlePage(new Request(hostedPageUrl))).status);
    const { hostedPageUrl: another } = await askedFor(cards);
    cards.reset();
    statuses.push((await cards.handlePage(new Request(another))).status);
    assert.deepEqual(statuses, [200, 410, 410]);
    assert.equal(cards.requests.length, 1);
  });

  test("is issued through the host's own token route, if the sandbox replaces the issuer", async () => {
    const cards = createSandbox({ pageOrigin: "https://cards.baanx.com", scenario: ["waits", { status: 404 }] });
    const route = server.createSetPinTokenHandler({
      issuerUrl: "https://issuer.example",
      clientKey: "key",
      origins: [APP],
      authorize: () => "access-token",
      fetch: (url, init) => cards.handleToken(new Request(url, init)),
    });
    const ask = () => route(tokenRequest({ isEmbedded: true }, { origin: APP, "content-type": "application/json" }));
    const { token, hostedPageUrl } = await (await ask()).json();
    assert.equal(hostedPageUrl, `https://cards.baanx.com/pin-direct/set?token=${token}`);
    assert.equal((await ask()).status, 404);
    assert.deepEqual(cards.requests[0]?.body, { isEmbedded: true });
  });

  test("needs POST with a JSON object", async () => {
    const { handleToken } = createSandbox();
    assert.equal((await handleToken(new Request(`${APP}/token`))).status, 405);
    assert.equal((await handleToken(tokenRequest(["isEmbedded"]))).status, 400);
  });
});

describe("a recorded request", () => {
  test("has the documented fields, and no secret", async () => {
    const cards = createSandbox();
    const body = { isEmbedded: true, customCss: { textColor: "#112233" }, csrf: "SECRET-1" };
    const headers = { "X-CSRF": "SECRET-2", authorization: "Bearer SECRET-3" };
    const response = await cards.handleToken(tokenRequest(body, headers));
    const { token, hostedPageUrl } = await response.json();
    await cards.handlePage(new Request(hostedPageUrl));
    const [request] = cards.requests;
    assert.deepEqual(request?.body, { isEmbedded: true, customCss: { textColor: "#112233" } });
    assert.ok(request?.headerNames.includes("x-csrf"));
    const written = JSON.stringify(cards.requests);
    assert.equal(written.includes(token) || written.includes("SECRET"), false);
  });
});

/**
 * Reads a PNG: its size, its palette and how many pixels have each colour.
 * @param {Response} response
 */
async function decoded(response) {
  assert.deepEqual([response.status, response.headers.get("content-type")], [200, "image/png"]);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const bytes = Buffer.from(await response.arrayBuffer());
  /** @type {Record<string, Buffer>} */
  const chunks = {};
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks[bytes.toString("latin1", at + 4, at + 8)] = bytes.subarray(at + 8, at + 8 + length);
    at += 12 + length;
  }
  const { IHDR, PLTE, IDAT } = chunks;
  assert.ok(IHDR && PLTE && IDAT);
  const [width, height] = [IHDR.readUInt32BE(0), IHDR.readUInt32BE(4)];
  const rows = inflateSync(IDAT);
  assert.equal(rows.length, height * (1 + Math.ceil(width / 4)));
  const counts = [0, 0, 0, 0];
  for (const [at, byte] of rows.entries()) {
    if (at % (1 + Math.ceil(width / 4)) > 0)
      for (const shift of [6, 4, 2, 0]) counts[(byte >> shift) & 3] = (counts[(byte >> shift) & 3] ?? 0) + 1;
  }
  return { palette: PLTE.toString("hex").match(/.{6}/g), counts };
}

describe("an image", () => {
  /** @param {unknown} [customCss] */
  const imageRequest = (customCss) => tokenRequest(customCss && { customCss });
  /** @param {Response} response @returns {Promise<Request>} */
  const requestFor = async (response) => new Request((await response.json()).imageUrl);

  test("of the PIN is a PNG in the requested colours, once for each token", async () => {
    const cards = createSandbox();
    const response = await cards.handlePinToken(imageRequest({ textColor: "#112233" }));
    const { token, imageUrl } = await response.clone().json();
    assert.equal(imageUrl, `https://cards.example/details-image?token=${token}`);
    const request = await requestFor(response);
    const { palette, counts } = await decoded(await cards.handlePage(request));
    assert.deepEqual(palette, ["ffffff", "112233"]);
    assert.ok((counts[1] ?? 0) > 1_000);
    assert.equal((await cards.handlePage(request)).status, 410);
    assert.deepEqual(
      cards.requests.map(({ to, status, imageCss }) => [to, status, imageCss]),
      [
        ["pin-token", 200, { textColor: "#112233" }],
        ["image", 200, undefined],
        ["image", 410, undefined],
      ],
    );
    assert.equal(JSON.stringify(cards.requests).includes(token), false);
  });

  test("of the card's details has four colours, and needs no body", async () => {
    const cards = createSandbox();
    const response = await cards.handleCardDetailsToken(new Request(`${APP}/token`, { method: "POST" }));
    const { palette, counts } = await decoded(await cards.handlePage(await requestFor(response)));
    assert.deepEqual(palette, ["ffffff", "000000", "efefef", "000000"]);
    assert.ok(counts.every((count) => count > 1_000));
  });

  test("has no token after reset(), and none for a body or a method that the issuer would refuse", async () => {
    const cards = createSandbox();
    const request = await requestFor(await cards.handlePinToken(imageRequest()));
    cards.reset();
    assert.equal((await cards.handlePage(request)).status, 410);
    for (const customCss of [{ textColor: "red" }, { panTextColor: "#000000" }, "#000000", []])
      assert.equal((await cards.handlePinToken(imageRequest(customCss))).status, 422);
    assert.equal((await cards.handleCardDetailsToken(new Request(`${APP}/token`))).status, 405);
  });

  test("has the scenario of its token request", async () => {
    const cards = createSandbox({
      scenario: [{ status: 404 }, "untrusted-origin", "expires", "repeats-token", "malformed", "offline"],
    });
    const ask = () => cards.handlePinToken(imageRequest());
    assert.equal((await ask()).status, 404);
    assert.match((await (await ask()).json()).imageUrl, /^https:\/\/not-the-issuer\.example\//);
    const expired = await ask();
    const { token } = await expired.clone().json();
    assert.equal((await cards.handlePage(await requestFor(expired))).status, 410);
    assert.equal((await (await ask()).json()).token, token);
    assert.equal((await (await ask()).json()).token, undefined);
    assert.equal((await ask()).type, "error");
  });

  test("is issued through the host's own routes, if the sandbox replaces the issuer", async () => {
    const cards = createSandbox({ pageOrigin: "https://cards.baanx.com" });
    const { handle } = server.createCardRoutes({
      issuerUrl: "https://issuer.example",
      clientKey: "key",
      origins: [APP],
      authorize: () => "access-token",
      fetch: (url, init) => cards.handlePinToken(new Request(url, init)),
    });
    const headers = { origin: APP, "content-type": "application/json" };
    const response = await handle(new Request(`${APP}/api/card/pin/token`, { method: "POST", headers, body: "{}" }));
    await decoded(await cards.handlePage(await requestFor(response)));
  });

  test("reaches Playwright and Cypress as bytes", async () => {
    const cards = createSandbox();
    const url = async () => (await (await cards.handlePinToken(imageRequest())).json()).imageUrl;
    /** @type {unknown[]} */
    const bodies = [];
    const first = await url();
    await fulfillRoute(
      {
        request: () => ({ url: () => first, method: () => "GET", headers: () => ({}), postData: () => null }),
        fulfill: async ({ body }) => void bodies.push(body),
        abort: async () => {},
      },
      cards.handlePage,
    );
    await replyToIntercept(
      {
        ...{ url: await url(), method: "GET", headers: {}, body: "" },
        reply: ({ body }) => void bodies.push(body),
        destroy: () => {},
      },
      cards.handlePage,
    );
    const [playwright, cypress] = bodies;
    assert.ok(Buffer.isBuffer(playwright) && cypress instanceof ArrayBuffer);
    assert.deepEqual(playwright, Buffer.from(cypress));
    assert.equal(playwright.toString("latin1", 1, 4), "PNG");
  });
});

describe("the page", () => {
  test("has no script and no style in its HTML, and a policy that would refuse them", async () => {
    const cards = createSandbox({ pageOrigin: "https://pin.example/" });
    const { hostedPageUrl } = await askedFor(cards);
    const response = await cards.handlePage(new Request(hostedPageUrl));
    assert.match(
      response.headers.get("content-security-policy") ?? "",
      /default-src 'none'; script-src https:\/\/pin\.example;/,
    );
    const html = await response.text();
    assert.doesNotMatch(html, /<script(?![^>]* src=)|<style|style=|\son\w+=/);
  });

  test("lets no part of a request become markup or style", async () => {
    const hostile = `"><script>alert(1)</script>`;
    const cards = createSandbox();
    const customCss = { backgroundColor: "red;} body{display:none", buttonBorderRadius: "1px;}" };
    const body = { isEmbedded: false, redirectUrl: `https://app.example/?${hostile}`, customCss };
    const response = await cards.handleToken(tokenRequest(body));
    const { hostedPageUrl } = await response.json();
    const html = await (await cards.handlePage(new Request(hostedPageUrl))).text();
    assert.equal(html.includes("<script>alert"), false);
    const style = new URL(/href="(\/pin-direct\/sandbox\.css[^"]*)"/.exec(html)?.[1] ?? "", hostedPageUrl);
    const css = await (await cards.handlePage(new Request(style))).text();
    assert.match(css, /--background: #EFEFEF;/);
    assert.match(css, /--button-radius: 8px;/);
  });

  test("never navigates to a script URL", async () => {
    const cards = createSandbox();
    const body = { isEmbedded: false, redirectUrl: "javascript:alert(1)" };
    const { hostedPageUrl } = await (await cards.handleToken(tokenRequest(body))).json();
    assert.doesNotMatch(await (await cards.handlePage(new Request(hostedPageUrl))).text(), /javascript:/);
  });
});

describe("a wrong option is reported at once", () => {
  for (const [name, options, sentence] of /** @type {const} */ ([
    ["an unknown scenario", { scenario: "complete" }, /no scenario "complete": use waits, completes/],
    ["no scenario", { scenario: [] }, /give at least one/],
    ["a status that is not an error", { scenario: { status: 200 } }, /from 400 to 599/],
    ["a card's status that is not an error", { card: { status: 302 } }, /from 400 to 599/],
    ["an origin that cannot be framed", { pageOrigin: "file:///cards" }, /https:/],
  ])) {
    test(name, () => {
      assert.throws(() => createSandbox(/** @type {{}} */ (options)), sentence);
    });
  }

  test("and so is a wrong scenario that is set later, which changes nothing", () => {
    const cards = createSandbox({ scenario: "cancels" });
    assert.throws(() => {
      cards.scenario = /** @type {"cancels"} */ ("cancel");
    }, /no scenario/);
    assert.equal(cards.scenario, "cancels");
  });
});

describe("Cypress' requests", () => {
  /** @param {unknown} body */
  const intercepted = (body) => {
    /** @type {unknown[]} */
    const done = [];
    const request = {
      ...{ url: `${APP}/token`, method: "POST", headers: { "content-type": "application/json" }, body },
      reply: (/** @type {unknown} */ response) => done.push(response),
      destroy: () => done.push("destroyed"),
    };
    return { request, done };
  };

  test("get responses, whether or not Cypress has parsed the body", async () => {
    for (const body of [{ isEmbedded: true }, '{"isEmbedded":true}']) {
      const cards = createSandbox();
      const { request, done } = intercepted(body);
      await replyToIntercept(request, cards.handleToken);
      assert.deepEqual(cards.requests[0]?.body, { isEmbedded: true });
      const [response] = /** @type {{statusCode: number, body: string}[]} */ (done);
      assert.equal(response?.statusCode, 200);
      assert.match(response?.body ?? "", /hostedPageUrl/);
    }
  });

  test("are destroyed if a scenario has no response", async () => {
    const { request, done } = intercepted({});
    await replyToIntercept(request, createSandbox({ scenario: "offline" }).handleToken);
    assert.deepEqual(done, ["destroyed"]);
  });
});

test("Playwright's request is aborted if a scenario has no response", async () => {
  /** @type {string[]} */
  const done = [];
  const request = () => ({
    url: () => APP,
    method: () => "POST",
    headers: () => ({ ":path": "/" }),
    postData: () => "{}",
  });
  const route = {
    request,
    fulfill: async () => void done.push("fulfilled"),
    abort: async () => void done.push("aborted"),
  };
  await fulfillRoute(route, createSandbox({ scenario: "offline" }).handleToken);
  assert.deepEqual(done, ["aborted"]);
});

describe("the server", () => {
  /** @type {import("../../pkg/types/testing.d.ts").ServedSandbox[]} */
  const served = [];
  after(() => Promise.all(served.map((cards) => cards.close())));
  const serve = async () => {
    const cards = await serveSandbox();
    served.push(cards);
    return cards;
  };

  test("allows CORS for pages on loopback only", async () => {
    const cards = await serve();
    const allowed = async (/** @type {string} */ origin) => {
      const response = await fetch(cards.tokenUrl, { method: "OPTIONS", headers: { origin } });
      return response.headers.get("access-control-allow-origin");
    };
    for (const origin of [
      "http://localhost:5173",
      "http://app.localhost",
      "http://127.0.0.1:3000",
      "http://[::1]:3000",
    ]) {
      assert.equal(await allowed(origin), origin);
    }
  });

  /**
   * Sends a request that `fetch` would refuse.
   *
   * @param {string} url @param {Record<string, string>} headers @param {string} [body]
   * @returns {Promise<{status: number | undefined, shared: string | undefined, body: string}>}
   */
  const post = (url, headers, body = "{}") =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: "POST", headers, agent: false }, async (response) => {
        let text = "";
        for await (const part of response) text += part;
        resolve({ status: response.statusCode, shared: response.headers["access-control-allow-origin"], body: text });
      });
      sent.once("error", reject);
      sent.end(body);
    });

  test("gives no token to a page on the web, which could reach it too", async () => {
    const cards = await serve();
    for (const origin of [
      "https://evil.example",
      "http://localhost.evil.example",
      "http://127.0.0.1.evil.example",
      "null",
    ]) {
      const { status, shared, body } = await post(cards.tokenUrl, { origin, "content-type": "text/plain" });
      assert.deepEqual([status, shared], [403, undefined], origin);
      assert.doesNotMatch(body, /"token"/);
    }
    assert.deepEqual(cards.requests, []);
  });

  test("gives none under a web host name that resolves to it", async () => {
    const cards = await serve();
    const { port } = new URL(cards.tokenUrl);
    for (const host of [`rebound.evil.example:${port}`, "localhost.evil.example", "evil.example"]) {
      const { status, body } = await post(cards.tokenUrl, { host });
      assert.equal(status, 403, host);
      assert.match(body, /loopback.*Host and Origin/);
    }
    for (const host of [`localhost:${port}`, `cards.localhost:${port}`, `[::1]:${port}`]) {
      assert.equal((await post(cards.tokenUrl, { host })).status, 200, host);
    }
    assert.equal(cards.requests.length, 3);
  });

  test("limits the size of a body", async () => {
    const cards = await serve();
    assert.equal((await post(cards.tokenUrl, {}, JSON.stringify({ padding: "x".repeat(70_000) }))).status, 413);
    assert.equal((await post(cards.tokenUrl, {}, JSON.stringify({ padding: "x".repeat(60_000) }))).status, 200);
  });

  test("ends while requests are open", { timeout: 10_000 }, async ({ signal }) => {
    const cards = await serve();
    cards.scenario = "silent";
    const waiting = fetch(cards.tokenUrl, { method: "POST", body: "{}", signal }).then(
      () => "answered",
      () => "aborted",
    );
    await until("the request to arrive", async () => cards.requests.length === 1);
    await cards.close();
    assert.equal(await waiting, "aborted");
  });

  test("reports that its port is in use", async () => {
    const cards = await serve();
    const port = Number(new URL(cards.pageOrigin).port);
    await assert.rejects(serveSandbox({ port }), { code: "EADDRINUSE" });
  });
});

describe("an import", () => {
  const run = promisify(execFile);

  for (const [name, load] of /** @type {const} */ ([
    ["ESM", `const it = await import(process.argv[1] + "/testing.mjs");`],
    [
      "CommonJS",
      `const it = require("node:url").fileURLToPath(process.argv[1]); const { createSandbox } = require(it + "/cjs/testing.js"); `,
    ],
  ])) {
    test(`by ${name} has no effect, and the process ends`, async () => {
      const before = "const before = Reflect.ownKeys(globalThis).length;";
      const report = "console.log(Reflect.ownKeys(globalThis).length - before);";
      const kind = name === "ESM" ? "module" : "commonjs";
      const { stdout } = await run("node", [
        `--input-type=${kind}`,
        "-e",
        before + load + report,
        String(pathToFileURL(folder)),
      ]);
      assert.equal(stdout.trim(), "0");
    });
  }
});

describe("the command set-pin-sandbox", () => {
  const command = `${folder}/set-pin-sandbox.mjs`;
  /** @param {string[]} args */
  const run = (...args) => promisify(execFile)(process.execPath, [command, ...args], { timeout: 20_000 });

  test("serves the sandbox that its options describe, until it is stopped", async (context) => {
    const child = execFile(process.execPath, [command, "--port", "0", "--scenario", "completes,404", "--card", "404"]);
    context.after(() => child.kill());
    let output = "";
    child.stdout?.on("data", (text) => {
      output += text;
    });
    await until("its URLs", async () => output.includes("}"));
    const { tokenUrl, pinTokenUrl, cardDetailsTokenUrl, cardStatusUrl, outcomeUrl, pinUrl, pageOrigin } =
      JSON.parse(output);
    assert.equal((await fetch(cardStatusUrl)).status, 404);
    assert.deepEqual(await (await fetch(pinUrl)).json(), { changes: 0 });
    const ask = (url = tokenUrl) => fetch(url, { method: "POST", body: "{}" });
    const { hostedPageUrl } = await (await ask()).json();
    assert.ok(hostedPageUrl.startsWith(`${pageOrigin}/pin-direct/set?token=`));
    for (const url of [tokenUrl, pinTokenUrl, cardDetailsTokenUrl]) assert.equal((await ask(url)).status, 404);
    assert.deepEqual(await (await fetch(outcomeUrl)).json(), { pinSet: false });
  });

  test("lists every path and every scenario in its help", async () => {
    const { stdout } = await run("--help");
    const paths = ["/card/set-pin/token", "/card/pin/token", "/card/details/token", "/card/status", "/card/outcome"];
    for (const path of [...paths, "/card/pin ", "/pin-direct/set", "/details-image"])
      assert.ok(stdout.includes(path), path);
    for (const scenario of ["waits", "forges-messages", "repeats-token"])
      assert.ok(stdout.includes(scenario), scenario);
  });

  test("ends with an error for an option that is unknown or wrong", async () => {
    for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
      [["--scenario", "nope"], /There is no scenario "nope": use waits/],
      [["--scenario", "200"], /status/],
      [["--port", "http"], /--port takes a whole number/],
      [["--cards", "ACTIVE"], /There is no option --cards/],
      [["--port"], /--port needs a value/],
    ])) {
      await assert.rejects(run(...args), (/** @type {{code: number, stderr: string, stdout: string}} */ error) => {
        assert.deepEqual([error.code, error.stdout], [1, ""]);
        assert.match(error.stderr, message);
        return true;
      });
    }
  });
});

test("the counter of a served sandbox counts the PINs that were set", async () => {
  const cards = await serveSandbox({ scenario: "completes" });
  try {
    const { hostedPageUrl } = await (await fetch(cards.tokenUrl, { method: "POST", body: "{}" })).json();
    const opened = await fetch(hostedPageUrl);
    const page = /page=([\da-f-]{36})/.exec(opened.url + (await opened.text()))?.[1];
    const done = JSON.stringify({ page, outcome: "set" });
    await fetch(`${cards.pageOrigin}/pin-direct/done`, { method: "POST", body: done });
    assert.deepEqual([await (await fetch(cards.pinUrl)).json(), cards.pinChanges], [{ changes: 1 }, 1]);
  } finally {
    await cards.close();
  }
});
