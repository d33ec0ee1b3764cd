/**
 * Reads the package's TypeScript: members with their doc comments, and the values of unions with
 * the comments beside them.
 */
import { readFileSync } from "node:fs";
import ts from "typescript-5.3";

/** @typedef {{name: string, type: string, says: string}} Member */
/** @typedef {{value: string, says: string}} Value */

export class Source {
  #file;

  /** @param {string} path */
  constructor(path) {
    this.#file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  }

  /**
   * The members of an interface; those of nested objects by their path (`iframe.allow`).
   * @param {string} name
   * @returns {Member[]}
   */
  members(name) {
    return this.#interface(name).members.flatMap((member) => this.#member(member, ""));
  }

  /**
   * The values of a union of strings, which is a type or a member of an interface.
   * @param {string} name `Type` or `Interface.member`.
   */
  values(name) {
    const [outer = "", member] = name.split(".");
    const type = member ? this.#memberType(outer, member) : this.#find(ts.isTypeAliasDeclaration, outer).type;
    if (!ts.isUnionTypeNode(type)) throw new Error(`${name} in ${this.#file.fileName} is not a union`);
    return this.#valuesOf(type);
  }

  /**
   * The value of `const name = …`.
   * @param {string} name
   * @returns {import("typescript-5.3").Expression}
   */
  constant(name) {
    const { initializer } = this.#find(ts.isVariableDeclaration, name);
    if (!initializer) throw new Error(`${name} in ${this.#file.fileName} has no value`);
    return initializer;
  }

  /**
   * @param {import("typescript-5.3").TypeElement} member
   * @param {string} path
   * @returns {Member[]}
   */
  #member(member, path) {
    const name = path + (member.name ? propertyName(member.name) : "");
    const says = docComment(member);
    if (says === "") throw new Error(`${this.#file.fileName}: \`${name}\` needs a doc comment for the tables`);
    if (ts.isMethodSignature(member)) {
      const parameters = member.parameters.map((parameter) => parameter.getText()).join(", ");
      return [{ name: `${name}(${parameters})`, type: member.type?.getText() ?? "", says }];
    }
    if (!ts.isPropertySignature(member) || !member.type) throw new Error(`${name} is neither a property nor a method`);
    if (!ts.isTypeLiteralNode(member.type)) return [{ name, type: oneLine(member.type.getText()), says }];
    const inner = member.type.members.flatMap((part) => this.#member(part, `${name}.`));
    return [{ name, type: "object", says }, ...inner];
  }

  /** @param {string} outer @param {string} name */
  #memberType(outer, name) {
    const member = this.#interface(outer).members.find((each) => each.name?.getText() === name);
    if (!member || !ts.isPropertySignature(member) || !member.type) throw new Error(`There is no ${outer}.${name}`);
    return member.type;
  }

  /** @param {import("typescript-5.3").UnionTypeNode} union @returns {Value[]} */
  #valuesOf(union) {
    const text = this.#file.text;
    const ends = union.types.map((type) => type.end);
    const starts = union.types.map((type) => type.getStart());
    const lineEnd = text.indexOf("\n", union.end);
    return union.types.flatMap((type, at) => {
      const before = text.slice(at === 0 ? union.pos : ends[at - 1], starts[at]);
      const after = text.slice(ends[at], starts[at + 1] ?? lineEnd);
      if (!ts.isLiteralTypeNode(type) || !ts.isStringLiteral(type.literal)) return [];
      return [{ value: type.literal.text, says: commentBeside(after) ?? docAbove(before) ?? "" }];
    });
  }

  /** @param {string} name */
  #interface(name) {
    return this.#find(ts.isInterfaceDeclaration, name);
  }

  /**
   * @template {import("typescript-5.3").Node & {name: import("typescript-5.3").Node}} Found
   * @param {(node: import("typescript-5.3").Node) => node is Found} is
   * @param {string} name
   * @returns {Found}
   */
  #find(is, name) {
    /** @param {import("typescript-5.3").Node} node @returns {Found | undefined} */
    const search = (node) => (is(node) && node.name.getText() === name ? node : ts.forEachChild(node, search));
    const found = search(this.#file);
    if (!found) throw new Error(`There is no ${name} in ${this.#file.fileName}`);
    return found;
  }
}

/** The line comment that ends a line of code. @param {string} after What follows the code. */
const commentBeside = (after) => /^.*?\/\/ (.*)$/.exec(after.split("\n", 1)[0] ?? "")?.[1];

/** The doc comment of a value of a union. @param {string} before */
const docAbove = (before) => /\/\*\* (.+) \*\/[\s|]*$/.exec(before)?.[1];

/** @param {import("typescript-5.3").PropertyName} name */
const propertyName = (name) => (ts.isStringLiteral(name) ? name.text : name.getText());

/** @param {import("typescript-5.3").Node} node */
function docComment(node) {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  const text = (comment && ts.getTextOfJSDocComment(comment.comment)) ?? "";
  return text.replace(/\{@link (\w+) *\}/g, "`$1`");
}

/** @param {string} text */
export const oneLine = (text) => text.replaceAll(/\s+/g, " ").trim();
