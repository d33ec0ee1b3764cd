/**
 * Renders one Markdown document as HTML for the site.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, posix } from "node:path";
import { Marked, Renderer } from "marked";
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
/** @typedef {{path: string, headings: Heading[], html: string, images: string[]}} Document */

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
  const html = marked.parse(source.text, { async: false });
  return { path: source.path, headings: getHeadingList(), html, images };
}

/**
 * Tables and code blocks scroll sideways on small screens, and are named after their heading.
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
        return `<div ${scroller("Table", "wide-table")}>\n${Renderer.prototype.table.call(this, token)}</div>\n`;
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
