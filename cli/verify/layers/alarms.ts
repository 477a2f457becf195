import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { check, minutesSince, type Surroundings } from '../evidence/check';
import { type Deployed, nameOf, resourcesOfType } from '../evidence/deployed';
import { type Finding, missing, ok, type Verdict } from '../evidence/finding';
import type { Reader } from '../evidence/reader';

/** Of DescribeAlarms. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const NAMES_PER_CALL = 100;
const DEFAULT_PERIOD_SECONDS = 60;
/** Beyond the range of an alarm: metrics come a little late, and an alarm looks at more than it evaluates. */
const GRACE_MINUTES = 15;

export async function alarms(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const declared = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    resourcesOfType(deployed.template, type),
  );
  const names = declared.flatMap(({ logicalId }) => deployed.physicalIds.get(logicalId) ?? []);
  let known: Promise<Map<string, Known>> | undefined;
  const findings: Finding[] = [];
  for (const alarm of declared) {
    findings.push(
      await check('Alarms', alarm.path, 'state', async () => {
        const name = nameOf(deployed, alarm);
        known ??= describe(deployed.reader, names);
        return ofAlarm(name, await known, around);
      }),
    );
  }
  return findings;
}

interface Known {
  readonly alarm: MetricAlarm | CompositeAlarm;
  /** Whether a composite alarm that tells somebody looks at it. */
  isInComposite: boolean;
}

async function describe(reader: Reader, names: readonly string[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  for (let from = 0; from < names.length; from += NAMES_PER_CALL) {
    const AlarmNames = names.slice(from, from + NAMES_PER_CALL);
    const answer = await reader.ask('cloudwatch:DescribeAlarms', () =>
      reader.aws.cloudWatch.describeAlarms({
        AlarmNames,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: NAMES_PER_CALL,
      }),
    );
    for (const alarm of [...(answer?.MetricAlarms ?? []), ...(answer?.CompositeAlarms ?? [])]) {
      known.set(alarm.AlarmName ?? '', { alarm, isInComposite: false });
    }
  }
  for (const { alarm } of known.values()) {
    if (!('AlarmRule' in alarm) || !alarm.AlarmRule) continue;
    for (const [name, child] of known) {
      if (alarm.AlarmRule.includes(`"${name}"`) || alarm.AlarmRule.includes(`(${name})`)) child.isInComposite = true;
    }
  }
  return known;
}

function ofAlarm(name: string, known: ReadonlyMap<string, Known>, { now }: Surroundings): Verdict {
  const found = known.get(name);
  if (!found) {
    return missing(`there is no alarm ${name}`, [
      { seen: true, why: 'it was deleted by hand', next: 'deploy the stack again' },
    ]);
  }
  const { alarm, isInComposite } = found;
  const { StateValue = '', AlarmActions = [], ActionsEnabled, StateReason = '', StateUpdatedTimestamp } = alarm;
  if (ActionsEnabled === false) {
    return missing(`${StateValue}, and tells nobody`, [
      {
        seen: true,
        why: 'its actions are disabled',
        next: `aws cloudwatch enable-alarm-actions --alarm-names ${name}`,
      },
    ]);
  }
  if (AlarmActions.length === 0 && !isInComposite) {
    return missing(`${StateValue}, and tells nobody`, [
      {
        seen: true,
        why: 'it has no action, and no composite alarm of this stack looks at it',
        next: 'pass `notifications` to UserTelemetry, or add an action',
      },
    ]);
  }
  if (StateValue !== 'INSUFFICIENT_DATA') return ok(StateValue);
  const isMetric = !('AlarmRule' in alarm && alarm.AlarmRule !== undefined);
  if (isMetric && (alarm as MetricAlarm).ThresholdMetricId) {
    return ok('no model yet: anomaly detection needs data of some days (until then it cannot fire)');
  }
  const range = isMetric ? minutesOf(alarm as MetricAlarm) : 0;
  const since = minutesSince(StateUpdatedTimestamp, now);
  if (since < range + GRACE_MINUTES) {
    return ok(isMetric ? `no data yet: it looks at ${Math.ceil(range)} minutes` : 'waits for the alarms of its rule');
  }
  return missing(`INSUFFICIENT_DATA for ${Math.round(since)} minutes, though it looks at ${Math.ceil(range)}`, [
    {
      seen: true,
      why: `its metric has no data${isMetric ? ` (${metricsOf(alarm as MetricAlarm)})` : ''}: ${StateReason}`,
      next: 'see which other row is missing: the alarm judges as soon as that arrives; if nothing is, its metric has another name',
    },
  ]);
}

function minutesOf({ EvaluationPeriods = 1, Period, Metrics = [] }: MetricAlarm): number {
  const periods = Metrics.map((query) => query.MetricStat?.Period ?? query.Period ?? DEFAULT_PERIOD_SECONDS);
  return (EvaluationPeriods * Math.max(Period ?? DEFAULT_PERIOD_SECONDS, ...periods)) / 60;
}

function metricsOf({ Namespace, MetricName, Metrics = [] }: MetricAlarm): string {
  if (MetricName) return `${Namespace} ${MetricName}`;
  const metrics = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  return metrics.map((metric) => `${metric.Namespace} ${metric.MetricName}`).join(', ');
}
