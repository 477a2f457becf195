import type { Problem } from '../../../private/errors';
import type { CollectorDocument, Settings } from '../document/collector-document';
import { typeOf } from '../document/collector-document';
import { COMPONENT_SETTINGS, STRUCTS } from './component-settings';
import { durationOf } from './durations';
import { TEXT_TYPES } from './text-types';
import { type Given, given } from './variables';

/**
 * What is of another shape than the collector's components read: keys that they don't know, values of another type.
 *
 * Of components that no table describes nothing is said.
 */
export function shapeRules(config: CollectorDocument): Problem[] {
  const { receivers, processors, exporters, extensions, service } = config;
  const sections = { receivers, processors, exporters, extensions };
  const components = Object.entries(sections).flatMap(([section, defined]) =>
    Object.entries(defined).flatMap(([id, settings]) => {
      const type = COMPONENT_SETTINGS[section][typeOf(id)];
      return type === undefined ? [] : problemsOf(`${section}.${id}`, settings, type);
    }),
  );
  const { telemetry, pipeline } = COMPONENT_SETTINGS.service;
  return [
    ...components,
    ...problemsOf('service.telemetry', service.telemetry, telemetry),
    ...problemsOf('service.extensions', service.extensions, 'text component.ID[]'),
    ...problemsOf('service.pipelines', service.pipelines, `{${pipeline}}`),
  ];
}

/** The fields of a struct, parsed once. */
const fields = new Map<string, { readonly [name: string]: string }>();

function fieldsOf(struct: string): { readonly [name: string]: string } {
  const known = fields.get(struct);
  if (known) return known;
  const pairs = STRUCTS[struct].split(', ').map((pair) => pair.split(': ') as [string, string]);
  const parsed = Object.fromEntries(STRUCTS[struct] === '' ? [] : pairs);
  fields.set(struct, parsed);
  return parsed;
}

function problemsOf(what: string, value: unknown, type: string): Problem[] {
  const got = given(value);
  if (got === undefined || got.value === null || type === 'any') return [];
  if (type.endsWith('[]')) return problemsOfList(what, got.value, type.slice(0, -2));
  if (type.startsWith('{')) return problemsOfMap(what, got.value, type.slice(1, -1));
  if (type in STRUCTS) return problemsOfStruct(what, got.value, type);
  const expected = expectedOf(got, type);
  return expected === undefined ? [] : [{ what, got: value, expected, fix: 'correct it' }];
}

/** A text is a list of texts, between its commas; headers may be a map. */
function problemsOfList(what: string, value: unknown, item: string): Problem[] {
  if (item === 'configopaque.Pair' && isMap(value)) return problemsOfMap(what, value, 'string');
  const list = typeof value === 'string' && item === 'string' ? value.split(',') : value;
  if (!Array.isArray(list)) return [{ what, got: value, expected: 'a list', fix: 'write it as one' }];
  return list.flatMap((part, index) => problemsOf(`${what}[${index}]`, part, item));
}

function problemsOfMap(what: string, value: unknown, item: string): Problem[] {
  if (!isMap(value)) return [{ what, got: value, expected: 'an object', fix: 'write it as one' }];
  return Object.entries(value).flatMap(([key, part]) => problemsOf(`${what}.${key}`, part, item));
}

function problemsOfStruct(what: string, value: unknown, struct: string): Problem[] {
  const known = fieldsOf(struct);
  const names = Object.keys(known).filter((name) => name !== '*');
  if (!isMap(value)) {
    return [{ what, got: value, expected: `an object with ${names.join(', ') || 'nothing'}`, fix: 'write it as one' }];
  }
  return Object.entries(value).flatMap(([key, part]) => {
    if (Object.hasOwn(known, key) && key !== '*') return problemsOf(`${what}.${key}`, part, known[key]);
    if ('*' in known) return [];
    const expected = `one of ${names.join(', ') || 'none'}`;
    return [{ what: `a key of ${what}`, got: key, expected, fix: fixOfKey(key) }];
  });
}

/** What is missing of a scalar, in words. Go reads a fraction as a whole number, and a number as nanoseconds. */
function expectedOf({ value, text }: Given, type: string): string | undefined {
  if (type === 'string') return typeof (text ?? value) === 'string' ? undefined : 'a text, in quotes if need be';
  if (type === 'bool') return typeof value === 'boolean' ? undefined : 'true or false';
  if (/^u?int|^float/.test(type)) {
    if (typeof value !== 'number') return 'a number';
    return type.startsWith('uint') && value < 0 ? 'a number of at least 0' : undefined;
  }
  if (type === 'duration') {
    const isDuration = typeof value === 'number' || (typeof value === 'string' && durationOf(value) !== undefined);
    return isDuration ? undefined : 'a duration, such as 1m30s';
  }
  const { pattern, expected = 'a text', number = false } = TEXT_TYPES[type] ?? {};
  if (number && typeof value === 'number') return undefined;
  if (typeof value !== 'string') return expected;
  return pattern === undefined || new RegExp(pattern).test(value) ? undefined : expected;
}

const RENAMED: { readonly [key: string]: string } = { tls_settings: 'tls', loglevel: 'verbosity', logging: 'debug' };

function fixOfKey(key: string): string {
  return RENAMED[key] ? `rename it to ${RENAMED[key]}` : 'correct or remove it';
}

function isMap(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
