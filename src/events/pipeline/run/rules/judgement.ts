import { MAX_EVENT_BYTES, type RejectionReason } from '../../../../formats/events/batch';
import {
  type Field,
  PARTITION_COLUMN,
  propertyColumn,
  SENT_FIELDS,
  STATED_FIELDS,
} from '../../../../formats/events/fields';
import * as builtIn from '../../../../formats/events/names';
import { type Candidate, isRecord, type Rejection } from './candidate';
import { hasInexact } from './numbers';
import { isPersonal, Withholding } from './personal';
import { expected, flawOf, isRight, kindOf, shown } from './property-check';
import { redactedField, redactedMail } from './redaction';
import { replayOf } from './replay';
import type { IngestSettings } from './settings';

const DAY = 86_400_000;
/** Below it clocks are taken to be right: a copy that is sent again a moment later has the same time then. */
const SKEW = 5_000;
/** Corrected times of what has happened already are not above it; the rest of the skew that is not corrected is. */
const AHEAD = 10 * 60_000;
/** Browsers keep what they could not send for days, not for months. */
const MAX_AGE = 30 * DAY;
const FIRST_TIME = Date.UTC(2020, 0, 1);

const BUILT_IN_NAMES: ReadonlySet<string> = new Set(Object.values(builtIn));

type Scalar = string | number | boolean;

/** An event as it is stored: a value for each column that has one. */
export interface Row {
  readonly [column: string]: Scalar;
}

export type Judgement = { readonly row: Row } | { readonly rejection: Rejection };

export class Refusal extends Error {
  constructor(
    public readonly reason: RejectionReason,
    message: string,
  ) {
    super(message);
  }
}

/** Makes a row of an event, or says what is wrong with it. Nothing in it becomes null, or anything else, without a word. */
export function judge(candidate: Candidate, settings: IngestSettings): Judgement {
  const event = isRecord(candidate.event) ? candidate.event : {};
  try {
    return { row: rowOf(candidate, settings) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { reason, message: detail } = error;
    const { id, name } = event;
    const texts = { id: textOf(id)?.slice(0, 128), name: redactedMail(textOf(name)?.slice(0, 256) ?? '') || undefined };
    return { rejection: { ...texts, reason, detail, origin: candidate.origin, raw: replayOf(candidate, settings) } };
  }
}

function rowOf({ event, common, sentAt, origin, length = Infinity }: Candidate, settings: IngestSettings): Row {
  if (!isRecord(event)) throw new Refusal('malformed', `got ${kindOf(event)}, expected an object`);
  const shared = common ?? {};
  if (!isRecord(shared)) throw new Refusal('malformed', `common: got ${kindOf(shared)}, expected an object`);
  // A UTF-16 code unit is at most 3 bytes.
  const bytes = 3 * length <= MAX_EVENT_BYTES ? 0 : Buffer.byteLength(JSON.stringify(event));
  if (bytes > MAX_EVENT_BYTES) throw new Refusal('too_large', `${bytes} bytes, expected at most ${MAX_EVENT_BYTES}`);
  const { id, name, time, properties = {}, ...stated } = event;
  checkId('id', id);
  checkName('name', name);
  if (properties !== null && !isRecord(properties)) {
    throw new Refusal('malformed', `properties: got ${kindOf(properties)}, expected an object`);
  }
  const { received } = origin;
  const skew = skewOf(sentAt, received);
  const at = timeOf(time, skew, received);
  const { sent: row, others } = sentFields({ ...shared, ...withoutNull(stated) });
  const rest = { ...others, ...properties };
  const { columns, json } = propertiesOf(name, rest, settings, origin.withheld);
  const { browser, os, device, country, bot = false } = origin;
  Object.assign(row, columns);
  const { sender } = origin;
  state(row, { id, name, time: at, received, skew, sender, browser, os, device, country, bot, properties: json });
  row[SENT_FIELDS.synthetic.column] = row[SENT_FIELDS.synthetic.column] === true || origin.synthetic === true;
  row[PARTITION_COLUMN] = dayOf(at);
  return row;
}

export function checkId(what: string, id: unknown): asserts id is string {
  if (typeof id === 'string' && /^[\x21-\x7e]{1,128}$/.test(id)) return;
  throw new Refusal('malformed', `${what}: got ${shown(id)}, expected a text of 1 to 128 characters, such as a UUID`);
}

export function checkName(what: string, name: unknown): asserts name is string {
  if (typeof name === 'string' && /^[\w.:-]{1,256}$/.test(name)) return;
  const expected = 'a name of 1 to 256 letters, digits, "_", ".", ":" or "-"';
  throw new Refusal('malformed', `${what}: got ${shown(name)}, expected ${expected}`);
}

/** How much the sender's clock is behind ours: what went by between its sending and our receiving is in it. */
function skewOf(sentAt: number, received: number): number {
  const skew = received - Math.floor(sentAt);
  return Math.abs(skew) < SKEW ? 0 : skew;
}

/** A fraction of a millisecond is cut, as `performance.timeOrigin + performance.now()` has one. */
function timeOf(time: unknown, skew: number, received: number): number {
  if (typeof time !== 'number' || !Number.isFinite(time)) {
    throw new Refusal('wrong_type', `time: got ${shown(time)}, expected milliseconds since 1970`);
  }
  const at = Math.floor(time) + skew;
  checkTime('time', at, received);
  return at;
}

export function checkTime(what: string, at: number, received: number): void {
  checkNotAhead(what, at, received);
  if (at < received - MAX_AGE || at < FIRST_TIME) {
    throw new Refusal('too_old', `${what}: ${days(received - at)} before it was received, expected at most 30`);
  }
}

export function checkNotAhead(what: string, at: number, received: number): void {
  if (at <= received + AHEAD) return;
  throw new Refusal('in_the_future', `${what}: ${days(at - received)} after it was received`);
}

function days(milliseconds: number): string {
  return `${(milliseconds / DAY).toFixed(1)} days`;
}

/** The folder of an event. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

const FIELDS: { readonly [name: string]: Field } = SENT_FIELDS;

/** What the sender states in its columns; what is no field of ours goes where properties without a column go. */
function sentFields(stated: Readonly<Record<string, unknown>>) {
  const sent: { [column: string]: Scalar } = {};
  const others: [string, unknown][] = [];
  for (const [name, value] of Object.entries(stated)) {
    if (!Object.hasOwn(FIELDS, name)) {
      others.push([name, value]);
      continue;
    }
    if (value === null || value === undefined) continue;
    const field = FIELDS[name];
    if (!isRight(field, value)) {
      throw new Refusal('wrong_type', `${name}: got ${shown(value)}, expected ${expected(field)}`);
    }
    sent[field.column] = typeof value === 'string' ? redactedField(name, wellFormed(value)) : value;
  }
  return { sent, others: Object.fromEntries(others) };
}

function propertiesOf(
  name: string,
  properties: Readonly<Record<string, unknown>>,
  settings: IngestSettings,
  withheld?: readonly string[],
) {
  const { catalog, personal } = settings;
  const declared = Object.hasOwn(catalog.events, name) ? catalog.events[name] : undefined;
  if (!declared && !catalog.unknownEvents && !isBuiltIn(name)) {
    throw new Refusal('unknown_event', `${name} is not in the catalog`);
  }
  const flaw = declared && flawOf(declared, properties, withheld);
  if (flaw) throw new Refusal(flaw.reason, flaw.detail);
  const columns: { [column: string]: Scalar } = {};
  const others: [string, unknown][] = [];
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    const property = declared && Object.hasOwn(declared.properties, key) ? declared.properties[key] : undefined;
    if (!property) {
      if (!isPersonal(key, settings)) others.push([key, undeclared(key, value, settings)]);
    } else if (personal || !property.personal) {
      columns[propertyColumn(key)] = typeof value === 'string' ? wellFormed(value) : (value as Scalar);
    }
  }
  return { columns, json: others.length > 0 ? JSON.stringify(Object.fromEntries(others)) : undefined };
}

/** No column says what type it has, and JSON has no way to say that it is not what was sent. */
function undeclared(key: string, value: unknown, settings: IngestSettings): unknown {
  if (hasInexact(value)) {
    throw new Refusal(
      'wrong_type',
      `${key}: got ${shown(value)}, expected numbers that are finite and, if whole, below 2^53`,
    );
  }
  return typeof value === 'object' || typeof value === 'string' ? new Withholding(settings).value(value) : value;
}

/** What clients report by themselves is in no catalog, and neither is what Amplify does, such as `_session.stop`. */
function isBuiltIn(name: string): boolean {
  return BUILT_IN_NAMES.has(name) || name.startsWith('_');
}

/** Column by column: of what is done for each event, copying rows took most. */
function state(row: { [column: string]: Scalar }, values: { readonly [field in keyof typeof STATED_FIELDS]?: Scalar }) {
  for (const [field, value] of Object.entries(values)) {
    if (value !== undefined) row[STATED_FIELDS[field as keyof typeof STATED_FIELDS].column] = value;
  }
}

function withoutNull(record: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Half of a character can't be stored as UTF-8. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
