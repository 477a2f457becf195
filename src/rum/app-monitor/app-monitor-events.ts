import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { MetricDefinition } from '../metrics/metric-definition';
import { Platform } from './platform';

/** What an app monitor takes in. */
export interface Intake {
  readonly platform: Platform;
  readonly _customEvents: boolean;
}

/** Refuses transactions and features where the browser client doesn't report. */
export function checkBrowserEvents(scope: Construct, what: string, { platform }: Intake): void {
  if (platform === Platform.WEB) return;
  fail(scope, {
    what: `${what} (platform)`,
    got: platform,
    expected: `${Platform.WEB}: the browser client reports transactions and features`,
    fix: 'define metrics from the events of your mobile application with MetricDefinition.custom()',
  });
}

/** Refuses a metric that would never have data. */
export function checkEventsArrive(scope: Construct, what: string, definition: MetricDefinition, intake: Intake): void {
  const { extended, eventPattern } = definition._definition;
  if (extended && intake.platform !== Platform.WEB) {
    fail(scope, {
      what: `${what} (platform)`,
      got: intake.platform,
      expected: `${Platform.WEB}, for the extended metric ${definition.metricName}`,
      fix: 'leave it out: mobile applications have other events',
    });
  }
  if (intake._customEvents) return;
  const types = eventPattern?.event_type;
  const own = Array.isArray(types) ? types.find((type) => !isBuiltIn(type)) : undefined;
  if (own === undefined) return;
  fail(scope, {
    what: 'customEvents',
    got: false,
    expected: `true, for the metric ${definition.metricName} of ${own}`,
    fix: `leave customEvents out, or ${what}`,
  });
}

/** Refuses a name that is taken. */
export function checkNew(scope: Construct, what: string, name: string, known: string[]): void {
  if (!known.includes(name)) return;
  fail(scope, {
    what,
    got: name,
    expected: 'a name that this app monitor does not count yet',
    fix: 'add each once, and give each its own name',
  });
}

function isBuiltIn(type: unknown): boolean {
  return typeof type !== 'string' || Token.isUnresolved(type) || type.startsWith('com.amazon.rum.');
}
