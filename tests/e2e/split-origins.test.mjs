/**
 * The demo with its pages on one origin and its backend on another (`cargo xtask demo
 * --split-origins`).
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DemoPage } from "./harness/demo-page.mjs";
import { FRAME, HostPage } from "./harness/host-page.mjs";
import { startSandbox } from "./harness/sandbox.mjs";
import { useBrowser } from "./harness/suite.mjs";
import { UseCasePage } from "./harness/use-case-page.mjs";
import { until } from "./harness/wait.mjs";

const suite = useBrowser();
const TOKEN_ROUTE = "/api/card/set-pin/token";

describe("with the backend on another origin than the pages", () => {
  /** @type {import("./harness/sandbox.mjs").Sandbox} */
  let split;
  before(async () => {
    split = await startSandbox(["--split-origins", "--backend-port", "0"]);
  });
  after(() => split?.stop());

  /** @param {string} path */
  async function openSplit(path) {
    const { driver, session, engine, runtime } = await suite.open(undefined, "/404.html");
    const page = new HostPage(driver, session, split.origins, engine, runtime);
    await driver.get(split.origins.host + path);
    return page;
  }

  /** The backend's responses to preflight requests for a token so far. */
  const preflights = () => split.log().match(new RegExp(`OPTIONS ${TOKEN_ROUTE} -> \\d+`, "g")) ?? [];

  test("the visitor sets a PIN, after a preflight request and with the session's cookie", async () => {
    const { driver, engine } = await openSplit("/");
    const demo = new DemoPage(driver, engine);
    await demo.isReady();
    await demo.begin("modal");
    await demo.hosted.setPinByPointer("4826");
    assert.equal((await demo.outcome()).kind, "set");
    assert.deepEqual(preflights(), [`OPTIONS ${TOKEN_ROUTE} -> 204`]);
  });

  test("a use case reads the card's status, and its outcome", async () => {
    const page = await openSplit("/use-cases/security.html");
    const useCase = new UseCasePage(page);
    await useCase.isReady();
    await useCase.press("#change-pin");
    await until("the frame", async () => (await page.count(FRAME)) === 1);
    await page.hosted().setPinByPointer("4826");
    await useCase.shows(/Your PIN was changed/);
    await useCase.press("#freeze");
    await useCase.shows(/is frozen/);
  });

  test("a page of an origin that is not listed gets no token", async () => {
    const page = await suite.open(undefined, "/fixtures/blank.html?csp=none");
    const before = preflights().length;
    const widget = await page.start({
      tokenUrl: `${split.origins.backend}${TOKEN_ROUTE}`,
      credentials: "include",
      retry: false,
    });
    await widget.reaches("failed");
    assert.equal((await widget.errors())[0]?.code, "network");
    assert.deepEqual(preflights().slice(before), [`OPTIONS ${TOKEN_ROUTE} -> 403`]);
    assert.doesNotMatch(split.log(), new RegExp(`POST ${TOKEN_ROUTE} -> 403`));
  });
});
