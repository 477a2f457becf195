import type { RejectionReason } from '../../src/formats/events/batch';
import { credentialsOf } from '../aws/credentials';
import { readArguments } from '../common/arguments';
import { CannotRun, messageOf } from '../common/cannot-run';
import { invoke } from './invoke';
import { readKept } from './kept';
import type { Kept, Kind, Sendable, Unsendable } from './sendable';

export const REPLAY_USAGE = `user-telemetry replay <files> […] --function <name> [options]

Sends events again that are not in the table: as if they came when they did, once what was wrong is mended. An event that
is stored twice is counted once; what is rejected again is kept again.

  <files>             what lies in the bucket of the pipeline, or folders of it; for example aws s3 sync s3://<bucket>/…
                        rejected_events/     what was rejected
                        failed/              what Amazon Data Firehose could not convert or lay by day
                        aws/lambda/async/    what nobody waited for and could not be stored

  --function <name>   the ingest of the pipeline, which one's credentials have to be allowed to invoke
  --reason <reason>   only what was rejected for it, such as unknown_event; all but malformed and too_large by default
  --region <region>   where the function is; AWS_REGION by default
  --dry-run           tell what would be sent and what can't be, and send nothing

Credentials are those of the environment, or what \`aws configure export-credentials\` tells.

Exit status: 0 if all were taken, 1 if some were rejected again or could not be sent, 2 if it could not be done.`;

interface ReplayOptions {
  readonly files: string[];
  readonly functionName: string;
  readonly reason?: string;
  readonly region: string;
  readonly dryRun: boolean;
}

const TOGETHER = 8;
/** What would be rejected again. */
const HOPELESS: ReadonlySet<string> = new Set<RejectionReason>(['malformed', 'too_large']);

const OPTIONS = {
  function: { type: 'string' },
  reason: { type: 'string' },
  region: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const;

export function readReplayOptions(args: string[], env: NodeJS.ProcessEnv = process.env): ReplayOptions {
  const { values, positionals } = readArguments(args, OPTIONS, REPLAY_USAGE);
  const region = values.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const expected = (what: string) => new CannotRun(`expected ${what}\n\n${REPLAY_USAGE}`);
  if (positionals.length === 0) throw expected('files of events that are kept');
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(values.function ?? '')) throw expected('--function with the name of a function');
  if (region === undefined) throw expected('--region, or AWS_REGION');
  return {
    files: positionals,
    functionName: String(values.function),
    reason: values.reason,
    region,
    dryRun: values['dry-run'],
  };
}

type Print = (line: string) => void;

export async function replay(options: ReplayOptions, { print }: { print: Print }): Promise<number> {
  const kept = readKept(options.files);
  const isWanted = ({ reason }: Sendable | Unsendable) =>
    options.reason === undefined ? reason === undefined || !HOPELESS.has(reason) : reason === options.reason;
  const sendable = kept.sendable.filter(isWanted);
  const unsendable = kept.unsendable.filter(isWanted);
  for (const line of summaries(kept, sendable, unsendable)) print(line);
  for (const { where, why } of unsendable) print(`${where}: not sent: ${why}`);
  if (options.dryRun || sendable.length === 0) return unsendable.length > 0 ? 1 : 0;
  const isAllTaken = await sendAll(sendable, options, print);
  return isAllTaken && unsendable.length === 0 ? 0 : 1;
}

const TOLD: { readonly [kind in Exclude<Kind, 'rejected'>]: string } = {
  undelivered: 'events that Firehose could not deliver',
  'given up': 'events of calls that were given up',
};

function summaries(kept: Kept, sendable: readonly Sendable[], unsendable: readonly Unsendable[]): string[] {
  const events = (some: readonly Sendable[], kind: Kind) =>
    some.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.events, 0);
  const rejected =
    kept.unsendable.filter(({ reason }) => reason !== undefined).length + events(kept.sendable, 'rejected');
  const lost = unsendable.filter(({ reason }) => reason !== undefined).length;
  const chosen = events(sendable, 'rejected');
  const left = rejected - chosen - lost;
  const others = (['undelivered', 'given up'] as const).flatMap((kind) => {
    const all = events(kept.sendable, kind);
    return all > 0 ? [`${all} ${TOLD[kind]}; ${events(sendable, kind)} to send`] : [];
  });
  const ofReasons = left > 0 ? `, ${left} of other reasons` : '';
  return rejected === 0 && others.length > 0
    ? others
    : [`${rejected} rejected events; ${chosen} to send${ofReasons}`, ...others];
}

interface Answer {
  readonly accepted: number;
  readonly rejected: readonly { readonly reason: string }[];
}

async function sendAll(sendable: readonly Sendable[], options: ReplayOptions, print: Print): Promise<boolean> {
  const { functionName, region } = options;
  const credentials = credentialsOf();
  let accepted = 0;
  let failed = 0;
  let failure: unknown;
  const again = new Map<string, number>();
  for (let from = 0; from < sendable.length; from += TOGETHER) {
    const some = sendable.slice(from, from + TOGETHER);
    const answers = await Promise.allSettled(
      some.map(({ payload }) => invoke({ functionName, region, payload }, credentials)),
    );
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 'rejected') {
        failed += some[index].events;
        failure ??= answer.reason;
        continue;
      }
      // It is the ingest that answers so, or something else was named by --function.
      const told = answer.value as Partial<Answer> | null;
      if (!Array.isArray(told?.rejected))
        throw new CannotRun(`${functionName} is no ingest: it answers something else`);
      accepted += told.accepted ?? 0;
      for (const { reason: why } of told.rejected) again.set(why, (again.get(why) ?? 0) + 1);
    }
    // Nobody may invoke the function, or it isn't there: the others would fare no better.
    if (from === 0 && answers.every(({ status }) => status === 'rejected')) throw failure;
  }
  print(`${accepted} taken in`);
  for (const [why, count] of again) print(`${count} rejected again: ${why}`);
  if (failed > 0) print(`${failed} could not be sent: ${messageOf(failure)}`);
  return again.size === 0 && failed === 0;
}
