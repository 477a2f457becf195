/** What the public API takes, from the jsii assemblies of this package and of those that it names: see src/private/arguments. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ClassSignatures, SignatureTable } from '../../../src/private/arguments/signatures';

interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
}

interface Value {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly variadic?: boolean;
  readonly protected?: boolean;
}

interface Callable {
  readonly name: string;
  readonly static?: boolean;
  readonly protected?: boolean;
  readonly parameters?: Value[];
  readonly returns?: { readonly type: TypeReference };
}

interface Type {
  readonly fqn: string;
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly interfaces?: string[];
  readonly initializer?: Callable;
  readonly methods?: Callable[];
  readonly properties?: Value[];
}

interface Assembly {
  readonly name: string;
  readonly types: { readonly [fqn: string]: Type };
}

/** Reads the assembly of a package, which a large one ships compressed. */
export function readAssembly(folder: string): Assembly {
  const compressed = join(folder, '.jsii.gz');
  if (existsSync(compressed)) return JSON.parse(gunzipSync(readFileSync(compressed)).toString());
  return JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8'));
}

/** @param values the values of an enum, by its whole name */
export function signatureTable(
  own: Assembly,
  others: Assembly[],
  values: (fqn: string) => readonly unknown[],
): SignatureTable {
  const types = Object.assign({}, ...[own, ...others].map((assembly) => assembly.types)) as Assembly['types'];
  const prefix = `${own.name}.`;
  const isOwn = (fqn: string) => fqn.startsWith(prefix);
  const short = (fqn: string) => (isOwn(fqn) ? fqn.slice(prefix.length) : fqn);
  const table = { classes: {}, structs: {}, enums: {}, interfaces: {} } as {
    [part in keyof SignatureTable]: { -readonly [name in keyof SignatureTable[part]]: SignatureTable[part][name] };
  };

  const propertiesOf = (fqn: string): string[] => {
    const { interfaces = [], properties = [] } = types[fqn];
    const named = properties.filter(({ optional }) => !optional).map(({ name }) => name);
    return [...new Set([...interfaces.flatMap(propertiesOf), ...named])].sort();
  };
  /** What tells an implementation from anything else: its properties, or its methods where it has none. */
  const membersOf = (fqn: string): string[] => {
    const named = propertiesOf(fqn);
    return named.length > 0 ? named : (types[fqn].methods ?? []).map(({ name }) => name);
  };
  /** The name of a type in the table, to which it is added where it is one of others. */
  const nameOf = (fqn: string): string => {
    const { kind, datatype, methods = [] } = types[fqn];
    if (isOwn(fqn)) return short(fqn);
    if (kind === 'enum') return typeof values(fqn)[0]; // newer versions have more of them
    if (datatype) return 'object'; // newer versions may take more
    if (kind === 'interface') table.interfaces[fqn] = membersOf(fqn);
    else table.classes[fqn] = { name: fqn, ...makersOf(fqn, methods) };
    return fqn;
  };
  const typeOf = ({ primitive, fqn, collection }: TypeReference): string => {
    if (fqn) return nameOf(fqn);
    if (!collection) return primitive === 'any' ? 'json' : String(primitive);
    const element = typeOf(collection.elementtype);
    return collection.kind === 'array' ? `${element}[]` : `{${element}}`;
  };
  const signatureOf = (parameters: readonly Value[] = []) =>
    parameters
      .map(
        ({ name, type, optional, variadic }) =>
          `${variadic ? '...' : ''}${name}${optional ? '?' : ''}: ${typeOf(type)}`,
      )
      .join(', ');
  const named = (callables: Callable[]) => {
    const entries = callables.filter(({ parameters = [] }) => parameters.length > 0);
    return entries.length > 0
      ? Object.fromEntries(entries.map(({ name, parameters }) => [name, signatureOf(parameters)]))
      : undefined;
  };
  const makersOf = (fqn: string, methods: readonly Callable[]) => {
    const makers = methods
      .filter((method) => method.static && method.returns?.type.fqn === fqn)
      .map(({ name }) => name);
    return makers.length > 0 ? { makers } : {};
  };
  const classOf = ({ fqn, initializer, methods = [] }: Type): ClassSignatures => ({
    name: short(fqn),
    initializer: initializer?.parameters && signatureOf(initializer.parameters),
    methods: named(methods.filter((method) => !method.static && !method.protected)),
    statics: named(methods.filter((method) => method.static && !method.protected)),
    ...makersOf(fqn, methods),
  });

  for (const type of Object.values(own.types)) {
    const name = short(type.fqn);
    if (type.kind === 'enum') table.enums[name] = values(type.fqn);
    else if (type.kind === 'class') {
      if (table.classes[type.name]) throw new Error(`two classes are called ${type.name}: give one another name`);
      table.classes[type.name] = classOf(type);
    } else if (type.datatype) {
      const bases = type.interfaces?.filter(isOwn).map(short); // of those of others, newer versions may take more
      table.structs[name] = { ...(bases?.length ? { bases } : {}), props: signatureOf(type.properties) };
    } else table.interfaces[name] = membersOf(type.fqn);
  }
  return table;
}

/** The values of enums, of which assemblies tell the names only. */
export function enumValues(root: string): (fqn: string) => readonly unknown[] {
  const require = createRequire(join(root, 'package.json'));
  return (fqn) => {
    const [name, ...path] = fqn.split('.');
    const [first] = path;
    const isSubmodule = name !== 'cdk-user-telemetry' && path.length > 1;
    const from = name === 'cdk-user-telemetry' ? root : isSubmodule ? `${name}/${first.replace('_', '-')}` : name;
    const found = (isSubmodule ? path.slice(1) : path).reduce((at, part) => at[part], require(from));
    const members = Object.entries(found as { [member: string]: unknown });
    return members.filter(([member]) => Number.isNaN(Number(member))).map(([, value]) => value);
  };
}
