/**
 * Colours for code, word by word. The text stays what it was: only spans are laid around parts of it.
 */
import { build } from "./build-dom.mjs";

const KINDS =
  /(?<comment>(?<![:"'`\w])\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<keyword>\b(?:as|async|await|const|else|export|false|for|from|function|if|import|let|new|null|of|return|true|type|undefined|void)\b)|(?<tag><\/?[A-Za-z][\w-]*|\/?>(?=\s|$|<))/g;

/** @param {string} text @returns {DocumentFragment} */
export function highlighted(text) {
  const made = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(KINDS)) {
    const [kind] = Object.entries(found.groups ?? {}).find(([, words]) => words !== undefined) ?? ["plain"];
    made.append(text.slice(end, found.index), build("span", { class: `code-${kind}` }, found[0]));
    end = found.index + found[0].length;
  }
  made.append(text.slice(end));
  return made;
}
