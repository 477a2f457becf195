import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import { checkEventPattern, checkField, checkPatternLength, fieldsOf } from './event-pattern';
import { APPLICATION_DIMENSION } from './metrics';

/** CloudWatch takes 30 dimensions, and `application_name` is one. */
const MAX_DIMENSIONS = 29;
const NOT_BLANK = /^(?=.*\S).{1,255}$/s;

/** What is checked of a metric definition. */
export interface CheckedDefinition {
  readonly metricName: string;
  readonly metricNamespace?: string;
  readonly valueKey?: string;
  readonly dimensions: { [field: string]: string };
  readonly eventPattern: { [key: string]: unknown };
  readonly repeated?: string;
  readonly extended: boolean;
}

/** Refuses what the service would refuse: one wrong definition, and it applies none. */
export function checkDefinition(scope: Construct, definition: CheckedDefinition): void {
  const what = (prop: string) => `metric definition ${JSON.stringify(definition.metricName)} (${prop})`;
  if (definition.extended) checkExtended(scope, what, definition);
  else checkCustom(scope, what, definition);
  checkDimensions(scope, what('dimensions'), definition);
}

type What = (prop: string) => string;

function checkExtended(scope: Construct, what: What, definition: CheckedDefinition): void {
  const { dimensions, eventPattern, metricName } = definition;
  if (Object.keys(dimensions).length === 0) {
    fail(scope, {
      what: what('dimensions'),
      got: [],
      expected: 'at least one dimension',
      fix: 'pass one such as MetricDimension.pageId(); CloudWatch RUM publishes the metric without dimensions anyway',
    });
  }
  if ('event_details.fileType' in dimensions && metricName !== 'PerformanceResourceDuration') {
    fail(scope, {
      what: what('dimensions'),
      got: 'FileType',
      expected: 'the dimension FileType only for PERFORMANCE_RESOURCE_DURATION',
      fix: 'leave it out: other events have no file type, so the metric would have no data',
    });
  }
  for (const [field, values] of fieldsOf(eventPattern)) {
    if (field in dimensions) for (const value of values) checkValue(scope, what('dimensions'), value);
  }
  checkPatternLength(scope, what('dimensions'), eventPattern);
}

function checkValue(scope: Construct, what: string, value: unknown): void {
  if (typeof value === 'string') checkText(scope, what, value);
}

function checkCustom(scope: Construct, what: What, definition: CheckedDefinition): void {
  const { metricName, metricNamespace, valueKey, eventPattern } = definition;
  checkText(scope, what('metricName'), metricName);
  checkPattern(scope, what('metricNamespace'), metricNamespace, {
    pattern: /^(?!AWS\/)[a-zA-Z0-9\-._/#:]{1,237}$/,
    expected: '1 to 237 letters, digits, "-", ".", "_", "/", "#" or ":", not beginning with "AWS/"',
    fix: 'rename it; extended() defines metrics of AWS/RUM',
  });
  if (valueKey !== undefined) {
    checkField(scope, what('valueKey'), valueKey);
    checkPattern(scope, what('valueKey'), valueKey, {
      pattern: /^.{1,256}$/s,
      expected: '1 to 256 characters',
      fix: 'shorten the names of fields',
    });
  }
  checkEventPattern(scope, what('eventPattern'), eventPattern);
}

function checkDimensions(scope: Construct, what: string, definition: CheckedDefinition): void {
  const { dimensions, eventPattern, repeated } = definition;
  if (repeated !== undefined) {
    const fix = 'pass its values together, such as MetricDimension.pageId("/cart", "/checkout")';
    fail(scope, { what, got: repeated, expected: 'each dimension once', fix });
  }
  const entries = Object.entries(dimensions);
  if (entries.length > MAX_DIMENSIONS) {
    const fix = 'leave out those that nobody looks at';
    fail(scope, { what, got: entries.length, expected: `at most ${MAX_DIMENSIONS} dimensions`, fix });
  }
  const fields = fieldsOf(eventPattern);
  const names = new Set([APPLICATION_DIMENSION]);
  for (const [field, name] of entries) {
    checkText(scope, what, field);
    checkPattern(scope, what, name, {
      pattern: /^(?!:)(?=.*\S).{1,255}$/s,
      expected: 'a name of 1 to 255 characters, not only blanks, not beginning with ":"',
      fix: 'rename the dimension',
    });
    checkField(scope, what, field);
    if (!fields.has(field) && !Token.isUnresolved(field)) {
      fail(scope, {
        what,
        got: field,
        expected: 'a field of eventPattern',
        fix: 'add it there, as [{ exists: true }] for any value',
      });
    }
    if (names.has(name)) {
      fail(scope, { what, got: name, expected: 'a name that no other dimension has', fix: 'rename the dimension' });
    }
    names.add(name);
  }
}

function checkText(scope: Construct, what: string, value: string): void {
  checkPattern(scope, what, value, {
    pattern: NOT_BLANK,
    expected: '1 to 255 characters, not only blanks',
    fix: 'pass such a text',
  });
}
