import type { AlarmType, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { check, minutesSince, type Surroundings } from '../evidence/check';
import { type Deployed, nameOf, resourcesOfType } from '../evidence/deployed';
import { type Finding, missing, ok, type Verdict } from '../evidence/finding';
import type { Metric, Reader } from '../evidence/reader';
import { dueAfter } from './canary-schedule';
import { type AnyAlarm, ruleOf, toldByComposites } from './composite';

/** Of DescribeAlarms. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const NAMES_PER_CALL = 100;
const DEFAULT_PERIOD_SECONDS = 60;
const DAY_MS = 86_400_000;
/** Beyond the range of an alarm: metrics come a little late, and an alarm looks at more than it evaluates. */
const GRACE_MINUTES = 15;

/** What CloudFormation and what CloudWatch call them. */
const TYPES: Readonly<Record<string, AlarmType>> = {
  'AWS::CloudWatch::Alarm': 'MetricAlarm',
  'AWS::CloudWatch::CompositeAlarm': 'CompositeAlarm',
  'AWS::CloudWatch::LogAlarm': 'LogAlarm',
};
/** A model learns from two weeks of data. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html */
const MODEL_DAYS = 14;

export async function alarms(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const types = Object.keys(TYPES).filter((type) => resourcesOfType(deployed.template, type).length > 0);
  const declared = types.flatMap((type) => resourcesOfType(deployed.template, type));
  const names = declared.flatMap(({ logicalId }) => deployed.physicalIds.get(logicalId) ?? []);
  let known: Promise<Map<string, Known>> | undefined;
  const findings: Finding[] = [];
  for (const alarm of declared) {
    findings.push(
      await check('Alarms', alarm.path, 'state', async () => {
        const name = nameOf(deployed, alarm);
        known ??= describe(
          deployed.reader,
          names,
          types.map((type) => TYPES[type]),
        );
        return ofAlarm(name, await known, deployed.reader, around);
      }),
    );
  }
  return findings;
}

interface Known {
  readonly alarm: AnyAlarm;
  /** Whether a composite alarm that tells somebody looks at it. */
  readonly isInComposite: boolean;
}

async function describe(reader: Reader, names: readonly string[], types: AlarmType[]): Promise<Map<string, Known>> {
  const found: AnyAlarm[] = [];
  for (let from = 0; from < names.length; from += NAMES_PER_CALL) {
    const AlarmNames = names.slice(from, from + NAMES_PER_CALL);
    const answer = await reader.ask('cloudwatch:DescribeAlarms', () =>
      reader.aws.cloudWatch.describeAlarms({
        AlarmNames,
        AlarmTypes: types,
        MaxRecords: NAMES_PER_CALL,
      }),
    );
    const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = answer ?? {};
    found.push(...MetricAlarms, ...CompositeAlarms, ...LogAlarms);
  }
  const told = toldByComposites(found);
  return new Map(
    found.map((alarm) => [alarm.AlarmName ?? '', { alarm, isInComposite: told.has(alarm.AlarmName ?? '') }]),
  );
}

async function ofAlarm(
  name: string,
  known: ReadonlyMap<string, Known>,
  reader: Reader,
  { now }: Surroundings,
): Promise<Verdict> {
  const found = known.get(name.replace(/^arn:.*:alarm:/, ''));
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
  if ('EvaluationState' in alarm && alarm.EvaluationState === 'EVALUATION_ERROR') {
    const next = 'mend what it says, and deploy again';
    return missing(`${StateValue}, and can't be evaluated`, [{ seen: true, why: StateReason, next }]);
  }
  if (StateValue !== 'INSUFFICIENT_DATA') return ok(StateValue);
  const isMetric = ruleOf(alarm) === undefined;
  const range = isMetric ? minutesOf(alarm) : 0;
  const since = minutesSince(StateUpdatedTimestamp, now);
  if (since < range + GRACE_MINUTES) {
    return ok(isMetric ? `no data yet: it looks at ${Math.ceil(range)} minutes` : 'waits for the alarms of its rule');
  }
  if ((alarm as MetricAlarm).ThresholdMetricId && since < MODEL_DAYS * 24 * 60) {
    const counts = await reader.sums(metricsOf(alarm), 'SampleCount');
    if (counts.some((count) => count !== undefined)) {
      return ok('no model yet: anomaly detection needs data of some days (until then it cannot fire)');
    }
  }
  const looked = `INSUFFICIENT_DATA for ${Math.round(since)} minutes`;
  if (!isMetric) {
    return missing(looked, [
      {
        seen: true,
        why: `the alarms of its rule don't tell: ${StateReason}`,
        next: 'mend the rows of these alarms first',
      },
    ]);
  }
  const named = metricsOf(alarm).map((metric) => `${metric.namespace} ${metric.name}`);
  const what = isLogAlarm(alarm) ? 'its query has no result' : `its metric has no data (${named.join(', ')})`;
  return missing(`${looked}, though it looks at ${Math.ceil(range)}`, [
    {
      seen: true,
      why: `${what}: ${StateReason}`,
      next: 'see which other row is missing: the alarm judges as soon as that arrives; if nothing is, its metric has another name',
    },
  ]);
}

function isLogAlarm(alarm: AnyAlarm): alarm is LogAlarm {
  return 'ScheduledQueryConfiguration' in alarm && alarm.ScheduledQueryConfiguration !== undefined;
}

function minutesOf(alarm: AnyAlarm): number {
  if (isLogAlarm(alarm)) {
    const { ScheduleExpression = '' } = alarm.ScheduledQueryConfiguration?.ScheduleConfiguration ?? {};
    const start = new Date(0);
    const period = (dueAfter(ScheduleExpression, start)?.getTime() ?? DAY_MS) / 60_000;
    return (alarm.QueryResultsToEvaluate ?? 1) * period;
  }
  const { EvaluationPeriods = 1, Period, Metrics = [] } = alarm as MetricAlarm;
  const periods = Metrics.map((query) => query.MetricStat?.Period ?? query.Period ?? DEFAULT_PERIOD_SECONDS);
  return (EvaluationPeriods * Math.max(Period ?? DEFAULT_PERIOD_SECONDS, ...periods)) / 60;
}

function metricsOf(alarm: AnyAlarm): Metric[] {
  const { Namespace, MetricName, Dimensions, Metrics = [] } = alarm as MetricAlarm;
  const queried = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  return [...(MetricName ? [{ Namespace, MetricName, Dimensions }] : []), ...queried].map((metric) => ({
    namespace: metric.Namespace ?? '',
    name: metric.MetricName ?? '',
    dimensions: (metric.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value] as const),
  }));
}
