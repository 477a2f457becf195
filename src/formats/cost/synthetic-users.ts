import { type Assumptions, DAYS_OF_MONTH } from './assumptions';
import {
  at,
  type BilledResource,
  byRegion,
  type Consumption,
  count,
  type Finding,
  listAt,
  numberAt,
  ofType,
  show,
} from './billed-resource';
import { monthlyRuns } from './monthly-runs';
import { GIBIBYTE } from './prices';

/** What CloudWatch Synthetics takes where nothing is said. */
const DEFAULT_MEMORY_MB = 1_024;
const DEFAULT_RETENTION_DAYS = 31;
const PUTS_PER_RUN = 5;

/** What canaries cause: runs, and what each needs of AWS Lambda, S3 and logs. */
export function syntheticUsers(resources: readonly BilledResource[], assumed: Assumptions): Finding {
  const canaries = ofType(resources, 'AWS::Synthetics::Canary');
  const consumptions: Consumption[] = [];
  for (const [region, here] of byRegion(canaries)) {
    let runs = 0;
    let gigabyteSeconds = 0;
    let artifacts = 0;
    for (const { properties } of here) {
      const own = runsOf(properties) ?? 0;
      runs += own;
      const memory = numberAt(properties, 'RunConfig', 'MemoryInMB') ?? DEFAULT_MEMORY_MB;
      gigabyteSeconds += (own * assumed.canarySeconds * memory) / 1_024;
      const days = numberAt(properties, 'SuccessRetentionPeriod') ?? DEFAULT_RETENTION_DAYS;
      artifacts += (own * assumed.canaryRunKilobytes * 1_024 * days) / DAYS_OF_MONTH / GIBIBYTE;
    }
    const add = (price: Consumption['price'], item: string, amount: number, basis: string) =>
      consumptions.push({ price, item, amount, basis, region });
    add(
      'canaryRun',
      'CloudWatch Synthetics: runs',
      runs,
      `${count(runs, 'run')} of ${count(here.length, 'canary', 'canaries')}`,
    );
    const seconds = `${show(assumed.canarySeconds)} s a run`;
    add('lambdaSecond', 'Canaries: AWS Lambda', gigabyteSeconds, `${show(gigabyteSeconds)} GB-s, ${seconds}`);
    add('lambdaRequest', 'Canaries: AWS Lambda', runs, count(runs, 'request'));
    add('s3Stored', 'Canaries: artifacts in S3', artifacts, `${show(artifacts)} GB, as long as they are kept`);
    add('s3Put', 'Canaries: artifacts in S3', runs * PUTS_PER_RUN, `${PUTS_PER_RUN} objects a run`);
    const logs = (runs * assumed.canaryLogKilobytes * 1_024) / GIBIBYTE;
    add('logsIngested', 'Canaries: logs', logs, `${show(logs)} GB`);
  }
  const unknown = canaries
    .filter(({ properties }) => runsOf(properties) === undefined)
    .map(({ name }) => `${name}: its schedule is told at deployment, or can't be read; its runs are not counted`);
  if (canaries.length > 0) unknown.push('whether the metrics that canaries publish are billed as custom metrics');
  return { consumptions, unknown };
}

/** In all its browsers and locations; retries come on top. */
export function runsOf(properties: BilledResource['properties']): number | undefined {
  const expression = at(properties, 'Schedule', 'Expression');
  const runs = typeof expression === 'string' ? monthlyRuns(expression) : undefined;
  if (runs === undefined) return undefined;
  const browsers = Math.max(1, listAt(properties, 'BrowserConfigs').length);
  return runs * browsers * (1 + listAt(properties, 'Replicas').length);
}
