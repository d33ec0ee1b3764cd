/**
 * The page of a use case: runs its source and shows it.
 */
import { build } from "../build-dom.mjs";
import { config } from "../config.mjs";
import { eventLog } from "../event-log.mjs";
import { requireStepUp, resetSandbox } from "../sandbox-session.mjs";
import { buildShell } from "../shell.mjs";
import { foldedSourceView, shownSource, sourceView } from "../source-view.mjs";
import { useCases } from "../use-cases.mjs";
import { changeSandbox } from "./sandbox.mjs";

/** The module that every use case imports, in place of an app's own. */
const YOUR_APP = "your-app.mjs";

const main = document.querySelector("main");
const name = /([\w-]+)\.html$/.exec(location.pathname)?.[1] ?? "";
const outcome = build("p", { id: "outcome", class: "outcome", role: "status" });
const OUTCOME = '<p id="outcome" role="status"></p>'; // without the site's own styles

async function start() {
  if (!main) throw new Error("the page has no <main>");
  buildShell();
  main.querySelector(".try")?.after(outcome, eventLog());
  const others = siblings();
  main.before(others);
  showCurrent(others);
  await prepare(main);
  if (main.querySelector("[data-look]")) await import("./theme-previews.mjs");
  await import(main.dataset.runs ?? `./${name}.mjs`); // before the sources, so that the buttons work early
  main.append(await sources((main.dataset.files ?? `${name}.mjs`).split(" ")));
  main.dataset.ready = "";
}

/** Sets the sandbox up for the page; a real issuer stays unchanged. @param {HTMLElement} main */
async function prepare({ dataset }) {
  const { isSandbox } = await config();
  if (!isSandbox) {
    disable("[data-fault]", "Failures can be simulated with the sandbox only.");
    if ("stepUp" in dataset) disable(".try > button", "The second factors exist with the sandbox only.");
    return;
  }
  await resetSandbox();
  await requireStepUp("stepUp" in dataset);
  // Not on the way back from the issuer, so that the changes made there are kept.
  if (dataset.sandbox && location.search === "") await changeSandbox(JSON.parse(dataset.sandbox));
}

/** @param {string} selector @param {string} reason */
function disable(selector, reason) {
  const buttons = document.querySelectorAll(selector);
  for (const button of buttons) button.setAttribute("disabled", "");
  if (buttons.length > 0) showError(`This server uses a real issuer. ${reason}`);
}

function siblings() {
  const links = useCases.map((useCase) => {
    const link = build("a", { href: `/use-cases/${useCase.name}.html` }, useCase.title);
    if (useCase.name === name) link.setAttribute("aria-current", "page");
    return link;
  });
  return build("nav", { class: "siblings", "aria-label": "Use cases" }, ...links);
}

/** Scrolls the list sideways, and not the page, on a phone. @param {HTMLElement} list */
function showCurrent(list) {
  const current = list.querySelector("[aria-current]");
  if (current instanceof HTMLElement)
    list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
}

/** @param {readonly string[]} files */
async function sources(files) {
  const made = build("section", {
    class: "sources",
    "aria-labelledby": "source-title",
  });
  made.append(build("h2", { id: "source-title" }, "The source"));
  for (const file of files) made.append(sourceView(file, await shownSource(file)));
  made.append(sourceView(`${name}.html`, await ownMarkup()));
  made.append(
    foldedSourceView(YOUR_APP, await shownSource(YOUR_APP), "The functions of your app that the files above import"),
  );
  return made;
}

/** The markup that the source needs: from this page's own file, and the element for messages. */
async function ownMarkup() {
  const page = await (await fetch(location.pathname)).text();
  const lines = (/<section class="try"[^>]*>\n([\s\S]*?)\n {2}<\/section>/.exec(page)?.[1] ?? "").split("\n");
  return [...lines.map((line) => line.replace(/^ {4}/, "")), OUTCOME].join("\n");
}

/** @param {string} message */
function showError(message) {
  outcome.textContent = message;
  outcome.dataset.kind = "bad";
}

start().catch((error) => showError(`This page can’t start: ${error.message}. Reload it once its server runs.`));
