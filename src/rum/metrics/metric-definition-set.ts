import type { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { MetricDefinition } from './metric-definition';

/** Of one destination; each combination of dimension values counts. One too many and the service applies none. */
const MAX_DEFINITIONS = 2000;

/** The metric definitions of an app monitor. */
export class MetricDefinitionSet {
  private readonly rendered: CfnAppMonitor.MetricDefinitionProperty[] = [];
  private readonly published = new Map<string, MetricDefinition[]>();
  private combinations = 0;

  constructor(private readonly scope: Construct) {}

  /** All of them, in their order. */
  public get all(): MetricDefinition[] {
    return [...this.published.values()].flat();
  }

  /** Whether the metric is published, with these dimensions. */
  public publishes(definition: MetricDefinition): boolean {
    return this.published.has(metricOf(definition));
  }

  /** Adds all or none. */
  public add(what: string, definitions: MetricDefinition[]): void {
    const rendered = definitions.map((definition) => definition._bind(this.scope));
    for (const definition of definitions) this.checkOverlap(what, definition);
    const combinations = definitions.reduce((sum, definition) => sum + combinationsOf(definition), this.combinations);
    if (combinations > MAX_DEFINITIONS) {
      fail(this.scope, {
        what,
        got: `${combinations} metric definitions`,
        expected: `at most ${MAX_DEFINITIONS}, counting each combination of dimension values; a transaction has 3`,
        fix: 'split them among several app monitors',
      });
    }
    this.combinations = combinations;
    this.rendered.push(...rendered);
    for (const definition of definitions) {
      const key = metricOf(definition);
      this.published.set(key, [...(this.published.get(key) ?? []), definition]);
    }
  }

  public render(): CfnAppMonitor.MetricDestinationProperty[] | undefined {
    if (this.rendered.length === 0) return undefined;
    return [{ destination: 'CloudWatch', metricDefinitions: this.rendered }];
  }

  /** Two definitions of one metric would count an event twice, or mix what they measure. */
  private checkOverlap(what: string, definition: MetricDefinition): void {
    const known = this.published.get(metricOf(definition)) ?? [];
    if (!known.some((other) => overlap(other, definition))) return;
    fail(this.scope, {
      what: `${what} (metricName)`,
      got: definition.metricName,
      expected: `a metric of ${definition.metricNamespace} that this app monitor does not publish yet with these dimensions`,
      fix: 'add a definition once, or rename one of the metrics',
    });
  }
}

function metricOf({ metricNamespace, metricName, _definition: { dimensions } }: MetricDefinition): string {
  return JSON.stringify([metricNamespace, metricName, ...dimensions.map(({ name }) => name).sort()]);
}

/** Of metrics with the same dimensions: whether some event could fall into the same values of all of them. */
function overlap({ _definition: one }: MetricDefinition, { _definition: other }: MetricDefinition): boolean {
  return one.dimensions.every(({ name, values = [] }) => {
    const { values: others = [] } = other.dimensions.find((dimension) => dimension.name === name) ?? {};
    return !values.every(isExact) || !others.every(isExact) || values.some((value) => others.includes(value));
  });
}

function combinationsOf({ _definition: { dimensions } }: MetricDefinition): number {
  return dimensions.reduce((product, { values = [] }) => product * Math.max(1, values.length), 1);
}

function isExact(value: unknown): boolean {
  return typeof value !== 'object';
}
