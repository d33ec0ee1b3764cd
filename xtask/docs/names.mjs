/**
 * `node xtask/docs/names.mjs [--follow] FILE...` prints the exported names of each TypeScript file,
 * as JSON: `{"types.ts": ["SetPinOptions", "SetPinOptions.mode", …]}`.
 *
 * The name of a member is its path (`SetPinOptions.cardStatus.url`), and so is that of each string
 * of a union (`SetPinOptions.mode.modal`). With `--follow`, a member whose type is a union that one
 * of the files exports also has the strings of that union.
 */
import { readFileSync } from "node:fs";
import ts from "typescript-5.3";

const isFollowing = process.argv.includes("--follow");
const files = process.argv
  .slice(2)
  .filter((path) => path !== "--follow")
  .map((path) => ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true));
const unions = new Map(
  files.flatMap((file) => file.statements.filter(ts.isTypeAliasDeclaration).map(({ name, type }) => [name.text, type])),
);

/** @param {ts.SourceFile} file */
function exportedNames(file) {
  /** @type {string[]} */
  const names = [];

  /** @param {ts.Node} node @param {string} path The name of the declaration around the node. */
  function visit(node, path) {
    // The body of a function declares nothing for its callers.
    if (ts.isBlock(node)) return;
    const name = nameOf(node);
    const inner = name === undefined ? path : [path, name].filter(Boolean).join(".");
    if (name !== undefined && !names.includes(inner)) names.push(inner);
    ts.forEachChild(node, (child) => visit(child, inner));
    if (isFollowing && ts.isPropertySignature(node)) visitUnion(node.type, inner);
  }

  /** @param {ts.TypeNode | undefined} type @param {string} path */
  function visitUnion(type, path) {
    const name = type && ts.isTypeReferenceNode(type) ? type.typeName.getText() : "";
    const union = unions.get(name);
    if (union && ts.isUnionTypeNode(union)) visit(union, path);
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

console.log(JSON.stringify(Object.fromEntries(files.map((file) => [file.fileName, exportedNames(file)]))));
