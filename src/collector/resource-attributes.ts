import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkPattern } from '../private/checks';
import { fail } from '../private/errors';

/** What says which telemetry belongs together. */
export const RESOURCE_ATTRIBUTES = 'OTEL_RESOURCE_ATTRIBUTES';

/** The names of applications and services: commas and equals signs separate there; and they become dimensions. */
export function checkAttribute(scope: IConstruct, what: string, value: string): void {
  checkPattern(scope, what, value, {
    pattern: /^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/,
    expected: 'a letter or digit, then up to 127 letters, digits, ".", "_", "/" or "-"',
    fix: 'rename it',
  });
}

/** The value of OTEL_RESOURCE_ATTRIBUTES that a container or a function has from the user. */
export class GivenAttributes {
  /** By name, as far as they are literal; none of a value that is only known at deployment. */
  private readonly byName: ReadonlyMap<string, string>;

  constructor(private readonly value: string | undefined) {
    const pairs = value === undefined || Token.isUnresolved(value) ? [] : value.split(',');
    this.byName = new Map(
      pairs
        .map((pair) => [pair, pair.indexOf('=')] as const)
        .filter(([, at]) => at >= 0)
        .map(([pair, at]) => [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const),
    );
  }

  public get(name: string): string | undefined {
    return this.byName.get(name);
  }

  /**
   * The value with our attributes.
   *
   * The user's win, and come last, since SDKs let the last of two equal keys win. Only the application's name is not
   * theirs to change: metrics, alarms and the dashboard look for it.
   */
  public with(scope: IConstruct, applicationName: string, ours: Readonly<Record<string, string>>): string {
    const namespace = this.get('service.namespace');
    if (namespace !== undefined && !Token.isUnresolved(applicationName) && namespace !== applicationName) {
      fail(scope, {
        what: `service.namespace in ${RESOURCE_ATTRIBUTES}`,
        got: namespace,
        expected: `the application name, ${JSON.stringify(applicationName)}`,
        fix: 'leave service.namespace out of it, or make applicationName the same',
      });
    }
    const added = Object.entries({ 'service.namespace': applicationName, ...ours }).filter(
      ([name]) => !this.byName.has(name),
    );
    return [...added.map(([name, value]) => `${name}=${value}`), ...(this.value ? [this.value] : [])].join(',');
  }
}
