/**
 * What stands around a document on the site: the page, the way to the other documents, and the way within this one.
 */
import { posix } from "node:path";
import { marked } from "marked";
import { escaped } from "./document.mjs";

/** @typedef {{name: string, links: {name: string, address: string}[]}} Group */

/**
 * The documents in the order and under the headings of docs/README.md, which has to name each of them.
 * @param {string} readme
 * @param {ReadonlyMap<string, string>} places
 * @returns {Group[]}
 */
export function contents(readme, places) {
  /** @type {Group[]} */
  const groups = [{ name: "", links: [{ name: "Overview", address: "/docs/" }] }];
  const tokens = marked.lexer(readme);
  for (const [at, token] of tokens.entries()) {
    if (token.type === "paragraph" && token.text.endsWith(":") && tokens.slice(at).find(isList)) {
      groups.push({ name: token.text.slice(0, -1), links: [] });
    }
    if (!isList(token)) continue;
    marked.walkTokens([token], (inner) => {
      const address = inner.type === "link" && places.get(posix.join("docs", inner.href));
      if (address) groups.at(-1)?.links.push({ name: inner.text, address });
    });
  }
  const listed = groups.flatMap(({ links }) => links.map(({ address }) => address));
  const missing = [...places].filter(([, address]) => !listed.includes(address)).map(([path]) => path);
  if (missing.length > 0) throw new Error(`docs/README.md does not lead to ${missing.join(", ")}`);
  return groups;
}

/** @param {import("marked").Token} token */
const isList = (token) => token.type === "list";

/** @param {import("./document.mjs").Document} document @param {string} place @param {readonly Group[]} groups */
export function page({ headings, html, path }, place, groups) {
  const title = headings[0]?.text.replace(/<[^>]*>/g, "") ?? "";
  const group = groups.find(({ links }) => links.some(({ address }) => address === place));
  // Below the title, above everything else.
  const afterTitle = html.indexOf("</h1>") + "</h1>".length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${title} · set-pin-widget</title>
<meta name="description" content="The documentation of set-pin-widget: ${title}.">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
<link rel="stylesheet" href="/documentation.css">
<script src="/theme.js"></script>
<script type="module" src="/documentation.mjs"></script>
</head>
<body>
<div class="documentation">
${shelf(place, groups)}
<main class="document">
<p class="kicker">${group?.name || "set-pin-widget"}</p>
${html.slice(0, afterTitle)}
${withinPage(headings)}
${html.slice(afterTitle)}
<p class="origin">This page is <code>${escaped(path)}</code> of the repository.</p>
</main>
</div>
</body>
</html>
`;
}

/** @param {string} place @param {readonly Group[]} groups */
function shelf(place, groups) {
  const lists = groups.map(({ name, links }) => {
    const items = links.map(
      (link) =>
        `<li><a href="${link.address}"${link.address === place ? ' aria-current="page"' : ""}>${link.name}</a></li>`,
    );
    return `${name ? `<p>${name}</p>\n` : ""}<ul>\n${items.join("\n")}\n</ul>`;
  });
  return `<nav class="shelf" aria-label="Documentation">
<details>
<summary>All documents</summary>
${lists.join("\n")}
</details>
</nav>`;
}

/** @param {readonly import("./document.mjs").Heading[]} headings */
function withinPage(headings) {
  const below = headings.filter(({ level }) => level === 2);
  if (below.length < 2) return "";
  const items = below.map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`);
  return `<nav class="within" aria-label="On this page">\n<ul>\n${items.join("\n")}\n</ul>\n</nav>`;
}
