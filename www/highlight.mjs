/**
 * Colours for code, word by word. The text stays what it was: only spans are laid around parts of it.
 */
import { build } from "./build-dom.mjs";

const KINDS =
  /(?<comment>(?<![:"'`\w])\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<keyword>\b(?:as|async|await|const|else|export|false|for|from|function|if|import|let|new|null|of|return|true|type|undefined|void)\b)|(?<tag><\/?[A-Za-z][\w-]*|(?<!=)\/?>(?=\s|$|<))/g;

/** The text in pieces, of which some are of a kind. @param {string} text @returns {Generator<{kind?: string, text: string}>} */
export function* words(text) {
  let end = 0;
  for (const found of text.matchAll(KINDS)) {
    const [kind = ""] = Object.entries(found.groups ?? {}).find(([, words]) => words !== undefined) ?? [];
    yield { text: text.slice(end, found.index) };
    yield { kind, text: found[0] };
    end = found.index + found[0].length;
  }
  yield { text: text.slice(end) };
}

/** @param {string} text @returns {DocumentFragment} */
export function highlighted(text) {
  const made = document.createDocumentFragment();
  for (const { kind, text: word } of words(text)) {
    made.append(kind ? build("span", { class: `code-${kind}` }, word) : word);
  }
  return made;
}
