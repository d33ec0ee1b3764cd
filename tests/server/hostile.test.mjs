// What an attacker's page, or an issuer that is not itself, sends; in every runtime, since each has its own parser and its own `fetch`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { answer, startIssuer, TOKEN } from "./harness/issuer.mjs";
import { ask, begin, HEADERS, SETUP } from "./harness/page.mjs";
import { RUNTIMES, startRuntime } from "./harness/runtimes.mjs";

const json = (/** @type {unknown} */ body) => ({ body: JSON.stringify(body) });
const look = (/** @type {object} */ customCss) => json({ customCss });
const redirect = (/** @type {string} */ redirectUrl) => json({ redirectUrl });
const from = (/** @type {Record<string, string | string[]>} */ headers) => ({
  headers: { ...HEADERS, ...headers },
  body: "{}",
});

/** Each is refused without a word to the issuer. @type {Record<string, [import("./harness/page.mjs").PageRequest, number, string]>} */
const REFUSED = {
  "a prototype as a field": [{ body: '{"__proto__":{"isEmbedded":true}}' }, 400, "__proto__ is not a field"],
  "a field that every object inherits": [json({ constructor: 1 }), 400, "constructor is not a field"],
  "a look that every object inherits": [look({ toString: "#000000" }), 400, "customCss.toString is not a field"],
  "a field with an endless name": [json({ ["x".repeat(9000)]: 1 }), 400, `${"x".repeat(40)} is not a field`],
  "a colour by name": [look({ pinBorderColor: "red" }), 422, "customCss.pinBorderColor takes #RRGGBB"],
  "a colour of three digits": [look({ textColor: "#FFF" }), 422, "customCss.textColor takes #RRGGBB"],
  "a colour with a line's end": [look({ textColor: "#FFFFFF\n" }), 422, "customCss.textColor takes #RRGGBB"],
  "a colour with a rule behind it": [look({ textColor: "#000000;x:url(//e)" }), 422, "customCss.textColor takes"],
  "text in the colour of its background": [
    look({ textColor: "#abcdef", backgroundColor: "#ABCDEF" }),
    422,
    "customCss.textColor and customCss.backgroundColor must differ",
  ],
  "text in the default colour of its background": [look({ textColor: "#efefef" }), 422, "must differ"],
  "buttons in the default colour of their text": [look({ backgroundColorPrimary: "#ffffff" }), 422, "must differ"],
  "a radius below nothing": [look({ pinBorderRadius: -1 }), 422, "customCss.pinBorderRadius takes pixels, 0 or more"],
  "an endless radius": [{ body: '{"customCss":{"buttonBorderRadius":1e999}}' }, 422, "takes pixels"],
  "a redirect to a blob of the app's origin": [redirect("blob:https://app.example/1"), 400, "redirectUrl takes"],
  "a redirect that hides another host in a tab": [
    redirect("https://app.example\t.evil.example/"),
    400,
    "redirectUrl takes",
  ],
  "a mark before the text": [{ body: "\uFEFF{}" }, 400, "The body is not a JSON object"],
  "bytes that are no text": [{ body: Buffer.from('{"\xff":1}', "latin1") }, 400, "The body is not a JSON object"],
  "lists within lists": [{ body: "[".repeat(16_000) }, 400, "The body is not a JSON object"],
  "two content types": [from({ "content-type": "text/plain, application/json" }), 415, "Send application/json"],
  "a form": [from({ "content-type": "application/x-www-form-urlencoded" }), 415, "Send application/json"],
  "two origins": [from({ origin: "https://app.example, https://evil.example" }), 403, "Only this app's own pages"],
  "another origin that claims the same site": [from({ origin: "https://evil.example" }), 403, "Only this app's own"],
  "a hidden origin that claims the same site": [from({ origin: "null" }), 403, "Only this app's own pages may ask"],
  "an origin in capitals": [from({ origin: "HTTPS://APP.EXAMPLE" }), 403, "Only this app's own pages may ask"],
  reading: [{ method: "GET", headers: HEADERS }, 405, "This route takes another method"],
  "asking which methods there are": [{ method: "OPTIONS", headers: HEADERS }, 405, "This route takes another method"],
};

const page = (/** @type {string} */ hostedPageUrl) => answer(200, { token: TOKEN.token, hostedPageUrl });
const UNDOCUMENTED = "The card issuer gave an answer that this app does not know";

/** What an issuer answers, and what of it the page gets. @type {Record<string, [import("./harness/issuer.mjs").Answer, number, string]>} */
const ANSWERS = {
  "a token that is no UUID": [answer(200, { ...TOKEN, token: "<img src=x>" }), 502, UNDOCUMENTED],
  "a token in a list": [answer(200, { ...TOKEN, token: [TOKEN.token] }), 502, UNDOCUMENTED],
  "a page without encryption": [page("http://cards.issuer.example/"), 502, UNDOCUMENTED],
  "a page that is a script": [page("javascript:alert(1)"), 502, UNDOCUMENTED],
  "a page with user info": [page("https://app.example@evil.example/"), 502, UNDOCUMENTED],
  "a page by its path": [page("/pin-direct/set"), 502, UNDOCUMENTED],
  "nothing at all": [answer(204, ""), 502, UNDOCUMENTED],
  null: [answer(200, "null"), 502, UNDOCUMENTED],
  "an error that repeats the access token": [
    answer(401, { message: `Unknown token ${SETUP.accessToken}` }),
    401,
    "Not authenticated",
  ],
  "an error that repeats the client key": [
    answer(498, { message: `No ${SETUP.clientKey}` }),
    498,
    "Invalid client key",
  ],
  "an error whose sentence is an object": [answer(404, { message: { toString: 1 } }), 502, UNDOCUMENTED],
  "an error that repeats half of the access token": [
    answer(401, { message: `Unknown token ${SETUP.accessToken.slice(0, -1)}` }),
    401,
    "Not authenticated",
  ],
  "an error that is markup": [answer(403, { message: "<img src=x onerror=alert(1)>" }), 403, "Not authorized"],
  "a page of something on the way": [answer(404, "<h1>Not found</h1>"), 502, UNDOCUMENTED],
};

for (const runtime of RUNTIMES) {
  describe(runtime, { concurrency: 8 }, () => {
    /** @type {import("./harness/runtimes.mjs").Runtime} */
    let server;
    /** @type {Awaited<ReturnType<typeof startIssuer>>} */
    let unasked;
    before(async () => {
      unasked = await startIssuer();
      server = await startRuntime(runtime);
    });
    after(async () => {
      unasked.stop(); // First, and whether or not the runtime came up: a server that listens keeps this process for ever.
      await server.stop();
      assert.deepEqual(unasked.asked, []);
      const secrets = [SETUP.accessToken, SETUP.clientKey, TOKEN.token, "evil.example", "x".repeat(40)];
      const log = server.log();
      assert.deepEqual(
        secrets.filter((secret) => log.includes(secret)),
        [],
        "in the log",
      );
    });

    for (const [name, [request, status, message]] of Object.entries(REFUSED)) {
      test(`refused: ${name}`, async () => {
        const answered = await ask(server.port, { issuerUrl: unasked.url }, request);
        assert.equal(answered.status, status, answered.body);
        assert.ok(
          JSON.parse(answered.body).message.startsWith(message) || answered.body.includes(message),
          answered.body,
        );
        assert.equal(answered.headers["cache-control"], "no-store");
      });
    }

    test("refused: a body without an announced end, as soon as it is too large", async () => {
      const { request, answered } = begin(server.port, { issuerUrl: unasked.url }, {});
      request.write("x".repeat(20_000));
      assert.equal((await answered).status, 413);
      request.destroy();
    });

    for (const [name, [answers, status, message]] of Object.entries(ANSWERS)) {
      test(`not passed on: ${name}`, async () => {
        const answered = await withIssuer(answers, (issuerUrl) => ask(server.port, { issuerUrl }, json({})));
        assert.deepEqual([answered.status, JSON.parse(answered.body)], [status, { message }]);
      });
    }

    test("not passed on: cookies, and a time to wait that is none", async () => {
      const headers = { "set-cookie": "session=evil", "retry-after": "<b>7</b>" };
      const answers = answer(429, { message: "Slow down" }, headers);
      const answered = await withIssuer(answers, (issuerUrl) => ask(server.port, { issuerUrl }, json({})));
      assert.equal(answered.status, 429);
      assert.equal(answered.headers["set-cookie"], undefined);
      assert.equal(answered.headers["retry-after"], undefined);
    });

    test("the token and the key follow no redirect to another host", async () => {
      const answers = answer(307, {}, { location: `${unasked.url}/v1/card/set-pin/token` });
      const answered = await withIssuer(answers, (issuerUrl) => ask(server.port, { issuerUrl }, json({})));
      assert.equal(answered.status, 502);
    });

    test("of a field that is there twice, the issuer gets the one that was judged", async () => {
      const issuer = await startIssuer();
      const body = '{"redirectUrl":"https://evil.example/","redirectUrl":"https://app.example/ok"}';
      const answered = await ask(server.port, { issuerUrl: issuer.url }, { body });
      issuer.stop();
      assert.equal(answered.status, 200);
      assert.equal(issuer.asked[0]?.body, '{"redirectUrl":"https://app.example/ok"}');
    });
  });
}

/**
 * @template T
 * @param {import("./harness/issuer.mjs").Answer} answers
 * @param {(url: string) => Promise<T>} use
 */
async function withIssuer(answers, use) {
  const issuer = await startIssuer(answers);
  try {
    return await use(issuer.url);
  } finally {
    issuer.stop();
  }
}
