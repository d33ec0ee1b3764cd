/**
 * The page around a document: navigation to the other documents and within this one.
 */
import { posix } from "node:path";
import { marked } from "marked";
import { escaped } from "./document.mjs";

/** @typedef {{name: string, links: {name: string, url: string}[]}} Group */

/**
 * The documents in the order and under the headings of docs/README.md, which has to link to each of
 * them.
 * @param {string} readme
 * @param {ReadonlyMap<string, string>} urls
 * @returns {Group[]}
 */
export function contents(readme, urls) {
  /** @type {Group[]} */
  const groups = [{ name: "", links: [{ name: "Overview", url: "/docs/" }] }];
  const tokens = marked.lexer(readme);
  for (const [at, token] of tokens.entries()) {
    if (token.type === "paragraph" && token.text.endsWith(":") && tokens.slice(at).find(isList)) {
      groups.push({ name: token.text.slice(0, -1), links: [] });
    }
    if (!isList(token)) continue;
    marked.walkTokens([token], (inner) => {
      const url = inner.type === "link" && urls.get(posix.join("docs", inner.href));
      if (url) groups.at(-1)?.links.push({ name: inner.text, url });
    });
  }
  const listed = groups.flatMap(({ links }) => links.map(({ url }) => url));
  const missing = [...urls].filter(([, url]) => !listed.includes(url)).map(([path]) => path);
  if (missing.length > 0) throw new Error(`docs/README.md does not link to ${missing.join(", ")}`);
  return groups;
}

/** @param {import("marked").Token} token */
const isList = (token) => token.type === "list";

/**
 * @param {import("./document.mjs").Document} document
 * @param {string} url
 * @param {readonly Group[]} groups
 */
export function page({ headings, html, path }, url, groups) {
  const title = headings[0]?.text.replace(/<[^>]*>/g, "") ?? "";
  const group = groups.find(({ links }) => links.some((link) => link.url === url));
  // The list of headings comes right after the title.
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
${allDocuments(url, groups)}
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

/** @param {string} url @param {readonly Group[]} groups */
function allDocuments(url, groups) {
  const lists = groups.map(({ name, links }) => {
    const items = links.map(
      (link) => `<li><a href="${link.url}"${link.url === url ? ' aria-current="page"' : ""}>${link.name}</a></li>`,
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
