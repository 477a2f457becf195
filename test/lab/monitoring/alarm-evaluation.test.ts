import fc from 'fast-check';
import { AlarmRoom } from '../../../bench/alarms/evaluation/alarm-room';
import type { Json, MetricRead } from '../../../bench/alarms/evaluation/alarm-spec';
import { specOf } from '../../../bench/alarms/evaluation/alarm-spec';
import { type Band, MetricAlarm, type Surroundings } from '../../../bench/alarms/evaluation/metric-alarm';
import { NOTHING, type Source } from '../../../bench/alarms/evaluation/source';
import { type Acted, type Question, type Resource, replay, replayTogether, type Series } from './replay/replay';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(300_000);

/** The simulated year of alarms judges as the lab does: two readings of AWS's documentation, in two languages. */
const START = Date.UTC(2026, 6, 6) / 1000;
const MINUTE = 60;
const DAY = 1440;

/** Values of minutes, in any order, several in some. */
class Points implements Source {
  private readonly points: (readonly [minute: number, value: number])[];

  constructor({ points }: Series) {
    this.points = points.map(([at, value]) => [(at - START) / MINUTE, value]);
  }

  value(stat: string, from: number, to: number): number {
    const values = this.points.filter(([at]) => at >= from && at < to).map(([, value]) => value);
    if (values.length === 0) return Number.NaN;
    if (stat === 'SampleCount') return values.length;
    const total = values.reduce((sum, value) => sum + value, 0);
    if (stat === 'Sum') return total;
    if (stat === 'Average') return total / values.length;
    if (stat === 'Maximum') return Math.max(...values);
    if (stat === 'Minimum') return Math.min(...values);
    values.sort((one, other) => one - other);
    const position = ((values.length - 1) * Number(stat.slice(1))) / 100;
    const low = Math.floor(position);
    const high = Math.min(low + 1, values.length - 1);
    return values[low] + (values[high] - values[low]) * (position - low);
  }

  settled(to: number, now: number): boolean {
    return to <= now;
  }
}

/** The lab's own model: the same time on the days before. */
const labBand =
  (deviations: number): Band =>
  (valueAt, end) => {
    const days = Array.from({ length: 14 }, (_, day) => end - (day + 1) * DAY);
    const seen = days.map(valueAt).filter((value) => !Number.isNaN(value));
    if (seen.length < 3) return undefined;
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    const spread = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length);
    return { low: mean - deviations * spread, high: mean + deviations * spread };
  };

function surroundings(series: readonly Series[], minutes: number): Surroundings {
  const sourceOf = ({ name }: MetricRead) => {
    const found = series.find((one) => one.name === name);
    return found ? new Points(found) : NOTHING;
  };
  return { sourceOf, minutes, epoch: START, band: labBand };
}

const MINUTES = 90;
const name = fc.constantFrom('a', 'b');
const sum = name.map((one) => `SUM([TIME_SERIES(0),${one}])`);
const both = fc.constant('SUM([TIME_SERIES(0),a,b])');
const number = fc.integer({ min: 0, max: 6 }).map(String);
/** What our constructs write, and what others would. */
const expression = fc.oneof(
  name,
  sum,
  fc.tuple(sum, both, number).map(([part, whole, least]) => {
    const enough = `${whole} >= ${least}`;
    return `10*IF(${enough},${part},0)/IF(${enough},${whole},1)`;
  }),
  fc.tuple(name, name).map(([one, other]) => `${one}+${other}`),
  fc.tuple(name, number).map(([one, other]) => `(${one}-${other})*2`),
  fc.constant('10*a/b'),
  fc.tuple(name, number, name).map(([one, limit, other]) => `IF(${one} > ${limit}, ${other}, ${limit})`),
  fc.tuple(sum, number, name).map(([one, limit, other]) => `IF(${one} > ${limit} AND a != b, ${other})`),
  fc.constant('IF(MINUTE(SUM([TIME_SERIES(0),a])) < 30, SUM([TIME_SERIES(0),a]), b)'),
  fc.constant('AVG([a,b])'),
  fc.constant('ABS(a-b)^2'),
  fc.constant('FILL(SUM([TIME_SERIES(0),a]), 3) - b'),
);
const stat = fc.constantFrom('Sum', 'Average', 'Maximum', 'Minimum', 'SampleCount', 'p75');

const evaluated = fc
  .record({
    Period: fc.constantFrom(60, 120, 300),
    EvaluationPeriods: fc.integer({ min: 1, max: 5 }),
    m: fc.integer({ min: 1, max: 5 }),
    TreatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
    ComparisonOperator: fc.constantFrom(
      'GreaterThanThreshold',
      'GreaterThanOrEqualToThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
    ),
    Threshold: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ m, ...rest }) => ({ ...rest, DatapointsToAlarm: Math.min(m, rest.EvaluationPeriods) }));

const metric = (MetricName: string) => ({ Namespace: 'N', MetricName, Dimensions: [] });
const plain = fc.record({ rest: evaluated, one: name, stat, ignores: fc.boolean() }).map(
  ({ rest, one, stat, ignores }): Json => ({
    ...{ ...rest, ...metric(one) },
    ...(stat.startsWith('p') ? { ExtendedStatistic: stat } : { Statistic: stat }),
    ...(stat.startsWith('p') && ignores && { EvaluateLowSampleCountPercentile: 'ignore' }),
  }),
);
const math = fc
  .record({ rest: evaluated, expression, stat })
  .map(({ rest: { Period, ...rest }, expression, stat }): Json => {
    const read = (Id: string) => ({ Id, MetricStat: { Metric: metric(Id), Period, Stat: stat }, ReturnData: false });
    return { ...rest, Metrics: [{ Id: 'e', Expression: expression, ReturnData: true }, read('a'), read('b')] };
  });

/** Long stretches without data, and some with several values a minute. */
const points = (minutes: number, least: number) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: minutes - 1 }), fc.integer({ min: 0, max: 8 })), {
    minLength: least,
    maxLength: minutes,
  });
const seriesOf = (pairs: (readonly [number, number])[], MetricName: string): Series => ({
  namespace: 'N',
  name: MetricName,
  dimensions: {},
  points: pairs.map(([minute, value]) => [START + minute * MINUTE, value] as const),
});
const series = fc
  .tuple(points(MINUTES, 0), points(MINUTES, 0), fc.boolean())
  .map(([a, b, isDense]) => [
    seriesOf(isDense ? [...a, ...a.map(([at]) => [at, 1] as const)] : a, 'a'),
    seriesOf(b, 'b'),
  ]);

const alarm = (LogicalId: string, Properties: Json): Resource => ({
  LogicalId,
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { ...Properties, AlarmName: LogicalId },
});
const minutesFrom = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, index) => from + index * step);
const secondsOf = (minute: number) => START + minute * MINUTE;

test('metric alarms have the same state at each minute', () => {
  const times = minutesFrom(30, MINUTES + 10);
  const cases = fc.sample(fc.record({ properties: fc.oneof(plain, math), series }), 400);
  const answers = replay<string | null>(
    cases.map(({ properties, series }): Question => {
      return { resources: [alarm('A', properties)], series, times: times.map(secondsOf) };
    }),
  );
  const seen = new Set<string>();
  cases.forEach(({ properties, series }, index) => {
    const ours = new MetricAlarm(specOf(properties), surroundings(series, MINUTES + 20));
    const states = times.map((now) => ours.stateAt(now) ?? null);
    for (const state of states) seen.add(String(state));
    expect({ properties, states }).toEqual({ properties, states: answers[index].A });
  });
  expect([...seen].sort()).toEqual(['ALARM', 'INSUFFICIENT_DATA', 'OK', 'null']);
});

test('anomaly detection has the same state where the model is the same', () => {
  const days = 16; // more than it learns from
  const values = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: days * 24, maxLength: days * 24 });
  const cases = fc.sample(
    fc.record({ values, deviations: fc.constantFrom(1, 2), N: fc.integer({ min: 1, max: 3 }), operator: OPERATOR }),
    6,
  );
  const questions = cases.map(({ values, deviations, N, operator }) => ({
    properties: {
      ComparisonOperator: operator,
      EvaluationPeriods: N,
      DatapointsToAlarm: Math.min(N, 2),
      TreatMissingData: 'ignore',
      ThresholdMetricId: 'band',
      Metrics: [
        { Id: 'band', Expression: `ANOMALY_DETECTION_BAND(judged, ${deviations})`, ReturnData: true },
        { Id: 'judged', Expression: 'IF(SUM([TIME_SERIES(0),m]) < 5, 5, SUM([TIME_SERIES(0),m]))', ReturnData: true },
        { Id: 'm', MetricStat: { Metric: metric('a'), Period: 3600, Stat: 'Sum' }, ReturnData: false },
      ],
    },
    series: [
      seriesOf(
        values.map((value, hour) => [hour * 60, value] as const),
        'a',
      ),
    ],
  }));
  const times = minutesFrom(15 * DAY, days * DAY, 75);
  const answers = replay<string | null>(
    questions.map(({ properties, series }) => {
      return { resources: [alarm('A', properties)], series, times: times.map(secondsOf) };
    }),
  );
  questions.forEach(({ properties, series }, index) => {
    const ours = new MetricAlarm(specOf(properties), surroundings(series, days * DAY + 1));
    expect(times.map((now) => ours.stateAt(now) ?? null)).toEqual(answers[index].A);
  });
  expect(new Set(answers.flatMap(({ A }) => A)).size).toBeGreaterThan(1);
});

const OPERATOR = fc.constantFrom(
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
);

const RULES = [
  'ALARM("A") OR ALARM("B")',
  'AT_LEAST(2, ALARM, ("A", "B", "C"))',
  '(ALARM("A") OR ALARM("B")) AND (ALARM("C"))',
  'ALARM("A") AND NOT (OK("B") OR INSUFFICIENT_DATA("C"))',
  'AT_LEAST(50%, NOT ALARM, ("A", "B", "C"))',
];

test('composite alarms tell of the same states at the same minutes, also where they are suppressed', () => {
  const times = minutesFrom(20, MINUTES);
  const composite = fc.record({
    AlarmRule: fc.constantFrom(...RULES),
    wait: fc.integer({ min: 0, max: 10 }),
    extension: fc.integer({ min: 0, max: 10 }),
    suppressor: fc.constantFrom('S', 'C', undefined),
  });
  const cases = fc.sample(fc.record({ alarms: fc.tuple(plain, math, plain), composite, series }), 80);
  const questions = cases.map(
    ({ alarms, composite: { AlarmRule, wait, extension, suppressor }, series }, index): Question => {
      const id = `P${index}`; // the lab remembers what waits by its name
      const acting = { AlarmActions: ['arn:page'], OKActions: ['arn:page'] };
      const composites: Resource[] = [
        {
          LogicalId: 'S',
          Type: 'AWS::CloudWatch::CompositeAlarm',
          Properties: { AlarmName: 'S', AlarmRule: RULES[1] },
        },
        {
          LogicalId: id,
          Type: 'AWS::CloudWatch::CompositeAlarm',
          Properties: {
            ...{ AlarmName: id, AlarmRule, ...acting },
            ...(suppressor && {
              ActionsSuppressor: suppressor,
              ActionsSuppressorWaitPeriod: wait * 60,
              ActionsSuppressorExtensionPeriod: extension * 60,
            }),
          },
        },
      ];
      const resources = [...alarms.map((one, index) => alarm('ABC'[index], one)), ...composites];
      return { resources, series, times: times.map(secondsOf) };
    },
  );
  const answers = replayTogether(questions);
  questions.forEach(({ resources, series }, index) => {
    const room = new AlarmRoom(resources as never, surroundings(series, MINUTES + 40));
    const told = times.flatMap((now) =>
      room.look(now).map(({ at, alarm, state }): Acted => [secondsOf(at), alarm, state]),
    );
    expect({ resources, told }).toEqual({ resources, told: answers[index] });
  });
  expect(answers.flat().length).toBeGreaterThan(80);
});
