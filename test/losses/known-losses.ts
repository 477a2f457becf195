import type { Cell } from './cells';
import type { Outcome } from './measure';

/** What may be lost, of what was counted between the last export before a fault and the first one after it, and why. */
interface KnownLoss {
  readonly faults: readonly string[];
  readonly sdk?: string;
  readonly ways?: readonly string[];
  readonly why: string;
}

export const KNOWN_LOSSES: readonly KnownLoss[] = [
  {
    ...{ sdk: 'Go', ways: ['EMF', 'OTLP'] },
    faults: ['collector away 8 s', 'collector restarted', 'collector killed', 'collector out of memory 8 s'],
    why: 'Where nobody listens, the HTTP exporter of Go does not try again: it does so after an answer only.',
  },
  {
    sdk: 'Java',
    faults: ['collector away 8 s', 'collector refuses 8 s', 'collector out of memory 8 s', 'AWS away 30 s'],
    why: 'Java tries five times, however long it takes: some 8 seconds where nobody listens or the answer comes at once.',
  },
  {
    ...{ sdk: 'JavaScript', ways: ['EMF, by gRPC'] },
    faults: [
      ...['collector away 8 s', 'collector restarted', 'collector killed', 'collector out of memory 8 s'],
      'AWS away 30 s',
    ],
    why: 'The gRPC exporter of JavaScript does not try again.',
  },
  {
    faults: ['collector killed after an export'],
    ways: ['OTLP'],
    why: 'The collector takes it before CloudWatch has, and waits for 5 seconds.',
  },
  { faults: ['application out of memory'], why: 'What a process counted since its last export is in no other place.' },
  {
    faults: ['clock 3 hours ahead, then right'],
    why: 'CloudWatch Logs takes nothing that is more than two hours ahead, the OTLP endpoint ten minutes.',
  },
];

/** What may arrive twice, of the same counts. */
const KNOWN_COPIES: readonly KnownLoss[] = [
  {
    faults: ['collector hung 8 s'],
    why: 'An SDK may send again what it has no answer to, and the collector, awake, takes both: Python did, by gRPC, once.',
  },
];

export function mayLose(cell: Cell): boolean {
  return isKnown(KNOWN_LOSSES, cell);
}

function isKnown(list: readonly KnownLoss[], { sdk, way, fault }: Cell): boolean {
  return list.some(
    (known) =>
      known.faults.includes(fault.name) &&
      (known.sdk ?? sdk.name) === sdk.name &&
      (known.ways ?? [way.name]).includes(way.name),
  );
}

export function expectNoOtherLoss(cell: Cell, { sent, arrived, atStake }: Outcome): void {
  const lost = sent - arrived;
  const most = mayLose(cell) ? atStake : 0;
  const least = isKnown(KNOWN_COPIES, cell) ? -atStake : 0;
  expect({ sent, lost }).toEqual({ sent, lost: Math.max(least, Math.min(lost, most)) });
}
