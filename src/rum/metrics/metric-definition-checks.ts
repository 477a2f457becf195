import { Token } from 'aws-cdk-lib';
import type { Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { APPLICATION_DIMENSION } from '../../formats/namespaces';
import { checkList, checkPattern, checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';
import { checkEventPattern, checkField, type Dimension } from './event-pattern';

/** CloudWatch takes 30 dimensions, and `application_name` is one. */
const MAX_DIMENSIONS = 29;
const NOT_BLANK = /^(?=.*\S).{1,255}$/s;

/** How the service is told of a metric. */
export interface Definition {
  readonly metricName: string;
  readonly metricNamespace?: string;
  readonly valueKey?: string;
  readonly unit?: Unit;
  readonly statistic: string;
  readonly eventPattern: { [key: string]: unknown };
  readonly dimensions: readonly Dimension[];
  readonly extended: boolean;
}

/** What an error says of a prop of a definition. */
export function whatOf({ metricName }: Definition, prop: string): string {
  return `metric definition ${JSON.stringify(metricName)} (${prop})`;
}

/** Refuses what the service would refuse: one wrong definition, and it applies none. */
export function checkDefinition(scope: Construct, definition: Definition): void {
  const what = (prop: string) => whatOf(definition, prop);
  if (definition.extended) checkExtended(scope, what('dimensions'), definition);
  else checkCustom(scope, what, definition);
  checkDimensions(scope, what('dimensions'), definition.dimensions);
}

function checkExtended(scope: Construct, what: string, { dimensions, metricName }: Definition): void {
  const fix =
    'pass one such as MetricDimension.pageId(); CloudWatch RUM publishes the metric without dimensions anyway';
  checkList(scope, what, dimensions, { min: 1, fix });
  if (dimensions.some(({ name }) => name === 'FileType') && metricName !== 'PerformanceResourceDuration') {
    fail(scope, {
      what,
      got: 'FileType',
      expected: 'the dimension FileType only for PERFORMANCE_RESOURCE_DURATION',
      fix: 'leave it out: other events have no file type, so the metric would have no data',
    });
  }
  for (const value of dimensions.flatMap(({ values = [] }) => values)) {
    if (typeof value === 'string') checkText(scope, what, value);
  }
}

function checkCustom(scope: Construct, what: (prop: string) => string, definition: Definition): void {
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

function checkDimensions(scope: Construct, what: string, dimensions: readonly Dimension[]): void {
  const fix = 'leave out those that nobody looks at';
  checkList(scope, what, dimensions, { max: MAX_DIMENSIONS, fix }, (_, { field, name, values }) => {
    checkText(scope, what, field);
    checkPattern(scope, what, name, {
      pattern: /^(?!:)(?=.*\S).{1,255}$/s,
      expected: 'a name of 1 to 255 characters, not only blanks, not beginning with ":"',
      fix: 'rename the dimension',
    });
    checkField(scope, what, field);
    if (values || Token.isUnresolved(field)) return;
    fail(scope, {
      what,
      got: field,
      expected: 'a field of eventPattern',
      fix: 'add it there, as [{ exists: true }] for any value',
    });
  });
  checkUnique(scope, what, [APPLICATION_DIMENSION, ...dimensions.map(({ name }) => name)], {
    expected: 'each dimension once, under a name that no other has',
    fix: 'rename it, or pass its values together, such as MetricDimension.pageId("/cart", "/checkout")',
  });
}

function checkText(scope: Construct, what: string, value: string): void {
  checkPattern(scope, what, value, {
    pattern: NOT_BLANK,
    expected: '1 to 255 characters, not only blanks',
    fix: 'pass such a text',
  });
}
