import { MAX_BATCH_BYTES, MAX_EVENTS } from '../../src/formats/events/batch';
import { STATED_FIELDS } from '../../src/formats/events/fields';
import type { StoredRows } from '../../src/formats/events/replay';
import { type Fields, type KeptRecord, recordsOf } from './records';
import { isRejected } from './rejected';
import type { Sendable } from './sendable';

/**
 * What Amazon Data Firehose leaves below `failed/`, of whichever kind: with an error, and what it was given.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion-error-handling.html
 * @see https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-error-handling.html
 */
export function isUndelivered(fields: Fields): boolean {
  return typeof fields.rawData === 'string';
}

interface Undelivered {
  /** Of the table of events. */
  readonly row: readonly object[];
  /** Of the other table. */
  readonly inner: readonly KeptRecord[];
  readonly why: readonly string[];
}

/** It may be a row, or a record of many which were not taken apart. */
export function undelivered({ rawData, arrivalTimestamp }: Fields, where: string): Undelivered {
  const records = recordsOf(Buffer.from(String(rawData), 'base64').toString('utf8'), `${where}, line `);
  const row: object[] = [];
  const inner: KeptRecord[] = [];
  const why: string[] = records.length === 0 ? ['it is empty'] : [];
  for (const record of records) {
    if ('flaw' in record) why.push(`what Firehose was given: ${record.flaw}`);
    else if (isRejected(record.fields)) inner.push(record);
    else if (STATED_FIELDS.id.column in record.fields)
      row.push({ [STATED_FIELDS.received.column]: arrivalTimestamp, ...record.fields });
    else why.push(`what Firehose was given has no ${STATED_FIELDS.id.column}`);
  }
  return { row, inner, why };
}

/** As many together as a call may have. */
export function inBatches(rows: readonly object[]): Sendable[] {
  const batches: object[][] = [];
  let bytes = MAX_BATCH_BYTES;
  for (const row of rows) {
    const length = Buffer.byteLength(JSON.stringify(row));
    if (bytes + length > MAX_BATCH_BYTES || batches[batches.length - 1].length === MAX_EVENTS) {
      batches.push([]);
      bytes = 0;
    }
    batches[batches.length - 1].push(row);
    bytes += length;
  }
  return batches.map((batch) => ({
    kind: 'undelivered',
    events: batch.length,
    payload: JSON.stringify({ rows: batch } satisfies StoredRows),
  }));
}
