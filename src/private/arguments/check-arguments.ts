import { type Problem, UserTelemetryError } from '../errors';
import { type ClassSignatures, type Parameter, parametersOf, type SignatureTable, signatures } from './signatures';
import { isRight, problemsOf } from './types';

/** A class of ours. */
type Class = abstract new (...args: never[]) => unknown;

const CONSTRUCT = 'constructs.Construct';

/**
 * Refuses arguments that are not of the declared types: JavaScript has no compiler that would, and jsii checks no interface.
 *
 * No file calls this: when the package is built, scripts/lib/arguments/inject.cjs puts the call first into each constructor and method.
 *
 * @param declaredBy the class that the constructor or method stands in
 * @param member the method, or `new`
 * @param self `this`, or what `new` was called of
 */
export function checkArguments(args: ArrayLike<unknown>, declaredBy: Class, member: string, self: unknown): void {
  const table = signatures();
  const owner = ownerOf(table, declaredBy, member, self);
  const signature = owner && signatureOf(owner, member, self);
  if (owner === undefined || signature === undefined) return;
  const problems = parametersOf(signature).flatMap((parameter, index, all) =>
    problemsOfArgument(table, args, parameter, index, index === all.length - 1),
  );
  if (problems.length === 0) return;
  const path = pathOf(table, owner, args, member, self);
  const named = problems.map((problem) => ({ ...problem, what: whatOf(problem.what, path, member) }));
  const [first, ...others] = named as [Problem, ...Problem[]];
  throw new UserTelemetryError(path, first, ...others);
}

/** The public class: the one that declares it, or that inherits it from a class which users can't name. */
function ownerOf(table: SignatureTable, declaredBy: Class, member: string, self: unknown): ClassSignatures | undefined {
  const own = table.classes[plainName(declaredBy)];
  if (own || member === 'new') return own;
  let at = typeof self === 'function' ? self : (self as object | undefined)?.constructor;
  while (typeof at === 'function' && !table.classes[plainName(at)]) at = Object.getPrototypeOf(at);
  return typeof at === 'function' ? table.classes[plainName(at)] : undefined;
}

/** Transpilers put `_` before the name of a class that names itself. */
const plainName = ({ name }: { readonly name: string }) => name.replace(/^_/, '');

function signatureOf(owner: ClassSignatures, member: string, self: unknown): string | undefined {
  if (member === 'new') return owner.initializer;
  return (typeof self === 'object' ? owner.methods : owner.statics)?.[member];
}

function problemsOfArgument(
  table: SignatureTable,
  args: ArrayLike<unknown>,
  parameter: Parameter,
  index: number,
  isLast: boolean,
): Problem[] {
  const { name, type, variadic } = parameter;
  if (variadic) {
    const rest = Array.from(args).slice(index);
    return rest.flatMap((arg, at) => problemsOf(table, `${name}[${at}]`, arg, { ...parameter, optional: false }));
  }
  const arg = args[index];
  const isProps = isLast && type in table.structs && (arg === undefined || isRight(table, arg, type));
  return problemsOf(table, isProps ? '' : name, arg, parameter);
}

/** The path of the construct, or the call where there is none. */
function pathOf(
  table: SignatureTable,
  owner: ClassSignatures,
  args: ArrayLike<unknown>,
  member: string,
  self: unknown,
): string {
  if (member !== 'new') {
    const path = (self as { readonly node?: { readonly path?: string } } | undefined)?.node?.path;
    return path ?? `${owner.name}.${member}()`;
  }
  const [scope, id] = Array.from(args);
  if (!isRight(table, scope, CONSTRUCT)) return `new ${owner.name}()`;
  const { path } = (scope as { readonly node: { readonly path: string } }).node;
  return [path, id].filter((part) => part && typeof part === 'string').join('/');
}

const whatOf = (what: string, path: string, member: string) =>
  member === 'new' || path.endsWith('()') ? what : `${what} of ${member}()`;
