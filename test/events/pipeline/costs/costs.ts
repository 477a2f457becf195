import { GIBIBYTE, PRICES } from './prices';
import type { Sizes } from './sizes';

/** What is counted with, beside sizes that are measured. */
export const ASSUMED = {
  events: 1_000_000,
  perBatch: 20,
  /** Of a call of the ingest: it waits for Firehose most of the time. */
  milliseconds: 40,
  memory: 0.25, // GiB
  /** Of JQ for a million events. */
  hoursOfJq: 0.25,
} as const;

export interface Line {
  readonly what: string;
  readonly howMuch: string;
  readonly usd: number;
}

const { cloudFront, lambda, firehose, cloudWatch, s3 } = PRICES;
const gib = (bytes: number) => (bytes * ASSUMED.events) / GIBIBYTE;
const amount = (gibibytes: number) => `${gibibytes.toFixed(2)} GB`;

/** A million events of browsers, without what is paid by the month. */
export function perMillion({ event, billed, log, parquet }: Sizes): Line[] {
  const batches = ASSUMED.events / ASSUMED.perBatch;
  const seconds = (batches * ASSUMED.memory * ASSUMED.milliseconds) / 1_000;
  const logs = (batches * log) / GIBIBYTE;
  return [
    { what: 'CloudFront: requests', howMuch: batches.toLocaleString('en'), usd: batches * cloudFront.request },
    { what: 'CloudFront: to the origin', howMuch: amount(gib(event)), usd: gib(event) * cloudFront.gibibyteToOrigin },
    { what: 'AWS Lambda: requests', howMuch: batches.toLocaleString('en'), usd: batches * lambda.request },
    { what: 'AWS Lambda: time', howMuch: `${seconds} GB-s`, usd: seconds * lambda.gibibyteSecond },
    { what: 'Firehose: records', howMuch: amount(gib(billed)), usd: gib(billed) * firehose.gibibyte },
    { what: 'Firehose: conversion', howMuch: amount(gib(billed)), usd: gib(billed) * firehose.gibibyteConverted },
    { what: 'Firehose: partitioning', howMuch: amount(gib(event)), usd: gib(event) * firehose.gibibytePartitioned },
    { what: 'Firehose: JQ', howMuch: `${ASSUMED.hoursOfJq * 60} minutes`, usd: ASSUMED.hoursOfJq * firehose.hourOfJq },
    { what: 'CloudWatch Logs', howMuch: amount(logs), usd: logs * cloudWatch.gibibyteOfLogs },
    { what: 'S3: a month', howMuch: amount(gib(parquet)), usd: gib(parquet) * s3.gibibyteMonth },
  ];
}

/** The same events by a Firehose stream to Apache Iceberg, without compaction and what snapshots cost. */
export function toIceberg({ event }: Sizes): number {
  return gib(event) * firehose.gibibyteToIceberg;
}

/** What a stream to Parquet costs of it. */
export function toParquet(sizes: Sizes): number {
  return total(perMillion(sizes).filter(({ what }) => what.startsWith('Firehose')));
}

/** Each file of the table is delivered and put. */
export function filesOfMonth(minutes: number): number {
  return ((30 * 24 * 60) / minutes) * (firehose.objectPartitioned + s3.put);
}

/** Metadata, manifest list and manifest of each commit beside its file. */
export function commitsOfMonth(minutes: number): number {
  return ((30 * 24 * 60) / minutes) * 4 * s3.put;
}

export function total(lines: readonly Line[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}
