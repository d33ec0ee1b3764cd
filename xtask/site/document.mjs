/**
 * Renders one Markdown document as HTML for the site.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, posix } from "node:path";
import { Marked } from "marked";
import { getHeadingList, gfmHeadingId } from "marked-gfm-heading-id";
import { tokens } from "../../www/highlight.mjs";

/**
 * @typedef {object} Source
 * @property {string} path In the repository.
 * @property {string} text
 * @property {string} repository The path of the repository.
 * @property {ReadonlyMap<string, string>} urls The URL of each document, by its path.
 */

/** @typedef {{id: string, level: number, text: string}} Heading `text` is HTML. */
/** @typedef {{path: string, headings: Heading[], html: string, images: string[], sections: Section[]}} Document */
/** @typedef {{id: string, title: string, text: string}} Section Plain text; the first one has no id. */

/** The names of languages, by their info strings. @type {Record<string, string>} */
const LANGUAGES = {
  csp: "Content-Security-Policy",
  html: "HTML",
  js: "JavaScript",
  json: "JSON",
  sh: "Shell",
  svelte: "Svelte",
  ts: "TypeScript",
  tsx: "TSX",
  vue: "Vue",
};

/** Languages that the highlighter does not support. */
const PLAIN = ["csp", "sh"];

/** @param {string} text */
export const escaped = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&quot;");

/** @param {Source} source @returns {Document} */
export function render(source) {
  /** @type {string[]} */
  const images = [];
  const marked = new Marked(gfmHeadingId(), blocks(), references(source, images));
  const parsed = marked.parse(source.text, { async: false });
  const headings = getHeadingList();
  const html = withAnchors(parsed, new Set(headings.map(({ id }) => id)));
  return { path: source.path, headings, html, images, sections: sectionsOf(html) };
}

/**
 * Gives each table row that begins with a name (of an option or of an error, for example) an id,
 * and a link to it, unless the page has that id already.
 * @param {string} html
 * @param {Set<string>} taken
 */
function withAnchors(html, taken) {
  return html.replace(/<tr>\n<td([^>]*)><code>([\w.]+)<\/code><\/td>/g, (row, attributes, name) => {
    if (taken.has(name)) return row;
    taken.add(name);
    return `<tr id="${name}">\n<td${attributes}><a href="#${name}"><code>${name}</code></a></td>`;
  });
}

/** The text below each heading, for the search. @param {string} html @returns {Section[]} */
function sectionsOf(html) {
  const [first = "", ...others] = html.split(/(?=<h[23] id=)/);
  const plain = (/** @type {string} */ part) =>
    part
      .replace(/<[^>]*>/g, " ")
      .replace(/&(lt|gt|amp|quot|#39);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&", quot: '"' })[String(name)] ?? "'")
      .replace(/\s+/g, " ")
      .trim();
  const sections = others.map((part) => {
    const [, id = "", title = ""] = /^<h[23] id="([^"]+)">([\s\S]*?)<\/h[23]>/.exec(part) ?? [];
    return { id, title: plain(title), text: plain(part) };
  });
  return [
    { id: "", title: plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(first)?.[1] ?? ""), text: plain(first) },
    ...sections,
  ];
}

/**
 * Tables and code blocks scroll sideways on small screens, and are named after their heading. On a
 * phone each row of a table is a block, whose cells have the names of their columns.
 * @returns {import("marked").MarkedExtension}
 */
function blocks() {
  let heading = "";
  /** @param {string} kind @param {string} className */
  const scroller = (kind, className) =>
    `class="${className}" tabindex="0" role="group" aria-label="${kind}: ${escaped(heading)}"`;
  return {
    renderer: {
      heading({ text }) {
        heading = text.replaceAll("`", "");
        return false;
      },
      table(token) {
        const cells = (/** @type {import("marked").Tokens.TableCell[]} */ row, /** @type {string} */ tag) =>
          row.map((cell, column) => {
            const name = (token.header[column]?.text ?? "").replaceAll("`", "");
            const label = tag === "td" && column > 0 ? ` data-label="${escaped(name)}"` : "";
            return `<${tag}${label}>${this.parser.parseInline(cell.tokens)}</${tag}>`;
          });
        const line = (/** @type {string[]} */ made) => `<tr>\n${made.join("\n")}\n</tr>`;
        const head = `<thead>\n${line(cells(token.header, "th"))}\n</thead>`;
        const body = `<tbody>\n${token.rows.map((row) => line(cells(row, "td"))).join("\n")}\n</tbody>`;
        return `<div ${scroller("Table", "wide-table")}>\n<table>\n${head}\n${body}\n</table>\n</div>\n`;
      },
      code({ text, lang }) {
        const [language = ""] = (lang ?? "").split(" ");
        const name = LANGUAGES[language];
        if (!name) throw new Error(`LANGUAGES has no name for the language \`${language}\``);
        const caption = `<figcaption><span class="file">${name}</span></figcaption>`;
        const code = PLAIN.includes(language) ? escaped(text) : coloured(text);
        return `<figure class="source">${caption}<pre ${scroller(name, "code")}><code>${code}</code></pre></figure>\n`;
      },
      html({ text }) {
        if (/^<!--[\s\S]*-->\s*$/.test(text)) return "";
        throw new Error(`The documentation must not contain HTML, because GitHub and the site could differ: ${text}`);
      },
    },
  };
}

/** @param {string} text */
function coloured(text) {
  return [...tokens(text)]
    .map(({ kind, text }) => (kind ? `<span class="code-${kind}">${escaped(text)}</span>` : escaped(text)))
    .join("");
}

/**
 * A link to a document becomes a link to its page; a link to another file becomes the name of the
 * file.
 * @param {Source} source
 * @param {string[]} images
 * @returns {import("marked").MarkedExtension}
 */
function references({ path, repository, urls }, images) {
  /** @param {string} href */
  const inRepository = (href) => {
    const found = posix.join(posix.dirname(path), href);
    if (!existsSync(repository + found)) throw new Error(`${path} links to ${href}, which does not exist`);
    return found;
  };
  return {
    renderer: {
      link({ href, tokens, text }) {
        if (/^(?:https:|#)/.test(href)) return false;
        const [file = "", anchor] = href.split("#");
        const target = inRepository(file);
        const url = urls.get(target);
        const label = this.parser.parseInline(tokens);
        if (url) return `<a href="${url}${anchor ? `#${anchor}` : ""}">${label}</a>`;
        return text === target ? `<code>${escaped(target)}</code>` : `${label} (<code>${escaped(target)}</code>)`;
      },
      image({ href, text }) {
        const file = inRepository(href);
        images.push(file);
        const attributes = `src="/docs/images/${basename(file)}" alt="${escaped(text)}"`;
        const size = /viewBox="0 0 (\d+) (\d+)"/.exec(readFileSync(repository + file, "utf8"));
        if (!size) return `<img class="picture" ${attributes} loading="lazy">`;
        // The size prevents a shift of the layout when the image has loaded.
        const image = `<img ${attributes} width="${size[1]}" height="${size[2]}">`;
        return `<span class="diagram" tabindex="0" role="group" aria-label="Diagram">${image}</span>`;
      },
    },
  };
}
