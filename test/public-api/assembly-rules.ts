import { join, resolve } from 'node:path';

/** What these rules read of a jsii assembly. */
export interface Assembly {
  readonly submodules?: Record<string, unknown>;
  readonly types: Record<string, AssemblyType>;
}

interface TypeReference {
  readonly union?: unknown;
  readonly collection?: { readonly elementtype: TypeReference };
}

interface Docs {
  readonly summary?: string;
  readonly default?: string;
}

interface Value {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly docs?: Docs;
}

interface Callable {
  readonly name?: string;
  readonly parameters?: Value[];
  readonly returns?: { readonly type: TypeReference };
  readonly docs?: Docs;
}

interface AssemblyType {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly docs?: Docs;
  readonly initializer?: Callable;
  readonly methods?: Callable[];
  readonly properties?: Value[];
  readonly members?: { readonly name: string; readonly docs?: Docs }[];
}

// Not among jsii's exports, but the very list that its compiler warns by.
const { isReservedName } = require(join(resolve(__dirname, '../..'), 'node_modules/jsii/lib/reserved-words.js')) as {
  isReservedName(name: string): string[] | undefined;
};

/** What jsii accepts and users of some language suffer from: one line for each place. */
export function assemblyFaults(assembly: Assembly): string[] {
  const submodules = Object.keys(assembly.submodules ?? {}).flatMap((path) =>
    reserved(path, path.split('.').at(-1) ?? ''),
  );
  return [...submodules, ...Object.entries(assembly.types).flatMap(([path, type]) => typeFaults(path, type))];
}

function typeFaults(path: string, type: AssemblyType): string[] {
  const values = (type.properties ?? []).flatMap((property) =>
    propertyFaults(`${path}.${property.name}`, property, type),
  );
  const methods = (type.methods ?? []).flatMap((method) => callableFaults(`${path}.${method.name}`, method));
  const members = (type.members ?? []).flatMap(({ name, docs }) => undocumented(`${path}.${name}`, docs));
  return [
    ...undocumented(path, type.docs),
    ...interfaceName(path, type),
    ...reserved(path, type.name),
    ...(type.initializer ? parameterFaults(`${path}()`, type.initializer) : []),
    ...values,
    ...methods,
    ...members,
  ];
}

function propertyFaults(path: string, property: Value, type: AssemblyType): string[] {
  const needsDefault = type.datatype && property.optional && !property.docs?.default;
  return [
    ...undocumented(path, property.docs),
    ...reserved(path, property.name),
    ...union(path, property.type),
    ...(needsDefault ? [`${path} is optional and has no @default`] : []),
  ];
}

function callableFaults(path: string, method: Callable): string[] {
  return [
    ...undocumented(path, method.docs),
    ...reserved(path, method.name ?? ''),
    ...parameterFaults(path, method),
    ...(method.returns ? union(`what ${path}() returns`, method.returns.type) : []),
  ];
}

function parameterFaults(path: string, callable: Callable): string[] {
  return (callable.parameters ?? []).flatMap((parameter) => [
    ...reserved(`parameter ${parameter.name} of ${path}`, parameter.name),
    ...union(`parameter ${parameter.name} of ${path}`, parameter.type),
  ]);
}

function undocumented(path: string, docs: Docs | undefined): string[] {
  return docs?.summary ? [] : [`${path} has no summary`];
}

/** Java, C# and Go tell the two kinds of interface apart by this alone. */
function interfaceName(path: string, { kind, datatype, name }: AssemblyType): string[] {
  if (kind !== 'interface') return [];
  const looksBehavioral = /^I[A-Z]/.test(name);
  if (datatype && looksBehavioral) return [`${path} is a struct, and its name begins with I`];
  if (!datatype && !looksBehavioral) return [`${path} is a behavioral interface, and its name doesn't begin with I`];
  return [];
}

function reserved(path: string, name: string): string[] {
  // Go capitalizes everything but parameters, which jsii renames there.
  const languages = isReservedName(name)?.filter((language) => language !== 'Go') ?? [];
  return languages.length ? [`${path}: "${name}" is reserved in ${languages.join(', ')}`] : [];
}

/** Statically typed languages see an untyped object there. */
function union(path: string, type: TypeReference): string[] {
  if (type.collection) return union(path, type.collection.elementtype);
  return type.union ? [`${path} is a union of types`] : [];
}
