import type { Problem } from '../../../private/errors';
import type { Settings } from '../document/collector-document';
import { regularExpression } from './regular-expression';
import { given, isVariable, known } from './variables';

const ACTIONS = ['insert', 'update', 'upsert', 'delete', 'hash', 'extract', 'convert'];
const SOURCES = ['value', 'from_attribute', 'from_context', 'default_value'];
const CONVERTED = ['string', 'int', 'double'];

/** What processors do with attributes, one after the other. */
export function actions(what: string, list: unknown): Problem[] {
  return items(list).flatMap((settings, index) => {
    const at = `${what}[${index}]`;
    const has = (key: string) => !given(settings[key]) || Boolean(known(settings, key));
    const action = String(known(settings, 'action') ?? '').toLowerCase();
    const problem = (key: string, expected: string): Problem[] => [
      { what: `${at}.${key}`, got: settings[key], expected, fix: 'correct it' },
    ];
    if (given(settings.action) && !ACTIONS.includes(action)) return problem('action', `one of ${ACTIONS.join(', ')}`);
    const byPattern = ['delete', 'hash'].includes(action) && has('pattern');
    if (!has('key') && !byPattern) return problem('key', 'the name of an attribute');
    if (['insert', 'update', 'upsert'].includes(action)) {
      const isKnown = SOURCES.some(
        (key) => settings[key] !== undefined && settings[key] !== null && settings[key] !== '',
      );
      return isKnown ? [] : problem('value', `one of ${SOURCES.join(', ')}`);
    }
    const extracts = action === 'extract' && given(settings.pattern);
    if (extracts && !/\(\?P?</.test(text(settings, 'pattern'))) {
      return problem('pattern', 'a regular expression with named groups');
    }
    const type = String(known(settings, 'converted_type') ?? '');
    return action === 'convert' && !CONVERTED.includes(type) ? problem('converted_type', CONVERTED.join(', ')) : [];
  });
}

const TRANSFORMS = ['insert', 'update', 'combine', 'group'];
const OPERATIONS = [
  'add_label',
  'update_label',
  'delete_label_value',
  'toggle_scalar_data_type',
  'experimental_scale_value',
  'aggregate_labels',
  'aggregate_label_values',
];
const AGGREGATIONS = ['sum', 'mean', 'min', 'max', 'median', 'count'];
const MATCHES = ['strict', 'regexp'];

export function transforms(what: string, settings: Settings): Problem[] {
  return items(settings.transforms).flatMap((transform, index) => {
    const at = `${what}.transforms[${index}]`;
    const action = text(transform, 'action');
    const combines = action === 'combine';
    const found = [
      ...oneOf(at, transform, 'action', TRANSFORMS),
      ...oneOf(at, transform, 'match_type', MATCHES, true),
      ...oneOf(at, transform, 'submatch_case', ['lower', 'upper'], true),
      ...oneOf(at, transform, 'aggregation_type', AGGREGATIONS, !combines),
      ...required(at, transform, 'include', true),
      ...required(at, transform, 'new_name', action === 'insert' || combines),
      ...required(at, transform, 'group_resource_labels', action === 'group'),
      ...(text(transform, 'match_type') === 'regexp' ? pattern(`${at}.include`, text(transform, 'include')) : []),
    ];
    const operations = items(transform.operations).flatMap((one, position) =>
      operation(`${at}.operations[${position}]`, one),
    );
    return [...found, ...operations];
  });
}

function operation(what: string, settings: Settings): Problem[] {
  const action = text(settings, 'action');
  return [
    ...oneOf(what, settings, 'action', OPERATIONS),
    ...oneOf(what, settings, 'aggregation_type', AGGREGATIONS, true),
    ...required(what, settings, 'label', action === 'update_label'),
    ...required(what, settings, 'new_label', action === 'add_label'),
    ...required(what, settings, 'new_value', action === 'add_label'),
    ...required(what, settings, 'experimental_scale', action === 'experimental_scale_value'),
  ];
}

function pattern(what: string, source: string): Problem[] {
  return isVariable(source) ? [] : regularExpression(what, source);
}

const items = (list: unknown) => (Array.isArray(list) ? list : []).map((item) => (item ?? {}) as Settings);

const text = (settings: Settings, key: string) => String(known(settings, key) ?? '');

function oneOf(
  what: string,
  settings: Settings,
  key: string,
  values: readonly string[],
  isOptional = false,
): Problem[] {
  if (settings[key] !== undefined && !given(settings[key])) return [];
  const got = text(settings, key);
  if (values.includes(got) || (isOptional && got === '')) return [];
  return [{ what: `${what}.${key}`, got: settings[key], expected: `one of ${values.join(', ')}`, fix: 'correct it' }];
}

function required(what: string, settings: Settings, key: string, isRequired: boolean): Problem[] {
  if (!isRequired || !given(settings[key]) || known(settings, key)) return [];
  return [{ what: `${what}.${key}`, got: settings[key], expected: 'a value', fix: 'set it' }];
}
