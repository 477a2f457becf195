import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isJourneyVariable } from '../../formats/journey';
import { checkPattern } from '../../private/checks';
import { fail, type Problem } from '../../private/errors';

/** Environment variables of a canary; their values may be tokens. */
interface Environment {
  readonly [name: string]: string;
}

/** Of all names and values together, in bytes. */
const LIMIT = 4096;

/** What Lambda sets itself. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  'TZ',
]);

/** Refuses names of variables that the service refuses, or that mean something else. */
export function checkVariableNames(scope: IConstruct, environment: Environment): void {
  const fix = 'rename the variable';
  for (const name of Object.keys(environment)) {
    checkPattern(scope, 'name of an environment variable', name, {
      pattern: /^[a-zA-Z][a-zA-Z0-9_]+$/,
      expected: 'a letter, then at least one letter, digit or "_"',
      fix,
    });
    const refuse = (expected: string) => fail(scope, { what: 'environment variable', got: name, expected, fix });
    if (RESERVED.has(name)) refuse('none of the names that AWS Lambda reserves');
    if (isJourneyVariable(name)) refuse("none of the library's own names");
  }
}

/** What is wrong with the size of an environment, whose largest part the user knows as `what`. */
export function environmentProblem(
  scope: IConstruct,
  environment: Environment,
  { what, fix }: Pick<Problem, 'what' | 'fix'>,
): Problem | undefined {
  const stack = Stack.of(scope);
  const got = Object.entries(environment)
    .map(([name, value]) => Buffer.byteLength(name) + knownBytes(stack.resolve(value)))
    .reduce((sum, bytes) => sum + bytes, 0);
  if (got <= LIMIT) return undefined;
  const expected = `at most ${LIMIT} with all else in them, the service's limit for a canary's environment variables`;
  return { what: `${what} (in bytes)`, got, expected, fix };
}

/** What a reference resolves to is known only at deployment: it counts as nothing. */
function knownBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  const join = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  return (join?.[1] ?? []).map(knownBytes).reduce((sum, bytes) => sum + bytes, 0);
}
