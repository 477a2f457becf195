import { regionIn } from '../assembly/intrinsics';
import { CannotRun } from '../common/cannot-run';

/** Where a stack is: what was said, what the app says of the stack, or what the shell says. */
export function regionOf(
  said: string | undefined,
  /** As in `StackTemplate.environment`; none where it is about no stack. */
  environment: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const region = said ?? regionIn(environment ?? '') ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new CannotRun(
    'the Region is not known: pass --region, set AWS_REGION, or give the stacks an `env` with a region',
  );
}
