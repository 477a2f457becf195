/**
 * Puts a check of the arguments first into each constructor and method of the classes in a compiled CommonJS file, so that
 * no construct forgets it. What is checked is decided at run time, by the table that table.ts makes of the jsii assembly.
 */
const ts = require('typescript');

const CALL = 'checkArguments(arguments';

/**
 * @param {string} code
 * @param {string} path by which the file requires the module of checkArguments
 * @param {(className: string, member: string) => boolean} wanted `new` is the constructor
 */
module.exports = function inject(code, path, wanted = () => true) {
  const file = ts.createSourceFile('file.js', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  if (code.includes(CALL)) {
    const [, name] = /class (\w+)/.exec(code) ?? [];
    throw new Error(`${name} checks its arguments already: compile the package anew, then run this once`);
  }
  const edits = [];
  const visit = (node) => {
    if (ts.isClassLike(node) && node.name)
      edits.push(...node.members.flatMap((member) => editOf(node, member, wanted)));
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(file);
  if (edits.length === 0) return code;
  // After the prologue, on its line: debuggers find the lines where they were.
  const [prologue] = file.statements;
  const start = ts.isExpressionStatement(prologue) && ts.isStringLiteral(prologue.expression) ? prologue.end : 0;
  const whole = [{ at: start, text: ` const arguments_1 = require(${JSON.stringify(path)});` }, ...edits];
  return whole
    .sort((a, b) => b.at - a.at)
    .reduce((text, edit) => text.slice(0, edit.at) + edit.text + text.slice(edit.at), code);
};

function editOf(declaration, member, wanted) {
  const isConstructor = ts.isConstructorDeclaration(member);
  if (!isConstructor && !(ts.isMethodDeclaration(member) && ts.isIdentifier(member.name))) return [];
  const name = isConstructor ? 'new' : member.name.text;
  const className = declaration.name.text;
  if (!member.body || member.parameters.length === 0 || name.startsWith('_') || !wanted(className, name)) return [];
  const self = isConstructor ? 'new.target' : 'this';
  const text = ` arguments_1.${CALL}, ${className}, "${name}", ${self});`;
  return [{ at: member.body.getStart() + 1, text }];
}
