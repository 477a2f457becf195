import { createHash } from 'node:crypto';
import { REJECTED_FIELDS } from '../../../../formats/events/rejected';
import { MAX_RAW_LENGTH } from '../../../../formats/events/replay';
import type { Rejection } from '../rules/candidate';

/** What Firehose takes apart of one record. @see https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html */
const LINES = 500;
/** Well below the 1,000 KiB of a record: Firehose bills each by 5 KB that are begun, so that nothing is won above. */
const BYTES = 400_000;

/** Puts rows together into few records, a line each. */
export function pack(rows: readonly object[]): Buffer[] {
  const records: Buffer[] = [];
  let lines: string[] = [];
  let bytes = 0;
  const close = () => {
    if (lines.length > 0) records.push(Buffer.from(lines.join('')));
    lines = [];
    bytes = 0;
  };
  for (const row of rows) {
    const line = `${JSON.stringify(row)}\n`;
    const length = Buffer.byteLength(line);
    if (lines.length === LINES || bytes + length > BYTES) close();
    lines.push(line);
    bytes += length;
  }
  close();
  return records;
}

/** The rows of a rejection: one, or as many as what was sent is long. */
export function rejectedRows({ id, name, reason, detail, origin, raw }: Rejection): object[] {
  const column = (field: keyof typeof REJECTED_FIELDS) => REJECTED_FIELDS[field].column;
  const parts = Math.max(1, Math.ceil(raw.length / MAX_RAW_LENGTH));
  const known = id ?? digestOf(raw);
  return Array.from({ length: parts }, (_, index) => ({
    [column('id')]: known,
    [column('name')]: name,
    [column('received')]: origin.received,
    [column('reason')]: reason,
    [column('detail')]: detail.slice(0, 1_000),
    [column('sender')]: origin.sender,
    [column('part')]: index + 1,
    [column('parts')]: parts,
    [column('raw')]: raw.slice(index * MAX_RAW_LENGTH, (index + 1) * MAX_RAW_LENGTH),
  }));
}

/** Of what was sent, without when: sent again it has the same. */
function digestOf(raw: string): string {
  const sent = { ...JSON.parse(raw), sentAt: undefined, as: undefined };
  return createHash('sha256').update(JSON.stringify(sent)).digest('hex');
}
