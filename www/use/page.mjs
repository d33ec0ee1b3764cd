/**
 * A use case's page: its source runs as it is shown, beside what it does.
 */
import { build } from "../build-dom.mjs";
import { config } from "../config.mjs";
import { eventLog } from "../event-log.mjs";
import { endRehearsal } from "../rehearsed.mjs";
import { buildShell } from "../shell.mjs";
import { foldedSourceView, shownSource, sourceView } from "../source-view.mjs";
import { useCases } from "../use-cases.mjs";
import { rehearse } from "./rehearsal.mjs";

/** What every use case imports, and an app has already. */
const YOUR_APP = "your-app.mjs";

const main = document.querySelector("main");
const name = /([\w-]+)\.html$/.exec(location.pathname)?.[1] ?? "";
const outcome = build("p", { id: "outcome", class: "outcome", role: "status" });
const OUTCOME = '<p id="outcome" role="status"></p>'; // how it looks is the site's

async function start() {
  if (!main) throw new Error("the page has no <main>");
  buildShell();
  main.querySelector(".try")?.after(outcome, eventLog());
  const others = siblings();
  main.before(others);
  showCurrent(others);
  await prepare(main);
  if (main.querySelector("[data-look]")) await import("./theme-previews.mjs");
  await import(main.dataset.runs ?? `./${name}.mjs`); // before the sources, which nobody waits for to press a button
  main.append(await sources((main.dataset.files ?? `${name}.mjs`).split(" ")));
  main.dataset.ready = "";
}

/** The stand-in as the page wants to find it; a real issuer is as it is. @param {HTMLElement} main */
async function prepare({ dataset }) {
  const { isSandbox } = await config();
  if (!isSandbox) {
    for (const button of document.querySelectorAll("[data-rehearse]")) button.setAttribute("disabled", "");
    if (document.querySelector("[data-rehearse]")) {
      tell("This server talks to a real issuer. Failures can be rehearsed against the stand-in only.");
    }
    return;
  }
  await endRehearsal();
  // On the way back from the issuer, what was done there is to be found.
  if (dataset.standIn && location.search === "") await rehearse(JSON.parse(dataset.standIn));
}

function siblings() {
  const links = useCases.map((useCase) => {
    const link = build("a", { href: `/use/${useCase.name}.html` }, useCase.title);
    if (useCase.name === name) link.setAttribute("aria-current", "page");
    return link;
  });
  return build("nav", { class: "siblings", "aria-label": "Use cases" }, ...links);
}

/** On a telephone the list scrolls sideways, and only the list. @param {HTMLElement} list */
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
  made.append(foldedSourceView(YOUR_APP, await shownSource(YOUR_APP), "What the files above take from your app"));
  return made;
}

/** What the source needs to stand in a page: this page's own markup, as its file has it, and the place where things are said. */
async function ownMarkup() {
  const page = await (await fetch(location.pathname)).text();
  const lines = (/<section class="try"[^>]*>\n([\s\S]*?)\n {2}<\/section>/.exec(page)?.[1] ?? "").split("\n");
  return [...lines.map((line) => line.replace(/^ {4}/, "")), OUTCOME].join("\n");
}

/** @param {string} words */
function tell(words) {
  outcome.textContent = words;
  outcome.dataset.kind = "bad";
}

start().catch((error) => tell(`This page can’t start: ${error.message}. Reload it once its server runs.`));
