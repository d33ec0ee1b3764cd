/**
 * `node xtask/docs/names.mjs FILE...` prints, for each TypeScript file, the names that it exports, as JSON: `{"types.ts": ["SetPinOptions", "SetPinOptions.mode", …]}`.
 *
 * A member has the path to it as its name (`SetPinOptions.cardStatus.url`), and so does each string of a union (`SetPinOptions.mode.modal`).
 */
import { readFileSync } from "node:fs";
import ts from "typescript-5.3";

/** @param {string} path */
function exportedNames(path) {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const names = [];

  /** @param {ts.Node} node @param {string} path The name of the declaration that the node belongs to. */
  function visit(node, path) {
    // A function's body declares nothing that its callers see.
    if (ts.isBlock(node)) return;
    const name = nameOf(node);
    const inner = name === undefined ? path : [path, name].filter(Boolean).join(".");
    if (name !== undefined && !names.includes(inner)) names.push(inner);
    ts.forEachChild(node, (child) => visit(child, inner));
  }

  for (const statement of file.statements.filter(isExported)) visit(statement, "");
  return names;
}

/** @param {ts.Node} node */
function nameOf(node) {
  if (ts.isLiteralTypeNode(node) && ts.isUnionTypeNode(node.parent))
    return ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
  const isDeclaration =
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node);
  if (!isDeclaration) return undefined;
  return node.name && ts.isStringLiteral(node.name) ? node.name.text : node.name?.getText();
}

/** @param {ts.Statement} statement */
const isExported = (statement) =>
  ts.canHaveModifiers(statement) &&
  ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;

console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((path) => [path, exportedNames(path)]))));
