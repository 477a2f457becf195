import { type PriceName, priceIn, REFERENCE } from '../../../../src/formats/cost/prices';

const usd = (name: PriceName) => priceIn(name, REFERENCE).tiers[0].usd;

/** List prices of us-east-1 in USD; the first step where there are several. */
export const PRICES = {
  cloudFront: { request: usd('cloudFrontRequest'), gibibyteToOrigin: usd('cloudFrontToOrigin') },
  lambda: { request: usd('lambdaRequest'), gibibyteSecond: usd('lambdaSecond') },
  firehose: {
    gibibyte: usd('firehoseIngested'),
    gibibyteConverted: usd('firehoseConverted'),
    gibibytePartitioned: usd('firehosePartitioned'),
    objectPartitioned: usd('firehoseObject'),
    hourOfJq: usd('firehoseJq'),
    gibibyteToIceberg: usd('firehoseToIceberg'),
  },
  cloudWatch: { gibibyteOfLogs: usd('logsIngested'), metric: usd('metric'), metricOfAlarm: usd('alarmMetric') },
  s3: { gibibyteMonth: usd('s3Stored'), put: usd('s3Put') },
} as const;

export { GIBIBYTE } from '../../../../src/formats/cost/prices';
