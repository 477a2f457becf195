/** List prices in USD, as they were read; the one place that has them. */

/** From an amount on, in units of the price; each as far as the next. */
export interface Tier {
  readonly from: number;
  readonly usd: number;
}

export interface Price {
  /** What is counted, as the bill does. */
  readonly unit: string;
  /** By Region; `everywhere` where it is no matter of Regions. Regions that are not here are not known. */
  readonly regions: { readonly [region: string]: readonly Tier[] };
  /** What each account has free each month. */
  readonly free?: number;
  readonly source: string;
  /** When, as a month. */
  readonly read: string;
}

/** The Region whose prices stand in where those of another are not known. */
export const REFERENCE = 'us-east-1';
export const EVERYWHERE = 'everywhere';

const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const XRAY = 'https://aws.amazon.com/xray/pricing/';
const FIREHOSE = 'https://aws.amazon.com/firehose/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const S3 = 'https://aws.amazon.com/s3/pricing/';
const READ = '2026-11';

/** A price of both Regions of the eastern United States, and of Tokyo where that is known. */
function eastern(usd: number, tokyo?: number): Price['regions'] {
  const one = [{ from: 0, usd }];
  const known = { 'us-east-1': one, 'us-east-2': one };
  return tokyo === undefined ? known : { ...known, 'ap-northeast-1': [{ from: 0, usd: tokyo }] };
}

const virginia = (usd: number): Price['regions'] => ({ [REFERENCE]: [{ from: 0, usd }] });
const everywhere = (usd: number): Price['regions'] => ({ [EVERYWHERE]: [{ from: 0, usd }] });

const METRIC_TIERS: readonly Tier[] = [
  { from: 0, usd: 0.3 },
  { from: 10_000, usd: 0.1 },
  { from: 250_000, usd: 0.05 },
  { from: 1_000_000, usd: 0.02 },
];

export const PRICES = {
  rumEvent: { unit: 'event', regions: eastern(1 / 100_000), source: CLOUDWATCH, read: READ },
  metric: {
    unit: 'metric and month',
    regions: { 'us-east-1': METRIC_TIERS, 'us-east-2': METRIC_TIERS },
    free: 10,
    source: CLOUDWATCH,
    read: READ,
  },
  canaryRun: { unit: 'run', regions: eastern(0.0012, 0.0019), free: 100, source: CLOUDWATCH, read: READ },
  alarmMetric: { unit: 'metric of an alarm', regions: eastern(0.1, 0.1), free: 10, source: CLOUDWATCH, read: READ },
  fastAlarmMetric: {
    unit: 'metric of an alarm below a minute',
    regions: eastern(0.3),
    source: CLOUDWATCH,
    read: READ,
  },
  compositeAlarm: { unit: 'composite alarm', regions: eastern(0.5), source: CLOUDWATCH, read: READ },
  dashboard: { unit: 'dashboard', regions: eastern(3), source: CLOUDWATCH, read: READ },
  logsIngested: { unit: 'GB', regions: eastern(0.5, 0.76), free: 5, source: CLOUDWATCH, read: READ },
  logsStored: { unit: 'GB and month', regions: eastern(0.03, 0.033), source: CLOUDWATCH, read: READ },
  logsScanned: { unit: 'GB', regions: eastern(0.005), source: CLOUDWATCH, read: READ },
  metricRead: { unit: 'metric by GetMetricData', regions: eastern(0.01 / 1_000), source: CLOUDWATCH, read: READ },
  traceRecorded: { unit: 'trace', regions: eastern(5 / 1e6), free: 100_000, source: XRAY, read: READ },
  lambdaRequest: { unit: 'request', regions: virginia(0.2 / 1e6), free: 1e6, source: LAMBDA, read: READ },
  /** On x86. */
  lambdaSecond: { unit: 'GB-second', regions: virginia(0.0000166667), free: 400_000, source: LAMBDA, read: READ },
  /** Direct PUT, by records of 5 KB that are begun. */
  firehoseIngested: { unit: 'GB', regions: virginia(0.029), source: FIREHOSE, read: READ },
  firehoseConverted: { unit: 'GB', regions: virginia(0.018), source: FIREHOSE, read: READ },
  firehosePartitioned: { unit: 'GB', regions: virginia(0.02), source: FIREHOSE, read: READ },
  firehoseObject: { unit: 'object', regions: virginia(0.005 / 1_000), source: FIREHOSE, read: READ },
  firehoseJq: { unit: 'hour', regions: virginia(0.07), source: FIREHOSE, read: READ },
  firehoseToIceberg: { unit: 'GB', regions: virginia(0.075), source: FIREHOSE, read: READ },
  s3Stored: { unit: 'GB and month', regions: virginia(0.023), source: S3, read: READ },
  s3Put: { unit: 'request', regions: virginia(0.005 / 1_000), source: S3, read: READ },
  athenaScanned: {
    unit: 'GB',
    regions: virginia(5 / 1_024),
    source: 'https://aws.amazon.com/athena/pricing/',
    read: READ,
  },
  httpApiRequest: {
    unit: 'request',
    regions: virginia(1 / 1e6),
    source: 'https://aws.amazon.com/api-gateway/pricing/',
    read: READ,
  },
  /** HTTPS, of the United States and of Europe's lower step: viewers elsewhere cost more. */
  cloudFrontRequest: {
    unit: 'request',
    regions: everywhere(1 / 1e6),
    source: 'https://aws.amazon.com/cloudfront/pricing/',
    read: READ,
  },
  cloudFrontToOrigin: {
    unit: 'GB',
    regions: everywhere(0.02),
    source: 'https://aws.amazon.com/cloudfront/pricing/',
    read: READ,
  },
} as const satisfies { readonly [name: string]: Price };

export type PriceName = keyof typeof PRICES;

export const GIBIBYTE = 1_024 ** 3;

export interface FoundPrice {
  readonly tiers: readonly Tier[];
  /** Of another Region than was asked for. */
  readonly standsIn: boolean;
}

export function priceIn(name: PriceName, region: string | undefined): FoundPrice {
  const { regions }: Price = PRICES[name];
  const found = regions[EVERYWHERE] ?? regions[region ?? REFERENCE];
  return found ? { tiers: found, standsIn: false } : { tiers: regions[REFERENCE], standsIn: true };
}

/** Whether anything is known of what a Region costs. */
export function isKnownRegion(region: string): boolean {
  return Object.values<Price>(PRICES).some(({ regions }) => region in regions && region !== EVERYWHERE);
}

/** What an amount costs, step by step. */
export function costOf(amount: number, tiers: readonly Tier[]): number {
  return tiers.reduce((sum, { from, usd }, index) => {
    const to = tiers[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return sum + Math.max(0, Math.min(amount, to) - from) * usd;
  }, 0);
}
