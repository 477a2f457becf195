import { CannotRun } from '../common/cannot-run';
import { assetIn, pathOf, type Resource, type StackTemplate } from './assembly';
import { describeValue, literalOf } from './intrinsics';

/** An environment variable of a canary: its value, or what of the deployment would be its value. */
export type Variable = { readonly literal: string } | { readonly known: 'at deployment'; readonly from: string };

export interface Canary {
  /** Where it is in the app, such as `Shop/Telemetry/Buy`. */
  readonly path: string;
  readonly logicalId: string;
  readonly stack: string;
  /** Unknown if it is a value of the deployment. */
  readonly canaryName?: string;
  readonly runtime: string;
  readonly handler?: string;
  readonly timeoutMs: number;
  /** A folder, a zip file, or the script itself. */
  readonly code: { readonly path: string } | { readonly script: string } | undefined;
  readonly variables: Readonly<Record<string, Variable>>;
}

interface CodeProperties {
  readonly Handler?: string;
  readonly S3Key?: unknown;
  readonly Script?: unknown;
}

const DEFAULT_TIMEOUT_S = 840;

export function canariesOf(stacks: StackTemplate[]): Canary[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([, { Type }]) => Type === 'AWS::Synthetics::Canary')
      .map(([id, resource]) => canaryOf(stack, id, resource)),
  );
}

function canaryOf(stack: StackTemplate, logicalId: string, { Properties = {} }: Resource): Canary {
  const code = (Properties.Code ?? {}) as CodeProperties;
  const run = (Properties.RunConfig ?? {}) as { TimeoutInSeconds?: unknown; EnvironmentVariables?: object };
  const timeout = Number(run.TimeoutInSeconds ?? DEFAULT_TIMEOUT_S);
  const variables = Object.entries(run.EnvironmentVariables ?? {}).map(([name, value]): [string, Variable] => {
    const literal = literalOf(value, stack.environment);
    return [name, literal === undefined ? { known: 'at deployment', from: describeValue(value) } : { literal }];
  });
  return {
    // Without the parts that every canary has: those of the CloudFormation resource and its construct.
    path: pathOf(stack, logicalId)?.replace(/(\/Canary)?\/Resource$/, '') ?? `${stack.name}/${logicalId}`,
    logicalId,
    stack: stack.name,
    canaryName: literalOf(Properties.Name, stack.environment),
    runtime: literalOf(Properties.RuntimeVersion, stack.environment) ?? 'unknown',
    handler: code.Handler,
    timeoutMs: (Number.isFinite(timeout) ? timeout : DEFAULT_TIMEOUT_S) * 1000,
    code: codeOf(code, stack),
    variables: Object.fromEntries(variables),
  };
}

function codeOf({ S3Key, Script }: CodeProperties, stack: StackTemplate): Canary['code'] {
  if (typeof Script === 'string') return { script: Script };
  const path = assetIn(S3Key, stack.assets);
  return path === undefined ? undefined : { path };
}

/** What of the canaries a name means: the end of its path, its logical id or its name; all without a name. */
export function select(canaries: Canary[], name: string | undefined): Canary[] {
  if (name === undefined) return canaries;
  const exactly = canaries.filter((canary) => [canary.path, canary.logicalId, canary.canaryName].includes(name));
  if (exactly.length > 0) return exactly;
  const ending = canaries.filter(({ path }) => path.endsWith(`/${name}`));
  if (ending.length > 0) return ending;
  const within = canaries.filter(({ path }) => path.includes(`/${name}/`));
  if (within.length > 0) return within;
  const known = canaries.map(({ path }) => `  ${path}`).join('\n');
  throw new CannotRun(`no canary is named ${name}. ${known ? `The app has:\n${known}` : 'The app has none.'}`);
}
