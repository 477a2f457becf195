/** List prices of us-east-1 in USD, read in November 2026; the first step where there are several. */
export const PRICES = {
  /** HTTPS, of the United States and Europe's lower step. @see https://aws.amazon.com/cloudfront/pricing/ */
  cloudFront: { request: 1 / 1e6, gibibyteToOrigin: 0.02 },
  /** On x86. @see https://aws.amazon.com/lambda/pricing/ */
  lambda: { request: 0.2 / 1e6, gibibyteSecond: 0.0000166667 },
  /** Direct PUT, by records of 5 KB that are begun. @see https://aws.amazon.com/firehose/pricing/ */
  firehose: {
    gibibyte: 0.029,
    gibibyteConverted: 0.018,
    gibibytePartitioned: 0.02,
    objectPartitioned: 0.005 / 1_000,
    hourOfJq: 0.07,
    gibibyteToIceberg: 0.075,
  },
  /** @see https://aws.amazon.com/cloudwatch/pricing/ */
  cloudWatch: { gibibyteOfLogs: 0.5, metric: 0.3, metricOfAlarm: 0.1 },
  /** @see https://aws.amazon.com/s3/pricing/ */
  s3: { gibibyteMonth: 0.023, put: 0.005 / 1_000 },
} as const;

export const GIBIBYTE = 1_024 ** 3;
