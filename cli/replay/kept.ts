import { deadLetter, isDeadLetter } from './dead-letters';
import { type KeptRecord, readRecords } from './records';
import { isRejected, type RejectedRow, together } from './rejected';
import type { Kept, Sendable, Unsendable } from './sendable';
import { inBatches, isUndelivered, undelivered } from './undelivered';

/** Reads whatever a pipeline keeps of what is not in its table of events, in whichever folder it lies. */
export function readKept(paths: readonly string[]): Kept {
  const rejected: RejectedRow[] = [];
  const rows: object[] = [];
  const sendable: Sendable[] = [];
  const unsendable: Unsendable[] = [];
  const sort = (records: readonly KeptRecord[]) => {
    for (const record of records) {
      const { where } = record;
      if ('flaw' in record) unsendable.push({ where, why: record.flaw });
      else if (isRejected(record.fields)) rejected.push({ where, fields: record.fields });
      else if (isDeadLetter(record.fields)) sendable.push(...deadLetter(record.fields));
      else if (isUndelivered(record.fields)) {
        const { row, inner, why } = undelivered(record.fields, where);
        rows.push(...row);
        unsendable.push(...why.map((one) => ({ where, why: one })));
        sort(inner);
      } else unsendable.push({ where, why: 'it is nothing that the pipeline keeps' });
    }
  };
  sort(readRecords(paths));
  const whole = together(rejected);
  const all = [...whole.sendable, ...inBatches(rows), ...sendable];
  return {
    sendable: [...new Map(all.map((one) => [one.payload, one])).values()], // without copies
    unsendable: [...whole.unsendable, ...unsendable],
  };
}
