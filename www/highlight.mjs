/**
 * Highlights code: puts parts of the text into spans, and does not change the text.
 */
import { build } from "./build-dom.mjs";

const KINDS =
  /(?<comment>(?<![:"'`\w])\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<keyword>\b(?:as|async|await|const|else|export|false|for|from|function|if|import|let|new|null|of|return|true|type|undefined|void)\b)|(?<tag><\/?[A-Za-z][\w-]*|(?<!=)\/?>(?=\s|$|<))/g;

/**
 * Splits the text into tokens, some of which have a kind.
 * @param {string} text
 * @returns {Generator<{kind?: string, text: string}>}
 */
export function* tokens(text) {
  let end = 0;
  for (const found of text.matchAll(KINDS)) {
    const [kind = ""] = Object.entries(found.groups ?? {}).find(([, token]) => token !== undefined) ?? [];
    yield { text: text.slice(end, found.index) };
    yield { kind, text: found[0] };
    end = found.index + found[0].length;
  }
  yield { text: text.slice(end) };
}

/** @param {string} text @returns {DocumentFragment} */
export function highlighted(text) {
  const made = document.createDocumentFragment();
  for (const { kind, text: token } of tokens(text)) {
    made.append(kind ? build("span", { class: `code-${kind}` }, token) : token);
  }
  return made;
}
