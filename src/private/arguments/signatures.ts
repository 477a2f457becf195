import { existsSync, readFileSync } from 'node:fs';
import { asset } from '../assets';

/** What the public API takes, by scripts/lib/arguments/table.ts: read from the jsii assembly when the package is built. */
export interface SignatureTable {
  /** Classes by their names, which differ throughout the library; those of others by their whole names. */
  readonly classes: { readonly [name: string]: ClassSignatures };
  /** The props of structs, by their whole names. */
  readonly structs: { readonly [name: string]: { readonly bases?: readonly string[]; readonly props: string } };
  /** The values of enums. */
  readonly enums: { readonly [name: string]: readonly unknown[] };
  /** What tells an implementation of an interface from other objects. */
  readonly interfaces: { readonly [name: string]: readonly string[] };
}

/** The parameters of what can be called, such as `id: string, props?: rum.WebAppProps`. */
export interface ClassSignatures {
  /** The whole name, such as `rum.WebApp`. */
  readonly name: string;
  readonly initializer?: string;
  readonly methods?: { readonly [name: string]: string };
  readonly statics?: { readonly [name: string]: string };
  /** The static methods that make an object of the class. */
  readonly makers?: readonly string[];
}

/** A parameter of a call, or a prop of a struct. */
export interface Parameter {
  readonly name: string;
  /** `string`, `number`, `boolean`, `date`, `json`, `object`, or the name of a type; `{T}` is a map, `T[]` a list. */
  readonly type: string;
  readonly optional: boolean;
  /** Takes all arguments from its own on. */
  readonly variadic: boolean;
}

let loaded: SignatureTable | undefined;

/** The table that was built with the package; without one, as where sources are tried before a build, nothing is known. */
export function signatures(): SignatureTable {
  loaded ??= existsSync(asset('arguments.json'))
    ? (JSON.parse(readFileSync(asset('arguments.json'), 'utf8')) as SignatureTable)
    : { classes: {}, structs: {}, enums: {}, interfaces: {} };
  return loaded;
}

const parsed = new Map<string, readonly Parameter[]>();

/** The parameters in a signature as the table writes them. */
export function parametersOf(signature: string): readonly Parameter[] {
  const known = parsed.get(signature);
  if (known) return known;
  const parameters = signature === '' ? [] : signature.split(', ').map(parameterOf);
  parsed.set(signature, parameters);
  return parameters;
}

function parameterOf(text: string): Parameter {
  const [, dots, name, mark, type] = /^(\.{3})?(\w+)(\?)?: (.+)$/.exec(text) as RegExpExecArray;
  return { name, type, optional: mark !== undefined || dots !== undefined, variadic: dots !== undefined };
}

/** The props of a struct, with those of the structs that it extends. */
export function propsOf(table: SignatureTable, struct: string): readonly Parameter[] {
  const { bases = [], props } = table.structs[struct];
  return [...bases.flatMap((base) => propsOf(table, base)), ...parametersOf(props)];
}
