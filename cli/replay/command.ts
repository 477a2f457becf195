import { parseArgs } from 'node:util';
import type { RejectionReason } from '../../src/formats/events/batch';
import { CannotRun, messageOf } from '../common/cannot-run';
import { credentialsOf, invoke } from './invoke';
import { type Rejected, readRejected } from './read-rejected';

export const REPLAY_USAGE = `user-telemetry replay <files> […] --function <name> [options]

Sends rejected events again, as if they came when they did: once what sends them is mended, or the catalog declares them.
What is rejected again is kept again. An event that is stored twice is counted once.

  <files>             what lies under rejected_events/ in the bucket of the pipeline, or folders of it; for example
                      aws s3 sync s3://<bucket>/rejected_events/dt=2026-11-28/ rejected/

  --function <name>   the ingest of the pipeline, which one's credentials have to be allowed to invoke
  --reason <reason>   only what was rejected for it, such as unknown_event; all but malformed and too_large by default
  --region <region>   where the function is; AWS_REGION by default
  --dry-run           count what would be sent, and send nothing

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

export function readReplayOptions(args: string[], env: NodeJS.ProcessEnv = process.env): ReplayOptions {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        function: { type: 'string' },
        reason: { type: 'string' },
        region: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const region = values.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
    if (positionals.length === 0) throw new Error('expected files of rejected events');
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(values.function ?? ''))
      throw new Error('expected --function with the name of a function');
    if (region === undefined) throw new Error('expected --region, or AWS_REGION');
    return {
      files: positionals,
      functionName: String(values.function),
      reason: values.reason,
      region,
      dryRun: values['dry-run'],
    };
  } catch (error) {
    throw new CannotRun(`${messageOf(error)}\n\n${REPLAY_USAGE}`);
  }
}

export async function replay(options: ReplayOptions, { print }: { print: (line: string) => void }): Promise<number> {
  const { reason, dryRun } = options;
  const { rejected, incomplete } = readRejected(options.files);
  const chosen = rejected.filter((one) => (reason === undefined ? !HOPELESS.has(one.reason) : one.reason === reason));
  const left = rejected.length - chosen.length;
  print(`${rejected.length} rejected events; ${chosen.length} to send${left > 0 ? `, ${left} of other reasons` : ''}`);
  if (incomplete > 0) print(`${incomplete} of which a part is missing in these files: not sent`);
  if (dryRun || chosen.length === 0) return 0;
  const credentials = credentialsOf();
  let accepted = 0;
  let failed = 0;
  let failure: unknown;
  const again = new Map<string, number>();
  for (let from = 0; from < chosen.length; from += TOGETHER) {
    const some = chosen.slice(from, from + TOGETHER);
    for (const answer of await Promise.allSettled(some.map((one) => sendAgain(one, options, credentials)))) {
      if (answer.status === 'rejected') {
        failed++;
        failure ??= answer.reason;
        continue;
      }
      accepted += answer.value.accepted;
      for (const { reason: why } of answer.value.rejected) again.set(why, (again.get(why) ?? 0) + 1);
    }
    // Nobody may invoke the function, or it isn't there: the others would fare no better.
    if (failed === from + some.length) throw failure;
  }
  print(`${accepted} taken in`);
  for (const [why, count] of again) print(`${count} rejected again: ${why}`);
  if (failed > 0) print(`${failed} could not be sent: ${messageOf(failure)}`);
  return again.size > 0 || failed > 0 ? 1 : 0;
}

interface Answer {
  readonly accepted: number;
  readonly rejected: readonly { readonly reason: string }[];
}

function sendAgain(
  { raw }: Rejected,
  { functionName, region }: ReplayOptions,
  credentials: ReturnType<typeof credentialsOf>,
): Promise<Answer> {
  return invoke({ functionName, region, payload: raw }, credentials) as Promise<Answer>;
}
