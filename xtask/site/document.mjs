/**
 * One Markdown document as HTML of the site.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, posix } from "node:path";
import { Marked, Renderer } from "marked";
import { getHeadingList, gfmHeadingId } from "marked-gfm-heading-id";
import { words } from "../../www/highlight.mjs";

/**
 * @typedef {object} Source
 * @property {string} path Within the repository.
 * @property {string} text
 * @property {string} repository Its folder.
 * @property {ReadonlyMap<string, string>} places The address of each document, by its path.
 */

/** @typedef {{id: string, level: number, text: string}} Heading `text` is HTML. */
/** @typedef {{path: string, headings: Heading[], html: string, images: string[]}} Document */

/** Languages by their info strings, as a reader calls them. @type {Record<string, string>} */
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

/** Whose words the highlighter would take for another language's. */
const PLAIN = ["csp", "sh"];

/** @param {string} text */
export const escaped = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&quot;");

/** @param {Source} source @returns {Document} */
export function render(source) {
  /** @type {string[]} */
  const images = [];
  const marked = new Marked(gfmHeadingId(), blocks(), references(source, images));
  const html = marked.parse(source.text, { async: false });
  return { path: source.path, headings: getHeadingList(), html, images };
}

/** What is wider than a telephone scrolls within itself, and is named after the heading that it stands under. @returns {import("marked").MarkedExtension} */
function blocks() {
  let under = "";
  /** @param {string} kind @param {string} className */
  const scroller = (kind, className) =>
    `class="${className}" tabindex="0" role="group" aria-label="${kind}: ${escaped(under)}"`;
  return {
    renderer: {
      heading({ text }) {
        under = text.replaceAll("`", "");
        return false;
      },
      table(token) {
        return `<div ${scroller("Table", "wide-table")}>\n${Renderer.prototype.table.call(this, token)}</div>\n`;
      },
      code({ text, lang }) {
        const [language = ""] = (lang ?? "").split(" ");
        const name = LANGUAGES[language];
        if (!name) throw new Error(`What is the name of the language \`${language}\`? LANGUAGES does not know it`);
        const caption = `<figcaption><span class="file">${name}</span></figcaption>`;
        const code = PLAIN.includes(language) ? escaped(text) : coloured(text);
        return `<figure class="source">${caption}<pre ${scroller(name, "code")}><code>${code}</code></pre></figure>\n`;
      },
      html({ text }) {
        if (/^<!--[\s\S]*-->\s*$/.test(text)) return "";
        throw new Error(`No HTML in the documentation, where GitHub and the site could differ: ${text}`);
      },
    },
  };
}

/** @param {string} text */
function coloured(text) {
  return [...words(text)]
    .map(({ kind, text }) => (kind ? `<span class="code-${kind}">${escaped(text)}</span>` : escaped(text)))
    .join("");
}

/** What points elsewhere: to a document, it leads to that one's page; to another file of the repository, it names it. @param {Source} source @param {string[]} images @returns {import("marked").MarkedExtension} */
function references({ path, repository, places }, images) {
  /** @param {string} href */
  const inRepository = (href) => {
    const found = posix.join(posix.dirname(path), href);
    if (!existsSync(repository + found)) throw new Error(`${path} points to ${href}, where nothing is`);
    return found;
  };
  return {
    renderer: {
      link({ href, tokens, text }) {
        if (/^(?:https:|#)/.test(href)) return false;
        const [file = "", anchor] = href.split("#");
        const target = inRepository(file);
        const place = places.get(target);
        const words = this.parser.parseInline(tokens);
        if (place) return `<a href="${place}${anchor ? `#${anchor}` : ""}">${words}</a>`;
        return text === target ? `<code>${escaped(target)}</code>` : `${words} (<code>${escaped(target)}</code>)`;
      },
      image({ href, text }) {
        const file = inRepository(href);
        images.push(file);
        const attributes = `src="/docs/images/${basename(file)}" alt="${escaped(text)}"`;
        const size = /viewBox="0 0 (\d+) (\d+)"/.exec(readFileSync(repository + file, "utf8"));
        if (!size) return `<img class="picture" ${attributes} loading="lazy">`;
        // With its size known before it is there, nothing below it moves.
        const image = `<img ${attributes} width="${size[1]}" height="${size[2]}">`;
        return `<span class="diagram" tabindex="0" role="group" aria-label="Diagram">${image}</span>`;
      },
    },
  };
}
