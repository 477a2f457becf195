import { Token } from 'aws-cdk-lib';
import { type Problem, RTTI } from '../errors';
import { type Parameter, parametersOf, propsOf, type SignatureTable } from './signatures';
import { meantBy, plain } from './typing-error';

const OWN = 'cdk-user-telemetry.';
const PRIMITIVES = ['string', 'number', 'boolean'];

/**
 * What is wrong with a value of a parameter or a prop, and with all that is in it; nothing where it is right.
 *
 * Tokens are right where a text, a number, a list or a map is wanted.
 */
export function problemsOf(table: SignatureTable, what: string, got: unknown, parameter: Parameter): Problem[] {
  const { type, optional } = parameter;
  if (type === 'json' || (got === undefined && optional)) return [];
  if (got === undefined && type in table.structs) return problemsOfStruct(table, what, {}, type);
  if (got === undefined || got === null) {
    const fix = optional ? 'leave it out' : 'pass it';
    return [{ what, got, expected: `${nameOf(table, type)}${optional ? ', or nothing' : ''}`, fix }];
  }
  return problemsWithin(table, what, got, type);
}

function problemsWithin(table: SignatureTable, what: string, got: unknown, type: string): Problem[] {
  if (passesAsToken(table, got, type)) return [];
  const each = (part: string, value: unknown, inner: string) =>
    problemsOf(table, part, value, { name: part, type: inner, optional: false, variadic: false });
  if (type.endsWith('[]') && Array.isArray(got)) {
    return got.flatMap((item, index) => each(`${what}[${index}]`, item, type.slice(0, -2)));
  }
  if (type.startsWith('{') && isObject(got)) {
    return Object.entries(got).flatMap(([key, value]) => each(`${what}.${key}`, value, type.slice(1, -1)));
  }
  if (type in table.structs && isObject(got)) return problemsOfStruct(table, what, got, type);
  if (isRight(table, got, type)) return [];
  return [{ what, got: shown(got), expected: nameOf(table, type), fix: fixOf(table, got, type) }];
}

/** The props of a struct; of the last argument they are called by their names alone. */
function problemsOfStruct(table: SignatureTable, what: string, got: object, type: string): Problem[] {
  const props = propsOf(table, type);
  const names = props.map(({ name }) => name);
  // One that is missing is named anyway. A subclass may hand on props of its own besides, or nothing else.
  if (props.every(({ name, optional }) => optional && !(name in got))) {
    const [written, meant] =
      Object.keys(got)
        .map((key) => [key, meantBy(key, names)] as const)
        .find(([, name]) => name) ?? [];
    if (meant) {
      const expected = `${nameOf(table, type)}: some of ${names.join(', ')}`;
      return [{ what: what || 'props', got: shown(got), expected, fix: `write ${meant} instead of ${written}` }];
    }
  }
  const prefix = what && `${what}.`;
  return [
    ...missedProps(table, prefix, got, names, type),
    ...props.flatMap((prop) =>
      problemsOf(table, `${prefix}${prop.name}`, (got as { [name: string]: unknown })[prop.name], prop),
    ),
  ];
}

/**
 * Props that differ from one that isn't stated by case and separators only, as in Python and in YAML. What resembles none
 * may be of a subclass.
 */
function missedProps(
  table: SignatureTable,
  prefix: string,
  got: object,
  names: readonly string[],
  type: string,
): Problem[] {
  return Object.keys(got).flatMap((key) => {
    const value = (got as { [name: string]: unknown })[key];
    if (names.includes(key) || value === undefined) return [];
    const meant = names.find((name) => plain(name) === plain(key) && !(name in got));
    const expected = nameOf(table, type);
    return meant ? [{ what: `${prefix}${key}`, got: shown(value), expected, fix: `write ${meant}` }] : [];
  });
}

/** Whether a value is of a type, as far as the value itself tells; the parts of structs, lists and maps are not looked at. */
export function isRight(table: SignatureTable, got: unknown, type: string): boolean {
  if (type === 'json') return true;
  if (PRIMITIVES.includes(type)) return typeof got === type;
  if (type === 'date') return Object.prototype.toString.call(got) === '[object Date]';
  if (type.endsWith('[]')) return Array.isArray(got);
  if (type === 'object' || type.startsWith('{') || type in table.structs) return isObject(got);
  if (type in table.enums) return table.enums[type].includes(got);
  if (type in table.interfaces) return hasMembers(got, table.interfaces[type]);
  return isInstance(got, type);
}

function isObject(got: unknown): got is object {
  return typeof got === 'object' && got !== null && !Array.isArray(got);
}

/** An implementation in another language arrives as an object that has what it implements. */
function hasMembers(got: unknown, members: readonly string[]): boolean {
  if ((typeof got !== 'object' && typeof got !== 'function') || got === null) return false;
  return members.every((member) => member in got);
}

/**
 * Whether a value is of a class or of one that extends it, also where several copies of a library are loaded: jsii puts the
 * whole name on every class. Our sources, before it has compiled them, have the name alone.
 */
function isInstance(got: unknown, type: string): boolean {
  if (typeof got !== 'object' || got === null) return false;
  const isOwn = !isForeign(type);
  const whole = isOwn ? `${OWN}${type}` : type;
  const short = shortName(type);
  for (let at = Object.getPrototypeOf(got); at; at = Object.getPrototypeOf(at)) {
    const made = at.constructor as { readonly name?: string; readonly [RTTI]?: { readonly fqn: string } } | undefined;
    if (made?.[RTTI]?.fqn === whole || (isOwn && made?.name === short)) return true;
  }
  return false;
}

function passesAsToken(table: SignatureTable, got: unknown, type: string): boolean {
  const isPlain = [...PRIMITIVES, 'date'].includes(type) || /^\{|\[\]$/.test(type) || type in table.enums;
  return isPlain && Token.isUnresolved(got);
}

const WORDS: { readonly [type: string]: string } = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  json: 'a value',
  object: 'an object with options',
};

/** A type in words: `a list of texts`, `a canaries.Journey`. */
export function nameOf(table: SignatureTable, type: string): string {
  if (WORDS[type]) return WORDS[type];
  if (type === 'string[]') return 'a list of texts';
  if (type === '{json}') return 'an object';
  if (type.endsWith('[]')) return `a list, each item ${nameOf(table, type.slice(0, -2))}`;
  if (type.startsWith('{')) return `an object, each value ${nameOf(table, type.slice(1, -1))}`;
  if (type in table.structs) return `an object with the props of ${type}`;
  if (type in table.enums) return `one of ${table.enums[type].map((value) => JSON.stringify(value)).join(', ')}`;
  const named = isForeign(type) ? `${shortName(type)} of ${packageOf(type)}` : type;
  return `${/^[AEIO]/i.test(named) ? 'an' : 'a'} ${named}`;
}

/** What to do: a part of what was passed may be what was meant, or something is there that makes one of it. */
function fixOf(table: SignatureTable, got: unknown, type: string): string {
  if (Array.isArray(got) && got.length > 0 && got.every((item) => isRight(table, item, type))) {
    return 'pass its items one by one';
  }
  const part = partThatFits(table, got, type);
  if (part) return `pass its ${part}`;
  if (type in table.enums) return `pass a member of ${type}`;
  const missing = (table.interfaces[type] ?? []).filter((member) => isObject(got) && !(member in got));
  if (missing.length > 0) return `pass one: this has no ${missing.join(', ')}`;
  const name = isForeign(type) ? shortName(type) : type;
  const { makers = [], statics = {} } = table.classes[isForeign(type) ? type : shortName(type)] ?? {};
  const takesIt = makers.find((maker) => {
    const [first] = parametersOf(statics[maker] ?? '');
    return first && !isLoose(table, first.type) && isRight(table, got, first.type);
  });
  if (takesIt) return `pass what ${name}.${takesIt}() makes of it`;
  return makers.length > 0 ? `make one by ${name}.${makers.join('(), .')}()` : 'pass one';
}

/** Whether almost any object is of the type. */
function isLoose(table: SignatureTable, type: string): boolean {
  return type === 'json' || type === 'object' || type in table.structs;
}

/** The property of an object of ours that is what was wanted, such as the `appMonitor` of a web app. */
function partThatFits(table: SignatureTable, got: unknown, type: string): string | undefined {
  if (!isObject(got) || (!(type in table.interfaces) && !isClass(table, type))) return undefined;
  return Object.keys(got).find(
    (key) => /^[a-z]/.test(key) && key !== 'node' && isRight(table, (got as { [key: string]: unknown })[key], type),
  );
}

function isClass(table: SignatureTable, type: string): boolean {
  return isForeign(type) || shortName(type) in table.classes;
}

/** A value as an error shows it: of an object that is more than data, what it is. */
function shown(got: unknown): unknown {
  if (typeof got === 'function') return `the function ${got.name || 'without a name'}`;
  if (typeof got === 'string' && Token.isUnresolved(got)) return 'a token';
  return got;
}

const isForeign = (type: string) => /^(aws-cdk-lib|constructs)\./.test(type);
const packageOf = (type: string) => type.slice(0, type.indexOf('.'));
const shortName = (type: string) => type.slice(type.lastIndexOf('.') + 1);
