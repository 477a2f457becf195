import { CannotTell, type Reader } from './evidence/reader';

/** A question of docs/unverified.md that one call settles, which only reads. */
export interface Answer {
  readonly question: string;
  readonly answer: 'yes' | 'no' | 'cannot tell';
  readonly evidence: string;
}

type Look = (reader: Reader) => Promise<Omit<Answer, 'question'>>;

const cannotTell = (evidence: string) => ({ answer: 'cannot tell' as const, evidence });

const QUESTIONS: Readonly<Record<string, Look>> = {
  'Do custom metrics of RUM have the dimension application_name?': async (reader) => {
    const metrics = await reader.listed('RUM/CustomMetrics/UserTelemetry');
    if (metrics.length === 0) return cannotTell('there are no metrics in RUM/CustomMetrics/UserTelemetry');
    const having = metrics.filter(({ dimensions }) => dimensions.some(([name]) => name === 'application_name'));
    return {
      answer: having.length > 0 ? 'yes' : 'no',
      evidence: `${having.length} of ${metrics.length} metrics have it`,
    };
  },
  'Do metrics of canaries with replicas have the dimension Location?': async (reader) => {
    const metrics = await reader.listed('CloudWatchSynthetics', 'SuccessPercent');
    if (metrics.length === 0) return cannotTell('there are no metrics of canaries');
    const names = [...new Set(metrics.flatMap(({ dimensions }) => dimensions.map(([name]) => name)))].sort();
    return { answer: names.includes('Location') ? 'yes' : 'no', evidence: `dimensions: ${names.join(', ') || 'none'}` };
  },
  'Has FILL values for a metric without any data?': (reader) => valuesOf(reader, 'FILL(m,0)'),
  'Has HOUR values for a metric without any data?': (reader) => valuesOf(reader, 'HOUR(m)'),
  'Is a sum with TIME_SERIES(0) 0 where a metric does not exist?': (reader) =>
    valuesOf(reader, 'SUM([TIME_SERIES(0),m])', 0),
  'Is IF(c, m, 100) 0 where c holds and m has no data?': (reader) =>
    valuesOf(reader, 'IF(TIME_SERIES(1) > 0, m, 100)', 0),
};

export async function answersOf(reader: Reader): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [question, look] of Object.entries(QUESTIONS)) {
    try {
      answers.push({ question, ...(await look(reader)) });
    } catch (error) {
      if (!(error instanceof CannotTell)) throw error;
      answers.push({ question, ...cannotTell(error.message) });
    }
  }
  return answers;
}

/** Whether an expression has values, where `m` is a metric that does not exist. */
async function valuesOf(reader: Reader, expression: string, expected?: number): Promise<Omit<Answer, 'question'>> {
  const Metric = { Namespace: 'UserTelemetry', MetricName: 'there-is-none' };
  const { aws, window } = reader;
  const answer = await reader.ask('cloudwatch:GetMetricData', () =>
    aws.cloudWatch.getMetricData({
      StartTime: window.start,
      EndTime: window.end,
      MetricDataQueries: [
        { Id: 'e', Expression: expression },
        { Id: 'm', ReturnData: false, MetricStat: { Metric, Period: 300, Stat: 'Sum' } },
      ],
    }),
  );
  const result = answer?.MetricDataResults?.find(({ Id }) => Id === 'e');
  const values = [...new Set(result?.Values ?? [])];
  const evidence = `${expression} has ${values.length === 0 ? 'no values' : `the values ${values.join(', ')}`}`;
  const isYes = expected === undefined ? values.length > 0 : values.length === 1 && values[0] === expected;
  return { answer: isYes ? 'yes' : 'no', evidence };
}
