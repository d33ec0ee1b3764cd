/**
 * A use case's page: its source runs as it is shown, beside what it does.
 */
import { build } from "../build-dom.mjs";
import { eventLog } from "../event-log.mjs";
import { buildShell } from "../shell.mjs";
import { shownSource, sourceView } from "../source-view.mjs";
import { useCases } from "../use-cases.mjs";
import { say, startApp } from "./your-app.mjs";

const main = document.querySelector("main");
const name = /([\w-]+)\.html$/.exec(location.pathname)?.[1] ?? "";

async function start() {
  if (!main) throw new Error("the page has no <main>");
  buildShell();
  const attempt = main.querySelector(".try");
  attempt?.after(build("p", { id: "outcome", class: "outcome", role: "status" }), eventLog());
  const others = siblings();
  main.before(others);
  others.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  await startApp(location.search !== "");
  if (main.querySelector("[data-look]")) await import("./theme-previews.mjs");
  await import(main.dataset.runs ?? `./${name}.mjs`); // before the sources, which nobody waits for to press a button
  const files = (main.dataset.files ?? `${name}.mjs`).split(" ");
  const sources = build("section", { class: "sources", "aria-labelledby": "source-title" });
  sources.append(build("h2", { id: "source-title" }, "The source"));
  for (const file of files) sources.append(sourceView(file, await shownSource(file)));
  sources.append(sourceView(`${name}.html`, await ownMarkup()));
  main.append(sources);
  main.dataset.ready = "";
}

function siblings() {
  const links = useCases.map((useCase) => {
    const link = build("a", { href: `/use/${useCase.name}.html` }, useCase.title);
    if (useCase.name === name) link.setAttribute("aria-current", "page");
    return link;
  });
  return build("nav", { class: "siblings", "aria-label": "Use cases" }, ...links);
}

/** What the source needs to stand in a page: this page's own markup, as its file has it. */
async function ownMarkup() {
  const page = await (await fetch(location.pathname)).text();
  const lines = (/<section class="try"[^>]*>\n([\s\S]*?)\n {2}<\/section>/.exec(page)?.[1] ?? "").split("\n");
  return lines.map((line) => line.replace(/^ {4}/, "")).join("\n");
}

start().catch((error) => say(`This page can’t start: ${error.message}. Reload it once its server runs.`, "bad"));
